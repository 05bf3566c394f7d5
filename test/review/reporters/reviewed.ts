import type { Finding } from '../../../lib/review';
import { descriptions } from '../../../lib/review';
import { reportOf } from '../../../lib/review/report';
import type { Reviewed } from '../../../lib/review/reporters';

/** A finding with a place; what is replaced is what the test is about. */
export function finding(fields: Partial<Finding> = {}): Finding {
  return {
    rule: 'readiness-missing',
    severity: 'error',
    model: 'clock',
    object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
    container: 'web',
    path: 'spec.template.spec.containers[0]',
    file: 'shop/web.yaml',
    line: 2,
    column: 3,
    message: 'it has no readiness probe',
    consequence: 'users are sent to it while it boots',
    fix: 'add a readinessProbe',
    suppressed: false,
    ...fields,
  };
}

/** What a review of one file came to. */
export function reviewed(
  findings: readonly Finding[] = [finding()],
  fields: Partial<Reviewed> & { problems?: Reviewed['report']['problems'] } = {},
): Reviewed {
  const { problems = [], ...rest } = fields;
  return {
    report: reportOf({ version: '1.2.3', inputs: [{ file: 'shop/web.yaml', objects: 1 }], problems, findings }),
    rules: descriptions(),
    sources: new Map([['shop/web.yaml', 'kind: Deployment\n  - name: web\n    image: x\n']]),
    colour: false,
    ...rest,
  };
}

/** A name that tries every trick: a terminal, XML, markdown and workflow commands would each obey some of it. */
export const HOSTILE = '\u001b[2J\u202e]]><b onload="x">&\'\n::error::owned%0A|`[a](http://evil.example)@everyone,:';
