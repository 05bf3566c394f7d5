import { expect, test } from '@jest/globals';
import { deployment, seenWithApplication } from '../shop';

const shadows = (mountPath: string, fields = {}) =>
  seenWithApplication(
    'volume-shadows-image-path',
    'FROM a\nWORKDIR /app\nCOPY . .\nCOPY run.sh /usr/local/bin/\n',
    {},
    deployment({ volumeMounts: [{ name: 'v', mountPath, ...fields }] }, { volumes: [{ name: 'v', emptyDir: {} }] }),
  );

test.each([
  ['/app', '/app'],
  ['/app/', '/app'],
  ['/usr/local', '/usr/local/bin/run.sh'],
])('a volume at %s hides %s', (mountPath, hidden) => {
  expect(shadows(mountPath)).toEqual([expect.stringContaining(`a volume at ${mountPath} hides ${hidden}, which Dockerfile copies there`)]);
});

test.each([
  ['/app/media', {}],
  ['/data', {}],
  ['/app', { subPath: 'settings.py' }],
  ['/application', {}],
])('%s with %j is left alone', (mountPath, fields) => {
  expect(shadows(mountPath, fields)).toEqual([]);
});
