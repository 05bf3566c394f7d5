import { relative, resolve } from 'node:path';
import { App } from 'cdk8s';
import { NodeFormula } from 'probewise';
import { ObcmsChart } from './obcms-chart';

const root = resolve(__dirname, '../..');
const app = new App({ outdir: resolve(root, 'dist/examples/obcms') });
const { web } = new ObcmsChart(app, 'obcms');
app.synth();

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

Written to ${relative(process.cwd(), resolve(app.outdir, 'obcms.k8s.yaml'))}
`);
