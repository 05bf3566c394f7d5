import { resolve } from 'node:path';
import { App } from 'cdk8s';
import { NodeServiceChart } from './node-service-chart';

const app = new App({ outdir: resolve(__dirname, '../../dist/examples/node-service') });
new NodeServiceChart(app, 'node-service');
app.synth();
