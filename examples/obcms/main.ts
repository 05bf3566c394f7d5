import { relative, resolve } from 'node:path';
import { App, Yaml } from 'cdk8s';
import { NodeFormula } from 'probewise';
import { review } from 'probewise/review';
import { ObcmsChart } from './obcms-chart';

const root = resolve(__dirname, '../..');
const app = new App({ outdir: resolve(root, 'dist/examples/obcms') });
const chart = new ObcmsChart(app, 'obcms');
const { web } = chart;
app.synth();

/** The rules that speak of these objects, gravest first. */
function verdict(objects: unknown[]): string {
  const findings = review(objects);
  const of = (severity: string) => findings.filter((finding) => finding.severity === severity).map(({ rule }) => rule);
  return (
    ['error', 'warning', 'info']
      .filter((severity) => of(severity).length)
      .map((severity) => `${severity}: ${of(severity).join(', ')}`)
      .join('\n          ') || 'nothing found'
  );
}

const indent = (text: string) => text.replace(/^/gm, '  ');
console.log(`
The application of the incident report, so that it cannot fail the way it did
${'─'.repeat(78)}
${indent(web.explain())}

How 67 workers came about
${'─'.repeat(78)}
  ${NodeFormula.forWorkers(67).explain()}
  The formula asks the node, not the container: the process saw 33 CPUs. (The report says 32, and
  ${NodeFormula.forCpus(32).explain()}.)
  What fits the container's own limits is the pool above.

The review, before and after
${'─'.repeat(78)}
  before  ${verdict(Yaml.load(resolve(__dirname, 'before.yaml')))}
  after   ${verdict(chart.toJson())}
  Not provable from manifests: why /health/ answered from outside while other paths were 503. A missing
  readiness probe means ready at once, and a wrong port would have failed /health/ as well; what remains is
  routing by path, or the platform's own state.

Written to ${relative(process.cwd(), resolve(app.outdir, 'obcms.k8s.yaml'))}
`);
