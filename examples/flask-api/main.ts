import { resolve } from 'node:path';
import { App } from 'cdk8s';
import { FlaskApiChart } from './flask-api-chart';

const app = new App({ outdir: resolve(__dirname, '../../dist/examples/flask-api') });
new FlaskApiChart(app, 'flask-api');
app.synth();
