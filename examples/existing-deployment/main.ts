import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { App } from 'cdk8s';
import { ExistingDeploymentChart } from './existing-deployment-chart';

const app = new App({ outdir: resolve(__dirname, '../../dist/examples/existing-deployment') });
const helm = spawnSync('helm', ['version', '--short']).status === 0 ? 'helm' : undefined;
new ExistingDeploymentChart(app, 'existing-deployment', { helm });
app.synth();
if (!helm) {
  console.error('There is no helm here: the Helm chart of this example was left out.');
}
