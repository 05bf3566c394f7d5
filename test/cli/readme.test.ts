import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { BEFORE, build, probewise, root } from './program';

const text = (file: string) => readFileSync(join(root, file), 'utf8');

beforeAll(build, 120_000);

test('what the README shows of the incident is what the program prints', () => {
  const [, shown] = /```text\n(Deployment obcms.*?)```/s.exec(text('README.md'))!;
  expect(probewise(['review', BEFORE])).toEqual({ status: 1, stdout: shown, stderr: '' });
});
