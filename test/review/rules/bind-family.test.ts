import { describe, expect, test } from '@jest/globals';
import { reviewDocuments } from '../../../lib/review';
import { changed, fileOf, fixed, rules } from '../fix/fixed';
import { readText } from '../../../lib/manifest/input/text';
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

describe('the fix, as it was measured', () => {
  const routed = service({ ipFamilies: ['IPv6'] });
  const text = (command: readonly string[]) => fileOf(deployment({ command }), routed);
  const fixOf = (command: readonly string[]) =>
    reviewDocuments(readText('a.yaml', text(command)).documents).flatMap(({ rule, fix }) => (rule === 'bind-family' ? [fix] : []));
  const left = (command: readonly string[]) => !rules(fixed({ 'a.yaml': text(command) }).fixed).includes('bind-family');

  test.each([
    [['hypercorn', 'app:app', '-b', '0.0.0.0:8000'], 'use --bind=[::]:8000, which answers IPv4 as well'],
    [['uvicorn', 'app:app', '--host=0.0.0.0', '--port=8000', '--workers=2'], 'use --host=::, which answers IPv4 as well'],
    [['uvicorn', 'app:app', '--host=0.0.0.0', '--port=8000'], "use --host='' (an empty one), which answers IPv4 as well"],
    [['waitress-serve', '--listen=0.0.0.0:8000', 'app:app'], 'use --listen=*:8000, which answers IPv4 as well'],
  ])('%p', (command, fix) => {
    expect(fixOf(command)).toEqual([fix]);
  });

  test('the address on the command line is rewritten where IPv4 is answered as well', () => {
    expect(changed('bind-family', gunicorn('0.0.0.0:8000'), routed)).toEqual(['- "[::]:8000"']);
    expect(left(['uvicorn', 'app:app', '--host=0.0.0.0', '--port=8000'])).toBe(true);
  });

  test('a gunicorn that believes the addresses of its proxies is left: an IPv4 one has an address of IPv6 then', () => {
    expect(left(['gunicorn', 'app:app', '-b', '0.0.0.0:8000', '--forwarded-allow-ips=10.0.0.0/8'])).toBe(true);
  });
});
