import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commandDependency } from '../../lib/application/command-dependency';
import { readDockerfile } from '../../lib/application/image/dockerfile';
import { Reading } from '../../lib/reading/reading';
import { deployment } from '../review/shop';

/** Mutations that are tried: few each time, and as many as PROBEWISE_MUTATIONS says for a longer run. */
const MUTATIONS = Number(process.env.PROBEWISE_MUTATIONS ?? 60);
/** Folders with applications, beside those of the examples. */
const CORPUS = [resolve(__dirname, '../../examples'), ...(process.env.PROBEWISE_CORPUS ?? '').split(':').filter(Boolean)];
/** What reading one application may take. Milliseconds. */
const LONGEST = 2000;

const KINDS = /^Dockerfile|\.Dockerfile$|\.(sh|py|rb|ini|toml)$|entrypoint|^Procfile$/;

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return /^(node_modules|\.git|__snapshots__|static|tests?)$/.test(entry.name) ? [] : filesBelow(path);
    }
    return entry.isFile() && KINDS.test(entry.name) && statSync(path).size < 30_000 ? [path] : [];
  });
}

const files = CORPUS.flatMap(filesBelow).map((path) => ({ name: basename(path), text: readFileSync(path, 'utf8') }));

/** Reads an application as the commands do: its process, its settings, what its probe asks. */
function readAll(text: string, name: string): void {
  const isDockerfile = /Dockerfile/.test(name);
  const dockerfile = isDockerfile
    ? text
    : DOCKERFILES[name.endsWith('.py') ? 'python' : name.endsWith('.rb') ? 'ruby' : name.endsWith('.ini') ? 'ini' : 'shell'];
  const image = readDockerfile('Dockerfile', dockerfile, () => text);
  const objects = [deployment({ livenessProbe: { httpGet: { path: '/health/', port: 8000 } } })];
  for (const workload of Reading.ofObjects(objects, new Map([['registry.example/shop', image]])).workloads) {
    for (const container of workload.containers) {
      expect(container.process.listeners).toBeDefined();
      expect(container.django?.settings.debug.value).not.toBeNull();
      container.probes.forEach((probe) => probe.use);
    }
  }
  commandDependency(['sh', '-c', text.slice(0, 5000)]);
}

/** What leads each kind of file to its reader. */
const DOCKERFILES = {
  python: 'FROM a\nWORKDIR /app\nCOPY . /app\nENV DJANGO_SETTINGS_MODULE=shop.settings\nCMD ["gunicorn", "-c", "conf.py", "shop.wsgi"]\n',
  shell: 'FROM a\nWORKDIR /app\nCOPY . /app\nENTRYPOINT ["/bin/bash", "/app/start.sh"]\nCMD ["server", "x"]\n',
  ruby: 'FROM a\nWORKDIR /app\nCOPY . /app\nCMD ["puma", "-C", "config/puma.rb"]\n',
  ini: 'FROM a\nWORKDIR /app\nCOPY . /app\nCMD ["uwsgi", "--ini", "uwsgi.ini"]\n',
};

/** What it costs this process, whatever else the machine does. Milliseconds. */
function timed(read: () => void): number {
  const before = process.cpuUsage();
  read();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Something of the file is taken out, doubled, put elsewhere, repeated often, or replaced by what readers stumble over. */
const mutation = fc.record({
  file: fc.nat(),
  edits: fc.array(
    fc.record({
      kind: fc.constantFrom('cut', 'double', 'move', 'repeat', 'insert'),
      from: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.integer({ min: 1, max: 200 }),
      to: fc.double({ min: 0, max: 1, noNaN: true }),
      times: fc.integer({ min: 2, max: 400 }),
      text: fc.constantFrom(
        ...[
          '"',
          "'",
          '"""',
          '(',
          ')',
          '[',
          '{',
          '}',
          '$(',
          '${',
          '$((',
          '`',
          '\\',
          '\\\n',
          '#',
          '\n',
          ':',
          '<<EOF\n',
          'if x:\n',
          'fi\n',
          'f"{',
          '* 10**9',
          '%',
          '|',
          '&&',
          'FROM a\n',
          'def f():\n return f()\n',
          '\u0000',
          '\t',
        ],
      ),
    }),
    { minLength: 1, maxLength: 6 },
  ),
});

function mutated(
  text: string,
  edits: readonly { kind: string; from: number; length: number; to: number; times: number; text: string }[],
): string {
  return edits.reduce((before, { kind, from, length, to, times, text: inserted }) => {
    const start = Math.floor(from * before.length);
    const piece = before.slice(start, start + length);
    const [head, tail] = [before.slice(0, start), before.slice(start + length)];
    const target = Math.floor(to * before.length);
    switch (kind) {
      case 'cut':
        return head + tail;
      case 'double':
        return before + before.slice(0, 20_000);
      case 'move':
        return `${before.slice(0, target)}${piece}${before.slice(target)}`;
      case 'repeat':
        return (head + piece.repeat(times) + tail).slice(0, 200_000);
      default:
        return (before.slice(0, target) + inserted.repeat(times % 7) + before.slice(target)).slice(0, 200_000);
    }
  }, text);
}

test('a mutated file of an application is read, or not, in little time', () => {
  let slowest = 0;
  fc.assert(
    fc.property(mutation, ({ file, edits }) => {
      const { name, text } = files[file % files.length];
      const hostile = mutated(text, edits);
      const took = timed(() => readAll(hostile, name));
      slowest = Math.max(slowest, took);
      expect(took).toBeLessThan(LONGEST);
    }),
    { numRuns: MUTATIONS, seed: process.env.PROBEWISE_MUTATIONS ? undefined : 7 },
  );
  if (process.env.PROBEWISE_MUTATIONS) {
    process.stdout.write(
      `${MUTATIONS} mutations of ${files.length} files, the slowest ${slowest.toFixed(0)} ms, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB\n`,
    );
  }
}, 3_600_000);

describe('every reader takes time in proportion', () => {
  const many = (text: string, times: number) => text.repeat(times);

  test.each([
    ['arguments', 'Dockerfile', `FROM a\nCMD ["gunicorn", ${many('"-x",', 10_000)} "a"]\n`],
    ['arguments of no server', 'Dockerfile', `FROM a\nCMD [${many('"flask",', 10_000)} "a"]\n`],
    ['words of a script', 'start.sh', `exec gunicorn ${many('a ', 20_000)}`],
    ['commands', 'start.sh', many('a b; ', 10_000)],
    ['unclosed quotes', 'start.sh', many('"\\"', 10_000)],
    ['unclosed substitutions', 'start.sh', many('$(', 20_000)],
    ['brackets', 'start.sh', many('(', 20_000)],
    ['branches', 'start.sh', `if a; then b=1\n${many('elif c; then b=2\n', 2_000)}fi\n`],
    ['exports', 'start.sh', Array.from({ length: 500 }, (_, i) => `export A${i}=1; x\n`).join('')],
    ['here-documents', 'start.sh', many('cat <<EOF\n', 5_000)],
    ['names', 'conf.py', Array.from({ length: 5_000 }, (_, i) => `a${i} = ${i}\n`).join('')],
    ['conditions', 'conf.py', many('if x():\n  a = 1\n', 5_000)],
    ['branches of one condition', 'conf.py', `if x():\n  a = 1\n${many('elif y():\n  a = 2\n', 2_000)}`],
    ['statements of a line', 'conf.py', many('a=1;', 20_000)],
    ['unclosed strings', 'conf.py', many('"\\"', 20_000)],
    ['a sum', 'conf.py', `a = ${many('1+', 20_000)}1\n`],
    ['brackets of a list', 'conf.py', `a = ${many('[', 20_000)}`],
    ['routes', 'urls.py', `ROOT_URLCONF = 'shop.settings'\nurlpatterns = [${many("path('a/', b),", 5_000)}]\n`],
    [
      'includes of itself',
      'urls.py',
      `ROOT_URLCONF = 'shop.settings'\nurlpatterns = [${many("path('', include('shop.settings')),", 1_000)}]\n`,
    ],
    ['calls', 'urls.py', `ROOT_URLCONF = 'shop.settings'\ndef h(r):\n  ${many('h(r);', 5_000)}\nurlpatterns = [path('health/', h)]\n`],
    ['lines', 'Dockerfile', many('\n', 100_000)],
    ['blanks', 'Dockerfile', `FROM a\nENV ${many(' ', 100_000)}`],
    ['letters', 'Dockerfile', `FROM a\nENV A=1 ${many('a', 100_000)}`],
    ['references', 'Dockerfile', `FROM a\nENV A="${many('${a', 30_000)}"`],
    ['stages', 'Dockerfile', many('FROM a AS b\nCOPY x y\n', 2400)],
    ['blocks', 'puma.rb', many('if x\n', 10_000)],
    ['lines of an ini file', 'uwsgi.ini', `[uwsgi]\n${many('http = :1\n', 10_000)}`],
  ])('many %s', (_, name, text) => {
    expect(timed(() => readAll(text, name))).toBeLessThan(LONGEST);
  });
});
