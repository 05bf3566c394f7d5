import { Chart, Size, Testing } from 'cdk8s';
import { GunicornService, HealthEndpoints, Replicas, WebService } from 'probewise';
import { ObcmsChart } from '../../examples/obcms/obcms-chart';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

/** What the peers judge: the constructs as users write them. */
export const SERVICES: Readonly<Record<string, () => Json[]>> = {
  "the report's application, with everything it has": () => Testing.synth(new ObcmsChart(Testing.app(), 'obcms')),
  'a WebService and a GunicornService with nothing but what they must be given': () =>
    chartOf((chart) => {
      new WebService(chart, 'node', REQUIRED);
      new GunicornService(chart, 'flask', REQUIRED);
    }),
  'a service under an autoscaler, with a queue worker beside it': () =>
    chartOf((chart) => {
      new GunicornService(chart, 'shop', { ...REQUIRED, replicas: Replicas.autoscaled({ max: 6 }) }).addProcess('Worker', {
        command: ['celery', '--app', 'shop', 'worker'],
        resources: { memory: Size.mebibytes(256) },
      });
    }),
};

const REQUIRED = {
  image: 'registry.example/shop:1.0',
  health: { endpoints: HealthEndpoints.separate({ liveness: '/health/', readiness: '/ready/' }) },
  resources: { memory: Size.mebibytes(512) },
};

function chartOf(fill: (chart: Chart) => void): Json[] {
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  fill(chart);
  return Testing.synth(chart);
}
