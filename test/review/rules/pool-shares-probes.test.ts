import { expect, test } from '@jest/globals';
import { deployment, seen, service } from '../shop';

const shares = (options: string[], fields = {}, ...others: unknown[]) =>
  seen('pool-shares-probes', deployment({ command: ['gunicorn', 'app:app', ...options], ...fields }), ...others);

test('one sync worker for users and probes is reported', () => {
  expect(shares(['-w', '1'], {}, service())).toEqual([
    expect.stringContaining('1 sync worker (the command line) answers users and the readiness probe'),
  ]);
});

test.each([
  ['two workers', ['-w', '2'], {}, [service()]],
  ['threads', ['-w', '1', '--threads', '4'], {}, [service()]],
  ['no users', ['-w', '1'], {}, []],
  ['no HTTP probe', ['-w', '1'], { readinessProbe: undefined }, [service()]],
])('%s is left alone', (_, options, fields, others) => {
  expect(shares(options, fields, ...others)).toEqual([]);
});
