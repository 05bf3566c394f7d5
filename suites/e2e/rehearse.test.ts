import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { build } from '../build';
import { childrenOf, eventually, freePort, Running } from './processes';
import { GUNICORN, manifestOf } from './rehearsal-manifest';
import type { Web } from './rehearsal-manifest';
import { PATH, PROJECT, temporary } from './servers';
import { describeServers } from './suite';

const PROGRAM = resolve(__dirname, '../../dist/cli/main.js');
const GIVEN = ['--cwd', PROJECT, '--env', 'DATABASE_URL=sqlite:', '--path', '/health/'];

beforeAll(build, 120_000);

function started(args: readonly string[]): Running {
  return new Running({ argv: [process.execPath, PROGRAM, 'rehearse', ...args], cwd: temporary(), env: { PATH, HOME: temporary() } });
}

interface Rehearsed {
  readonly status: number;
  readonly output: string;
  /** The rules that speak, each once. */
  readonly rules: string[];
  readonly messages: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly evidence: any;
}

async function rehearsed(web: Web, options: readonly string[] = []): Promise<Rehearsed> {
  const folder = temporary();
  const [report, evidence] = [join(folder, 'report.json'), join(folder, 'evidence.json')];
  const run = started([manifestOf(web), ...GIVEN, '--format', 'json', '--output', report, '--evidence', evidence, ...options]);
  const status = await run.ends(100);
  if (status === 2) {
    throw new Error(run.output);
  }
  const { findings } = JSON.parse(readFileSync(report, 'utf8'));
  return {
    status,
    output: run.output,
    rules: [...new Set<string>(findings.map(({ rule }: { rule: string }) => rule))].sort(),
    messages: findings.map(({ message }: { message: string }) => message).join('\n'),
    evidence: JSON.parse(readFileSync(evidence, 'utf8')),
  };
}

/** A module that the application's process can import. */
function withModule(name: string, text: string): { readonly PYTHONPATH: string } {
  const folder = temporary();
  writeFileSync(join(folder, `${name}.py`), text);
  return { PYTHONPATH: folder };
}

describeServers('given a Deployment of gunicorn and Django that is right', () => {
  test('everything is measured and nothing is found', async () => {
    const port = await freePort();
    const patch = join(temporary(), 'patch.yaml');
    const { status, rules, output, evidence } = await rehearsed({ port }, ['--slow-path', '/slow/?seconds=1', '--patch', patch]);
    expect({ status, rules }).toEqual({ status: 0, rules: [] });
    expect(evidence.sockets).toEqual([{ address: '0.0.0.0', port, pids: expect.any(Array) }]);
    expect(evidence.boot.answered).toEqual({ startup: expect.any(Number), readiness: expect.any(Number), liveness: expect.any(Number) });
    expect(evidence.poolAtBoot.workers).toHaveLength(2);
    for (const { memory } of evidence.load.pool.workers) {
      expect(memory.uss).toBeGreaterThan(10 * 2 ** 20);
      expect(memory.pss).toBeGreaterThan(memory.uss);
    }
    // A worker starts a thread for a request, and which worker takes a request is up to the kernel.
    expect(Math.max(...evidence.load.pool.workers.map(({ threads }: { threads: number }) => threads))).toBeGreaterThanOrEqual(2);
    expect(evidence.load.answered).toBeGreaterThan(50);
    expect(evidence.busy.held).toBeGreaterThan(2);
    expect(evidence.stoppedMaster).toEqual([expect.objectContaining({ failed: 0 }), expect.objectContaining({ failed: 0 })]);
    expect(evidence.shutdown).toMatchObject({ sigterm: 'caught', exit: { code: 0 }, inFlight: { sent: 4, answered: 4 } });
    expect(evidence.shutdown.preStop).toBeGreaterThanOrEqual(3);
    expect(output).toContain('seen by no probe');
  });
});

describeServers('given a Deployment of gunicorn and Django with a fault', () => {
  test('a bind on loopback is read from the kernel', async () => {
    const port = await freePort();
    const { status, rules, evidence } = await rehearsed({ port, command: [...GUNICORN, '--bind', `127.0.0.1:${port}`] });
    expect({ status, rules }).toEqual({ status: 1, rules: ['bind-loopback'] });
    expect(evidence.probes.every(({ failed, asked }: { failed: number; asked: number }) => failed === asked)).toBe(true);
  });

  test('a PORT other than the one that the probes ask is named with both numbers', async () => {
    const [port, says] = [await freePort(), await freePort()];
    const { status, rules, messages } = await rehearsed({ port, says });
    expect({ status, rules }).toEqual({ status: 1, rules: ['port-disagreement'] });
    expect(messages).toContain(`listens on 0.0.0.0:${says}`);
    expect(messages).toContain(`go to ${port}`);
  });

  test('a shell without exec does not hand SIGTERM on, and the server goes on', async () => {
    const { status, rules, evidence } = await rehearsed({
      port: await freePort(),
      command: ['dash', '-c', 'gunicorn --workers 2 portal.wsgi:application; true'],
    });
    expect({ status, rules }).toEqual({ status: 1, rules: ['signal-not-forwarded'] });
    expect(evidence.shutdown).toMatchObject({ sigterm: 'ignored' });
    expect(evidence.shutdown.took).toBeUndefined();
  });

  test('without preStop, requests that still come are refused', async () => {
    const { rules, evidence } = await rehearsed({ port: await freePort(), preStop: 0 });
    expect(rules).toEqual(['shutdown-drops-requests']);
    expect(evidence.shutdown.late.failures.ECONNREFUSED).toBeGreaterThan(0);
  });

  test('ALLOWED_HOSTS without the address of the pod rejects the probes, and a Host header cures it', async () => {
    const env = {
      ...withModule(
        'strict',
        "from portal.settings import *\nALLOWED_HOSTS = ['portal.example.gov']\nMIDDLEWARE = " +
          "['django.middleware.common.CommonMiddleware']\n",
      ),
      DJANGO_SETTINGS_MODULE: 'strict',
    };
    const port = await freePort();
    const broken = await rehearsed({ port, env });
    expect({ status: broken.status, rules: broken.rules }).toEqual({ status: 1, rules: ['probe-host-rejected'] });
    const asking = (path: string) => ({ httpGet: { path, port: 'http', httpHeaders: [{ name: 'Host', value: 'portal.example.gov' }] } });
    const cured = await rehearsed({ port, env, startup: asking('/health/'), readiness: asking('/ready/'), liveness: asking('/health/') });
    expect({ status: cured.status, rules: cured.rules }).toEqual({ status: 0, rules: [] });
  });

  test('a boot longer than the startup budget is measured, and the patch allows twice of it', async () => {
    const env = withModule('slowboot', 'import time\ntime.sleep(5)\nfrom portal.wsgi import application\n');
    const patch = join(temporary(), 'patch.yaml');
    const { status, rules, evidence } = await rehearsed(
      { port: await freePort(), env, command: [...GUNICORN.slice(0, -1), 'slowboot:application'], startup: { failureThreshold: 2 } },
      ['--patch', patch],
    );
    expect({ status, rules }).toEqual({ status: 1, rules: ['startup-uncovered'] });
    const took = evidence.boot.answered.startup;
    expect(took).toBeGreaterThan(5);
    expect(evidence.boot.condemned).toBeLessThan(took);
    const [, period] = /periodSeconds: (\d+)/.exec(readFileSync(patch, 'utf8'))!;
    const [, failures] = /failureThreshold: (\d+)/.exec(readFileSync(patch, 'utf8'))!;
    expect((Number(failures) - 1) * Number(period)).toBeGreaterThanOrEqual(2 * took);
  });

  test('a process that ends at once is told with what it wrote last', async () => {
    const { status, rules, messages } = await rehearsed({
      port: await freePort(),
      command: [...GUNICORN.slice(0, -1), 'nowhere:application'],
    });
    expect({ status, rules }).toEqual({ status: 1, rules: ['process-ended'] });
    expect(messages).toContain('Worker failed to boot');
  });

  test('workers that the command line overrides are counted', async () => {
    const { rules, messages } = await rehearsed({ port: await freePort(), env: { GUNICORN_CMD_ARGS: '--workers 4' } });
    expect(rules).toEqual(['carrier-ignored']);
    expect(messages).toContain('GUNICORN_CMD_ARGS asks for 4 workers, and 2 run');
  });

  test('a pool that weighs more than its limit is weighed', async () => {
    const { status, rules } = await rehearsed({ port: await freePort(), memory: '48Mi' });
    expect({ status, rules }).toEqual({ status: 1, rules: ['workers-exceed-memory'] });
  });

  test('a liveness that gives up behind slow requests is told', async () => {
    const { rules, messages } = await rehearsed(
      { port: await freePort(), command: ['gunicorn', '--workers', '2', 'portal.wsgi:application'], liveness: { timeoutSeconds: 1 } },
      ['--slow-path', '/slow/?seconds=3'],
    );
    expect(rules).toContain('liveness-impatient');
    expect(messages).toContain('liveness was not answered within 1 s');
  });
});

describeServers('given a command that disturbs the world meanwhile', () => {
  test('what the probes concluded is told, and when it was ready again', async () => {
    const [flag, port] = [join(temporary(), 'down'), await freePort()];
    const env = {
      ...withModule(
        'fragile',
        `import os
from django.http import HttpResponse
from portal.urls import urlpatterns as others
from django.urls import path
urlpatterns = [path('ready/', lambda request: HttpResponse('', status=503 if os.path.exists(${JSON.stringify(flag)}) else 200)), *others]
`,
      ),
      DJANGO_SETTINGS_MODULE: 'fragile_settings',
    };
    writeFileSync(join(env.PYTHONPATH, 'fragile_settings.py'), "from portal.settings import *\nROOT_URLCONF = 'fragile'\n");
    const script = join(temporary(), 'outage.sh');
    writeFileSync(script, `touch "${flag}"\nsleep 5\nrm "${flag}"\n`);
    const { status, rules, evidence } = await rehearsed({ port, env, readiness: { periodSeconds: 1, failureThreshold: 2 } }, [
      '--while',
      `sh ${script}`,
    ]);
    expect({ status, rules }).toEqual({ status: 0, rules: [] });
    expect(evidence.disturbance).toMatchObject({ readyBefore: true, readyAfter: true, exit: { code: 0 } });
    expect(evidence.disturbance.readyAgain).toBeGreaterThan(evidence.disturbance.to - 1);
    const during = evidence.transitions.filter(({ at }: { at: number }) => at >= evidence.disturbance.from);
    expect(during.map(({ role, result }: { role: string; result: string }) => `${role} ${result}`).slice(0, 2)).toEqual([
      'readiness failure',
      'readiness success',
    ]);
  });
});

describeServers('given a rehearsal that is ended early', () => {
  async function underWay(): Promise<{ readonly run: Running; readonly processes: number[] }> {
    const run = started([manifestOf({ port: await freePort() }), ...GIVEN, '--slow-path', '/slow/?seconds=30']);
    const all = () => childrenOf(run.pid).flatMap((child) => [child, ...childrenOf(child)]);
    await eventually(
      () => all().length >= 3,
      20,
      () => run.output,
    );
    return { run, processes: all() };
  }

  const gone = (pid: number) => {
    try {
      return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()!.startsWith('Z');
    } catch {
      return true;
    }
  };

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s ends the server first, and the exit code says that nothing was concluded',
    async (signal) => {
      const { run, processes } = await underWay();
      run.signal(signal);
      expect(await run.ends(10)).toBe(2);
      expect(run.output).toContain('interrupted');
      expect(processes.filter((pid) => !gone(pid))).toEqual([]);
    },
  );

  test('SIGKILL of probewise itself ends the server as well', async () => {
    const { run, processes } = await underWay();
    run.signal('SIGKILL');
    await run.ends(10);
    await eventually(
      () => processes.every(gone),
      5,
      () => `still there: ${processes.filter((pid) => !gone(pid)).join(', ')}`,
    );
  });
});
