import { expect, test } from '@jest/globals';
import { deployment, seenWithApplication } from '../shop';

const replaces = (dockerfile: string, fields: object) =>
  seenWithApplication('command-replaces-entrypoint', dockerfile, {}, deployment({ ...fields }));
const entrypoint = 'FROM python:3.12\nENTRYPOINT ["/app/startup.sh"]\n';

test("the incident's start command is reported", () => {
  expect(replaces(entrypoint, { command: ['gunicorn', '--chdir', 'src', 'app:app'] })).toEqual([
    'warning spec.template.spec.containers[0].command: command starts gunicorn and replaces the ENTRYPOINT /app/startup.sh (Dockerfile)',
  ]);
});

test.each([
  ['no command', entrypoint, {}],
  ['args alone', entrypoint, { args: ['gunicorn', 'app:app'] }],
  ['a command that calls it', entrypoint, { command: ['/app/startup.sh', 'gunicorn'] }],
  ['an image without one', 'FROM a\nCMD gunicorn app:app\n', { command: ['gunicorn', 'app:app'] }],
  ['a command that starts no server', entrypoint, { command: ['celery', 'worker'] }],
])('%s is left alone', (_, dockerfile, fields) => {
  expect(replaces(dockerfile, fields)).toEqual([]);
});
