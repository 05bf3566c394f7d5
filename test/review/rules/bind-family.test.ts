import { expect, test } from '@jest/globals';
import { deployment, seen, service } from '../shop';

const gunicorn = (bind: string) => deployment({ command: ['gunicorn', 'app:app', '-b', bind] });
const family = (bind: string, spec: object) => seen('bind-family', gunicorn(bind), service({ ...spec }));

test.each([[{ ipFamilies: ['IPv6'] }], [{ ipFamilies: ['IPv4', 'IPv6'] }], [{ ipFamilyPolicy: 'RequireDualStack' }]])(
  '0.0.0.0 behind %p is reported',
  (spec) => {
    expect(family('0.0.0.0:8000', spec)).toEqual([
      'warning spec.template.spec.containers[0].command: gunicorn listens on 0.0.0.0:8000 (the command line), but Service web ' +
        'has an IPv6 address',
    ]);
  },
);

test.each([
  ['[::]:8000', { ipFamilies: ['IPv6'] }],
  ['0.0.0.0:8000', {}],
  ['0.0.0.0:8000', { ipFamilyPolicy: 'PreferDualStack' }],
  ['0.0.0.0:8000', { ipFamilies: ['IPv4'] }],
  ['web.example:8000', { ipFamilies: ['IPv6'] }],
])('%s behind %p is left alone', (bind, spec) => {
  expect(family(bind, spec)).toEqual([]);
});
