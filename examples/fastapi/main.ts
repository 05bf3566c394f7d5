import { resolve } from 'node:path';
import { App } from 'cdk8s';
import { FastApiChart } from './fastapi-chart';

const app = new App({ outdir: resolve(__dirname, '../../dist/examples/fastapi') });
new FastApiChart(app, 'fastapi');
app.synth();
