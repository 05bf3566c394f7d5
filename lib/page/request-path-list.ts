import { h, type ComponentChild } from 'preact';
import type { RequestPath } from '../reading/request-path';
import { printable } from '../wording/printable';

/** The paths of requests, each a row of stages; where one ends, it is marked and says so. */
export function requestPathList(paths: readonly RequestPath[]): ComponentChild[] {
  return paths.map(({ entrance, stages }) =>
    h(
      'div',
      null,
      h('h3', null, printable(entrance)),
      h(
        'ol',
        { class: 'way', role: 'list' },
        stages.map(({ text, holds }) =>
          h('li', holds ? null : { class: 'broken' }, printable(text), !holds && h('strong', null, ': the path ends here')),
        ),
      ),
    ),
  );
}
