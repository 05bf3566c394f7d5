import { resolve } from 'node:path';
import { App } from 'cdk8s';
import { ExistingDeploymentChart } from './existing-deployment-chart';

const app = new App({ outdir: resolve(__dirname, '../../dist/examples/existing-deployment') });
new ExistingDeploymentChart(app, 'existing-deployment');
app.synth();
