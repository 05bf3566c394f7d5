import { describe, expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

function unwritable(options: string[], fields: object = {}, volumes: unknown[] = [], readOnlyRootFilesystem: unknown = true) {
  return seen(
    'worker-tmp-unwritable',
    deployment({ command: ['gunicorn', 'app:app', ...options], securityContext: { readOnlyRootFilesystem }, ...fields }, { volumes }),
  );
}
const mount = (mountPath: string, fields = {}) => ({ volumeMounts: [{ name: 'v', mountPath, ...fields }] });
const emptyDir = [{ name: 'v', emptyDir: {} }];

describe('reported', () => {
  test('a directory that is said and read-only', () => {
    expect(unwritable(['--worker-tmp-dir', '/run/app'])).toEqual([
      'error spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem: ' +
        'the root file system is read-only, and none of /run/app (the command line) is a writable volume',
    ]);
  });

  test('no directory at all, as a warning: the image may say one', () => {
    expect(unwritable([])).toEqual([expect.stringMatching(/^warning .*none of \/tmp, \/var\/tmp, \/usr\/tmp \(gunicorn's default/)]);
  });

  test.each([
    ['a ConfigMap', mount('/tmp'), [{ name: 'v', configMap: { name: 'x' } }]],
    ['a mount that is read-only', mount('/tmp', { readOnly: true }), emptyDir],
    ['a volume beside it', mount('/tmpfiles'), emptyDir],
  ])('%s', (_, fields, volumes) => {
    expect(unwritable([], fields, volumes)).toHaveLength(1);
  });
});

describe('left alone', () => {
  test.each([
    ['a writable root', [], {}, [], false],
    ['a volume at /tmp', [], mount('/tmp'), emptyDir, true],
    ['a volume above it', [], mount('/var'), emptyDir, true],
    ['shared memory', ['--worker-tmp-dir', '/dev/shm'], {}, [], true],
    ['TMPDIR', [], { ...mount('/scratch/'), env: [{ name: 'TMPDIR', value: '/scratch/a' }] }, emptyDir, true],
    ['a working directory', [], { ...mount('/app'), workingDir: '/app' }, emptyDir, true],
    ['a file that cannot be read', ['-c', '/conf.py'], {}, [], true],
  ])('%s', (_, options, fields, volumes, readOnly) => {
    expect(unwritable(options, fields, volumes, readOnly)).toEqual([]);
  });
});
