import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Document as YamlDocument, isScalar, stringify, visit } from 'yaml';
import { withoutFragments } from '../../../lib/manifest/input/fragments';
import { readText } from '../../../lib/manifest/input/text';
import { RULES, type Finding } from '../../../lib/review';
import { identityOf } from '../../../lib/review/baseline';
import { fixDocuments } from '../../../lib/review/fix/fix';
import { autoscaler, budget, container, deployment, ingress, service, type Json } from '../shop';
import { changed, fileOf, fixed, rules } from './fixed';

const IMAGE = 'python:3.12-slim';

describe('what is certain', () => {
  const sh = (script: string) => deployment({ image: IMAGE, command: ['sh', '-c', script] });
  test.each([
    ['gunicorn app:app -b :8000', '- exec gunicorn app:app -b :8000'],
    ['python manage.py migrate && gunicorn app:app -b :8000', '- python manage.py migrate && exec gunicorn app:app -b :8000'],
    ['python -m gunicorn app:app -b :8000', '- exec python -m gunicorn app:app -b :8000'],
    ['cd /app\ngunicorn app:app -b :8000\n', 'exec gunicorn app:app -b :8000'],
    ['gunicorn app:app --bind 0.0.0.0:$(PORT)', '- exec gunicorn app:app --bind 0.0.0.0:$(PORT)'],
    ['gunicorn \\\n  app:app -b :8000\n', 'exec gunicorn \\'],
  ])('signal-not-forwarded: %j', (script, line) => {
    expect(changed('signal-not-forwarded', sh(script))).toEqual([line]);
  });
  test('signal-not-forwarded: the script among the arguments', () => {
    expect(
      changed('signal-not-forwarded', deployment({ image: IMAGE, command: ['/bin/sh'], args: ['-c', 'gunicorn app:app -b :8000'] })),
    ).toEqual(['- exec gunicorn app:app -b :8000']);
  });

  const gunicorn = (...options: string[]) => ({ command: ['gunicorn', 'app:app', '-b', ':8000', ...options] });
  test('grace-too-short: a field that was not there', () => {
    expect(
      changed(
        'grace-too-short',
        deployment({ ...gunicorn('--graceful-timeout', '25'), lifecycle: { preStop: { sleep: { seconds: 10 } } } }),
      ),
    ).toEqual(['terminationGracePeriodSeconds: 40']);
  });
  test('grace-too-short: two containers get what the more patient one needs', () => {
    const pod = {
      containers: [60, 90].map((seconds) =>
        container({ name: `c${seconds}`, ports: [], ...gunicorn('--graceful-timeout', String(seconds)) }),
      ),
      terminationGracePeriodSeconds: 45,
    };
    const { files, after } = fixed({ 'a.yaml': stringify(deployment({}, pod)) });
    expect(files['a.yaml']).toContain('terminationGracePeriodSeconds: 95\n');
    expect(rules(after)).not.toContain('grace-too-short');
  });

  test('probe-invalid', () => {
    expect(
      changed('probe-invalid', deployment({ livenessProbe: { httpGet: { path: '/health/', port: 'http' }, successThreshold: 3 } })),
    ).toEqual(['successThreshold: 1']);
    expect(
      changed('probe-invalid', deployment({ readinessProbe: { httpGet: { path: '/ready/', port: 'http', scheme: 'http' } } })),
    ).toEqual(['scheme: HTTP']);
  });

  test('port-invalid', () => {
    expect(changed('port-invalid', service({ ports: [{ port: 80, targetPort: '8000' }] }), deployment())).toEqual(['targetPort: 8000']);
    expect(changed('port-invalid', deployment({ ports: [{ containerPort: '8000' }] }))).toEqual(['- containerPort: 8000']);
  });

  test('shutdown-drops-requests: the hook, and the grace period that it takes its time from', () => {
    expect(
      changed('shutdown-drops-requests', deployment({}, { terminationGracePeriodSeconds: 40 }), service(), ingress(), budget()),
    ).toEqual(['lifecycle:', 'preStop:', 'sleep:', 'seconds: 10', 'terminationGracePeriodSeconds: 50']);
  });

  test('initial-delay-as-startup: the startup probe leaves a boot the time that it has today', () => {
    const livenessProbe = { httpGet: { path: '/live/', port: 'http' }, initialDelaySeconds: 300, failureThreshold: 10, periodSeconds: 30 };
    // 300 s + 9 × 30 s = 57 × 10 s.
    expect(changed('initial-delay-as-startup', deployment({ livenessProbe }))).toEqual([
      'startupProbe:',
      'failureThreshold: 58',
      'periodSeconds: 10',
      'initialDelaySeconds: 0',
    ]);
  });

  test('a template is named, and what was rendered from it is left', () => {
    const rendered = `# Source: shop/templates/web.yaml\n${stringify(service({ ports: [{ port: 80, targetPort: '8000' }] }))}`;
    const { texts, left } = fixed({ 'a.yaml': rendered });
    expect(texts.size).toBe(0);
    expect(left.map(({ because }) => because)).toEqual(['it was rendered from shop/templates/web.yaml, and is to be changed there']);
  });

  test('every rule that edits says why it may, and these are all', () => {
    expect(RULES.filter(({ doc }) => doc.edits).map(({ id }) => id)).toEqual([
      'bind-family',
      'bind-loopback',
      'disruption-blocks-drain',
      'disruption-unbounded',
      'event-loop-shares-probes',
      'exec-probe-heavy',
      'grace-too-short',
      'initial-delay-as-startup',
      'liveness-before-readiness',
      'liveness-equals-readiness',
      'liveness-impatient',
      'nginx-cannot-write',
      'port-invalid',
      'probe-host-rejected',
      'probe-invalid',
      'probe-port-unresolved',
      'probe-redirected',
      'recycle-empties-pool',
      'rollout-loses-capacity',
      'selector-mismatch',
      'service-port-unresolved',
      'shutdown-drops-requests',
      'signal-not-forwarded',
      'startup-exceeds-progress-deadline',
      'startup-uncovered',
      'worker-tmp-unwritable',
    ]);
  });
});

describe('what is not certain is not touched', () => {
  test.each([
    ['a shell that goes on', deployment({ image: IMAGE, command: ['sh', '-c', 'gunicorn app:app; echo done'] })],
    ['a variable for the one command', deployment({ image: IMAGE, command: ['sh', '-c', 'PORT=1 gunicorn app:app'] })],
    ['commands in brackets', deployment({ image: IMAGE, command: ['sh', '-c', '(cd /app && gunicorn app:app)'] })],
    ['a wrapper', deployment({ image: IMAGE, command: ['sh', '-c', 'nohup gunicorn app:app'] })],
    ['a port that is no number', service({ ports: [{ port: 80, targetPort: 'HTTP' }] })],
    ['a port that is too large', service({ ports: [{ port: 80, targetPort: '80000' }] })],
    ['a threshold below 0', deployment({ livenessProbe: { httpGet: { path: '/health/', port: 'http' }, failureThreshold: -1 } })],
  ])('%s', (_, object) => {
    const { before, texts, left } = fixed({ 'a.yaml': stringify(object) });
    expect(before.length).toBeGreaterThan(0);
    expect([texts.size, left]).toEqual([0, []]);
  });

  test('replicas that an autoscaler decides', () => {
    const { before, texts } = fixed({ 'a.yaml': [deployment(), autoscaler()].map((object) => stringify(object)).join('---\n') });
    expect(rules(before)).toContain('replicas-fight-autoscaler');
    expect(texts.size).toBe(0);
  });

  test('a finding that is suppressed', () => {
    const annotations = { 'probewise.dev/ignore.port-invalid': 'a test of the API server' };
    expect(fixed({ 'a.yaml': stringify(service({ ports: [{ port: 80, targetPort: '8000' }] }, { annotations })) }).texts.size).toBe(0);
  });
});

describe('what cannot be fixed is told, and the others are fixed', () => {
  const sound = 'kind: Service\napiVersion: v1\nmetadata: {name: b}\nspec: {selector: {a: b}, ports: [{port: 80, targetPort: "8000"}]}\n';
  test('a value that stands behind an alias', () => {
    const shared =
      'kind: Service\napiVersion: v1\nx: &ports [{port: 80, targetPort: "8000"}]\nmetadata: {name: a}\nspec: {selector: {a: b}, ' +
      'ports: *ports}\n';
    const { texts, left, fixed: gone } = fixed({ 'a.yaml': shared, 'b.yaml': sound });
    expect([...texts.keys()]).toEqual(['b.yaml']);
    expect(rules(gone)).toEqual(['port-invalid']);
    expect(left.map(({ because }) => because)).toEqual(['it cannot be written here without changing anything else']);
  });
  test('a number that would make another rule speak', () => {
    const { texts, left } = fixed({
      'a.yaml': [service({ ports: [{ port: 80, targetPort: '9' }] }), deployment()].map((object) => stringify(object)).join('---\n'),
    });
    expect(texts.size).toBe(0);
    expect(left.map(({ because }) => because)).toEqual(['service-port-undeclared would be reported then']);
  });
  test('a file that cannot be edited', () => {
    const documents = readText('a.yaml', sound).documents;
    const { texts, left } = fixDocuments(documents, () => undefined);
    expect(texts.size).toBe(0);
    expect(left.map(({ because }) => because)).toEqual(['its file is not UTF-8 text, or has changed since it was read']);
  });
  test('beside a patch, which is no object, the right document of a file', () => {
    const patch = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { template: { spec: { containers: [{ name: 'web' }] } } },
    };
    const patches = fileOf(patch, service({ ports: [{ port: 80, targetPort: '8000' }] }, { name: 'other' }));
    const files: Record<string, string> = { 'base.yaml': fileOf(deployment()), 'patches.yaml': patches };
    const read = Object.entries(files).flatMap(([file, text]) => readText(file, text).documents);
    const { texts } = fixDocuments(withoutFragments(read).documents, (file) => files[file]);
    expect([...texts]).toEqual([['patches.yaml', patches.replace('targetPort: "8000"', 'targetPort: 8000')]]);
  });
  test('a file that has changed since', () => {
    const documents = readText('a.yaml', sound).documents;
    expect(fixDocuments(documents, () => `# new\n${sound}`)).toMatchObject({
      fixed: [],
      left: [{ because: 'its file is not UTF-8 text, or has changed since it was read' }],
    });
  });
});

describe('whatever the files are like', () => {
  const command = fc.constantFrom(
    ['sh', '-c', 'gunicorn app:app -b :8000 --graceful-timeout 60'],
    ['sh', '-ec', 'python manage.py migrate && gunicorn app:app -b :8000'],
    ['sh', '-c', 'cd /app\n# gunicorn, the server\ngunicorn app:app -b :8000\n'],
    ['sh', '-c', 'echo \'it is gunicorn\'; gunicorn app:app -b ":8000"'],
    ['gunicorn', 'app:app', '-b', ':8000', '--graceful-timeout', '40'],
    ['bash', '-c', 'gunicorn app:app -b :8000'],
  );
  const web = fc
    .record({
      command,
      name: fc.constantFrom('web', 'shop'),
      port: fc.constantFrom<unknown>(8000, '8000', 'http', '9'),
      successThreshold: fc.constantFrom(undefined, 1, 3),
      scheme: fc.constantFrom(undefined, 'http', 'HTTP'),
      sleep: fc.constantFrom(undefined, 5, 40),
      grace: fc.constantFrom(undefined, 10, 60),
    })
    .map(({ command: words, name, port, successThreshold, scheme, sleep, grace }) => [
      deployment(
        {
          image: IMAGE,
          command: words,
          livenessProbe: { httpGet: { path: '/health/', port: 'http', scheme }, periodSeconds: 20, successThreshold },
          ...(sleep && { lifecycle: { preStop: { sleep: { seconds: sleep } } } }),
        },
        { terminationGracePeriodSeconds: grace },
        {},
        { name },
      ),
      service({ ports: [{ port: 80, targetPort: port }] }, { name }),
      ingress(),
    ]);
  const style = fc.record({
    indent: fc.constantFrom(2, 4),
    flow: fc.boolean(),
    json: fc.boolean(),
    crlf: fc.boolean(),
    comments: fc.boolean(),
  });
  const estate = fc
    .array(fc.tuple(web, style), { minLength: 1, maxLength: 3 })
    .map((parts) => Object.fromEntries(parts.map(([objects, how], index) => [`${index}.yaml`, written(objects, how)])));

  interface Style {
    readonly indent: number;
    readonly flow: boolean;
    readonly json: boolean;
    readonly crlf: boolean;
    readonly comments: boolean;
  }
  function written(objects: readonly Json[], { indent, flow, json, crlf, comments }: Style): string {
    if (json) {
      return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }, undefined, indent);
    }
    let mark = 0;
    const text = objects
      .map((object) => {
        const document = new YamlDocument(object, { aliasDuplicateObjects: false });
        visit(document, {
          Pair(_, { key, value }) {
            if (comments && !flow && isScalar(key)) {
              key.commentBefore = ` before ${mark++}`;
            }
            if (comments && isScalar(value) && !String(value.value).includes('\n')) {
              value.comment = ` after ${mark++}`;
            }
          },
        });
        return document.toString({ indent, lineWidth: 0, collectionStyle: flow ? 'flow' : 'any' });
      })
      .join('---\n');
    return crlf ? text.replace(/\n/g, '\r\n') : text;
  }

  const comments = (text: string) => text.match(/# (?:before|after) \d+/g) ?? [];
  const proposals = new Set<string>();

  test('what is fixed is gone, nothing new appears, comments stay, and a second run changes nothing', () => {
    fc.assert(
      fc.property(estate, (files) => {
        const once = fixed(files);
        const inFiles = (findings: readonly Finding[]) => findings.map((finding) => `${finding.file}: ${identityOf(finding)}`);
        const [known, remaining] = [inFiles(once.before), inFiles(once.after)];
        expect(remaining.filter((finding) => !known.includes(finding))).toEqual([]);
        expect(inFiles(once.fixed).filter((finding) => remaining.includes(finding))).toEqual([]);
        // What is left is not for want of writing.
        expect(once.left.map(({ because }) => because).filter((because) => !because.endsWith(' would be reported then'))).toEqual([]);
        rules(once.fixed).forEach((rule) => proposals.add(rule));
        expect(once.texts.size === 0).toBe(once.fixed.length === 0);
        for (const [file, text] of Object.entries(once.files)) {
          expect(comments(text)).toEqual(comments(files[file]));
          // A file in which nothing was fixed is the same to the byte.
          expect(text !== files[file]).toBe(once.fixed.some((finding) => finding.file === file));
        }
        const twice = fixed(once.files);
        expect([twice.fixed, twice.texts.size]).toEqual([[], 0]);
        // Read from the disk, it is what was promised.
        expect(inFiles(twice.before)).toEqual(remaining);
      }),
      { numRuns: process.env.CI ? 400 : 30 },
    );
    expect([...proposals].sort()).toEqual([
      'disruption-unbounded',
      'grace-too-short',
      'liveness-impatient',
      'port-invalid',
      'probe-invalid',
      'shutdown-drops-requests',
      'signal-not-forwarded',
    ]);
  }, 120_000);
});
