import { describe, expect, test } from '@jest/globals';
import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { FindingSeverity, Review } from '../../lib';
import { ObcmsChart } from '../../examples/obcms/obcms-chart';
import { deployment, service, type Json } from '../review/shop';

const BEFORE = 'examples/obcms/before.yaml';

function chartOf(...objects: Json[]): Chart {
  const chart = new Chart(Testing.app(), 'shop');
  objects.forEach((object, index) => new ApiObject(chart, `object-${index}`, object as never));
  return chart;
}
const unready = () => chartOf(deployment({ readinessProbe: undefined }), service());

describe('given a chart of the library', () => {
  test('its review has no finding, and passes even at info', () => {
    const review = Review.of(new ObcmsChart(Testing.app(), 'obcms'));
    expect(review.findings).toEqual([]);
    expect(() => review.assertPasses(FindingSeverity.INFO)).not.toThrow();
  });
});

describe('given a chart whose web is not ready', () => {
  test('the finding says what, where and what to do', () => {
    expect(Review.of(unready()).ofRule('readiness-missing')).toMatchObject([
      { severity: FindingSeverity.ERROR, object: 'Deployment web', container: 'web', path: 'spec.template.spec.containers[0]' },
    ]);
  });
  test('its review does not pass, and the error is the review in words', () => {
    expect(() => Review.of(unready()).assertPasses()).toThrow(
      /expected no findings of severity error\n\nDeployment web\n\n {2}error {2}readiness-missing/,
    );
  });
  test('at least a warning is more than at least an error', () => {
    const review = Review.of(chartOf(deployment({ readinessProbe: undefined, resources: {} }), service()));
    expect(review.atLeast(FindingSeverity.WARNING).length).toBeGreaterThan(review.atLeast(FindingSeverity.ERROR).length);
  });
  test('an app of two charts is reviewed as one: the Service of one is that of the pods of the other', () => {
    const app = new App();
    new ApiObject(new Chart(app, 'one'), 'web', deployment({ readinessProbe: undefined }) as never);
    new ApiObject(new Chart(app, 'two'), 'service', service() as never);
    expect(Review.of(app).ofRule('readiness-missing')).toHaveLength(1);
  });
  test('a suppressed finding is apart, with its reason', () => {
    const annotations = { 'probewise.dev/ignore.readiness-missing': 'a batch job' };
    const review = Review.of(chartOf(deployment({ readinessProbe: undefined }, {}, {}, { annotations }), service()));
    expect(review.ofRule('readiness-missing')).toEqual([]);
    expect(review.suppressed).toMatchObject([{ rule: 'readiness-missing', suppressedBecause: 'a batch job' }]);
  });
});

describe('given a file', () => {
  test('the finding has its line', () => {
    expect(Review.ofFile(BEFORE).ofRule('readiness-missing')).toMatchObject([{ file: BEFORE, line: 44 }]);
  });
});

test.each<[string, () => unknown, RegExp]>([
  ['a rule that is misspelt', () => Review.of(unready()).ofRule('readiness-mising'), /rule "readiness-mising": there is none of this name/],
  ['a file that is not there', () => Review.ofFile('gone.yaml'), /gone\.yaml: there is no such file/],
  ['no chart', () => Review.of(undefined as never), /Review\.of\(chart\)/],
  ['an object', () => Review.of(new ApiObject(chartOf(), 'web', service() as never)), /Review\.of\(chart\)/],
  ['a prop that nobody reads', () => Review.of(unready(), { failOn: 'error' } as never), /prop 'failOn' of review/],
  ['a configuration that is not there', () => Review.of(unready(), { config: 'gone.yaml' }), /config "gone\.yaml" cannot be read/],
  ['a severity that is none', () => Review.of(unready()).atLeast('fatal' as never), /one of error, warning, info/],
])('given %s, it says what would do', (_, act, message) => {
  expect(act).toThrow(message);
});
