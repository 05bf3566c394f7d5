import { expect, test } from '@jest/globals';
import { readDockerfile } from '../../lib/application/image/dockerfile';
import { readText } from '../../lib/manifest/input/text';
import { asWorkloads } from '../../lib/platform/inputs';
import { reviewDocuments } from '../../lib/review';

/** What `port-disagreement` says of a platform's file, with the place. */
function seen(file: string, text: string, dockerfile?: string): readonly string[] {
  const documents = readText(file, text).documents.map((document) => asWorkloads(document, []));
  const images = new Map(dockerfile === undefined ? [] : [['*', readDockerfile('Dockerfile', dockerfile, () => undefined)]]);
  return reviewDocuments(documents, { images })
    .filter(({ rule }) => rule === 'port-disagreement')
    .map(({ severity, line, message }) => `${line} ${severity}: ${message}`);
}

test('a server that does not read the PORT that Railway chooses is reported', () => {
  expect(
    seen('railway.json', '{"deploy": {"startCommand": "uvicorn main:app --host 0.0.0.0 --port 8000", "healthcheckPath": "/"}}'),
  ).toEqual([
    '1 warning: uvicorn listens on 8000 (the command line), whatever PORT says; Railway sends requests and its health check to the port ' +
      'that it says there',
  ]);
});

test('one that reads it is left alone', () => {
  expect(
    seen('railway.json', '{"deploy": {"startCommand": "uvicorn main:app --host 0.0.0.0 --port $PORT", "healthcheckPath": "/"}}'),
  ).toEqual([]);
  expect(seen('Procfile', 'web: gunicorn shop.wsgi\n')).toEqual([]);
});

test('an internal_port of Fly.io on which the server does not listen is an error at its line', () => {
  const fly = 'app = "shop"\n[processes]\napp = "gunicorn --bind 0.0.0.0:8000 shop.wsgi"\n[http_service]\ninternal_port = 8080\n';
  expect(seen('fly.toml', fly)).toEqual([
    '5 warning: gunicorn listens on 0.0.0.0:8000 (the command line, assuming that the image adds no settings of its own), but Fly Proxy ' +
      '(internal_port) goes to 8080',
  ]);
});

const MOVED = 'services:\n  web:\n    build: .\n    environment: {PORT: "1717"}\n    ports: ["1717:1717"]\n';

test('a HEALTHCHECK that asks another port than PORT says is reported', () => {
  expect(seen('compose.yaml', MOVED, 'FROM a\nHEALTHCHECK CMD curl -f http://localhost:8000/\nCMD ["shop"]\n')).toEqual([
    '2 warning: PORT is 1717, where the published port leads, but HEALTHCHECK of Dockerfile asks 8000',
  ]);
});

test.each([
  ['the same port', 'HEALTHCHECK CMD curl -f http://localhost:1717/'],
  ['the port of the variable', 'HEALTHCHECK CMD curl -f http://localhost:${PORT:-8000}/'],
  ['another machine', 'HEALTHCHECK CMD curl -f http://db:8000/'],
])('a HEALTHCHECK that asks %s is left alone', (_, healthcheck) => {
  expect(seen('compose.yaml', MOVED, `FROM a\n${healthcheck}\nCMD ["shop"]\n`)).toEqual([]);
});

test('what only Kubernetes asks for is not asked of other platforms', () => {
  const documents = readText('compose.yaml', 'services: {web: {image: "shop:1", ports: ["80:8000"]}}').documents;
  expect(
    reviewDocuments(
      documents.map((document) => asWorkloads(document, [])),
      {},
    ),
  ).toEqual([]);
});
