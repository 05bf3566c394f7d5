import { expect, test } from '@jest/globals';
import { readText } from '../../lib/manifest/input/text';
import { asWorkloads } from '../../lib/platform/inputs';
import { reviewDocuments } from '../../lib/review';

const seen = (settings: string, command = 'gunicorn shop.wsgi') =>
  reviewDocuments(
    readText('fly.toml', `app = "shop"\n${settings}\n[processes]\napp = "${command}"\n`).documents.map((document) =>
      asWorkloads(document, []),
    ),
    {},
  )
    .filter(({ rule }) => rule === 'shutdown-drops-requests')
    .map(({ line, message }) => `${line} ${message}`);

test('gunicorn on Fly.io, which sends SIGINT where nothing else is said, is reported', () => {
  expect(seen('')).toEqual(['1 the platform ends it with SIGINT, on which gunicorn stops at once, whatever it is serving']);
});

test.each([
  ['SIGTERM', 'kill_signal = "SIGTERM"', undefined],
  ['another server', '', 'node server.js'],
])('%s is left alone', (_, settings, command) => {
  expect(seen(settings, command)).toEqual([]);
});
