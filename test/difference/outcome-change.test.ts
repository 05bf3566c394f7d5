import { describe, expect, jest, test } from '@jest/globals';
import { differenceOf, regresses, type Difference } from '../../lib/difference/difference';
import { DIFFERENCE_REPORTERS } from '../../lib/difference/reporters';
import { inputsOf } from '../../lib/manifest/input/inputs';
import { readText } from '../../lib/manifest/input/text';
import { deployment, ingress, service, type Json } from '../review/shop';

const side = (objects: readonly Json[]) =>
  inputsOf([['web.yaml', readText('web.yaml', objects.map((object) => `---\n${JSON.stringify(object)}\n`).join(''))]]);
const between = (base: readonly Json[], head: readonly Json[], onRun?: (workload: string) => void): Difference =>
  differenceOf('0.0.0', side(base), side(head), {}, onRun);

const asking = (path: string) => ({ httpGet: { path, port: 'http' }, timeoutSeconds: 3 });
const web = (container: Json, spec: Json = {}) => [ingress(), service(), deployment(container, {}, spec)];
const separate = web({ livenessProbe: asking('/health/') });
const shared = web({ livenessProbe: asking('/ready/') });
const harm = between(separate, shared);

describe('the outcomes of a change', () => {
  test('given a liveness probe that comes to ask for the database, its outage restarts pods it did not, which is a regression', () => {
    expect(harm.outcomes[0]).toMatchObject({
      workload: 'Deployment web',
      scenario: 'dependency-outage',
      direction: 'worse',
      before: { verdict: 'held', restarts: 0 },
      after: { verdict: 'broken', restarts: 4, because: '4 restarts' },
    });
    expect(regresses({ ...harm, findings: { added: [], fixed: [], suppressed: [] } }, 'error')).toBe(true);
  });

  test('given requests that are lost by the phase of a probe, and not by its numbers, there is no change', () => {
    const ready = { readinessProbe: { httpGet: { path: '/ready/', port: 'http' }, initialDelaySeconds: 30, periodSeconds: 20 } };
    const health = { httpGet: { path: '/health/', port: 'http' } };
    const { outcomes } = between(
      web({ ...ready, livenessProbe: { ...health, initialDelaySeconds: 60 } }),
      web({ ...ready, livenessProbe: { ...health, failureThreshold: 8 }, startupProbe: { ...health, failureThreshold: 9 } }),
    );

    expect(outcomes.map(({ scenario }) => scenario)).not.toContain('dependency-outage');
  });

  test('given the way back, it is better, and nothing regresses', () => {
    const difference = between(shared, separate);

    expect(difference.outcomes.map(({ direction }) => direction)).not.toContain('worse');
    expect(difference.outcomes.map(({ scenario }) => scenario)).toEqual(
      expect.arrayContaining(['dependency-outage', 'dependency-outage-600s', 'dependency-hang']),
    );
    expect(regresses(difference, 'info')).toBe(false);
  });

  test('given what the clock does not see, nothing is run', () => {
    const onRun = jest.fn();

    expect(between(separate, web({ livenessProbe: asking('/health/'), image: 'registry.example/shop:2' }), onRun)).toMatchObject({
      outcomes: [],
      unsimulated: [],
    });
    expect(onRun).not.toHaveBeenCalled();
    between(separate, shared, onRun);
    expect(onRun.mock.calls).toEqual([['Deployment web']]);
  });

  test('given half the pods, they meet the load of the whole', () => {
    const gunicorn = {
      command: ['gunicorn', '--workers=4', 'app.wsgi'],
      env: [{ name: 'PORT', value: '8000' }],
      resources: { limits: { cpu: '4' } },
    };
    const { outcomes } = between(web(gunicorn, { replicas: 3 }), web(gunicorn, { replicas: 1 }));

    expect(outcomes.filter(({ scenario }) => scenario === 'boot')).toEqual([expect.objectContaining({ direction: 'worse' })]);
  });

  test('given more workloads than are simulated, the rest is named', () => {
    const named = (path: string) =>
      Array.from({ length: 21 }, (_, index) => ({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: `web-${index}` },
        spec: {
          selector: { matchLabels: { app: 'web' } },
          template: {
            metadata: { labels: { app: 'web' }, annotations: { 'probewise.dev/requests-per-second': '0.01' } },
            spec: {
              containers: [{ name: 'web', image: 'web', ports: [{ name: 'http', containerPort: 8000 }], livenessProbe: asking(path) }],
            },
          },
        },
      }));
    const difference = between(named('/health/'), named('/ready/'));

    expect(difference.unsimulated).toEqual(['Deployment web-20']);
    expect(new Set(difference.outcomes.map(({ workload }) => workload)).size).toBe(20);
    expect(DIFFERENCE_REPORTERS.get('text')!(difference, false)).toContain('not simulated, although they changed: Deployment web-20\n');
  });

  test.each([
    ['text', 'worse  dependency-outage  Deployment web: held → broken, 0 → 4 restarts'],
    ['markdown', '- **worse** `dependency-outage` Deployment web: held → broken, 0 → 4 restarts'],
  ])('as %s: what differs, the verdict first', (format, line) => {
    expect(DIFFERENCE_REPORTERS.get(format)!(harm, false)).toContain(line);
  });
});
