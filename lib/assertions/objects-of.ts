import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Rejection } from '../props/rejection';

/**
 * The objects of a chart or an app, those of the charts in it included, as they are synthesised.
 *
 * @param asking the class that asks, for the message
 */
export function objectsOf(asking: string, scope: IConstruct): readonly unknown[] {
  const charts = scope?.node?.findAll().filter((construct): construct is Chart => Chart.isChart(construct));
  if (charts === undefined || (charts.length === 0 && scope.node.scope !== undefined)) {
    throw new Rejection(`${asking}.of what is neither a chart nor an app`, 'only these have objects', `use ${asking}.of(chart)`);
  }
  // What a chart renders is what stands in it and in no chart below it.
  return charts.flatMap((chart) => chart.toJson());
}
