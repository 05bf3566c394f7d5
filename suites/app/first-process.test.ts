import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { review } from 'probewise/review';
import { OBJECTS, Pod } from './deployed';
import { describeApplication } from './suite';
import { answers, fetchFrom } from '../e2e/http';
import { kind, type Json } from '../e2e/manifests';
import { childrenOf } from '../e2e/processes';

const HEALTH = { path: '/health/', headers: { Host: 'obcms.example.gov', 'X-Forwarded-Proto': 'https' } };
const GUNICORN = 'gunicorn --chdir src --config gunicorn.conf.py obc_management.wsgi:application';
/** Process 1 of a PID namespace, as in a container. It takes root. */
const UNSHARE = ['unshare', '--pid', '--fork', '--kill-child'];
const forbidden = spawnSync(UNSHARE[0], [...UNSHARE.slice(1), 'true']).status !== 0;
if (forbidden) {
  process.stderr.write('\n*** SKIPPED: this machine makes no PID namespace, so nobody is process 1 ***\n\n');
}

/** The rules that find fault with the synthesised manifest once its container runs this command. */
function rulesOn(command: readonly string[]): string[] {
  const objects: Json[] = JSON.parse(JSON.stringify(OBJECTS));
  kind(objects, 'Deployment').spec.template.spec.containers[0].command = command;
  return review(objects).map(({ rule }) => rule);
}

describeApplication('given a shell between the container and gunicorn', () => {
  (forbidden ? test.skip : test).each([
    ['is process 1 and keeps SIGTERM to itself', GUNICORN, false],
    ['gives process 1 to gunicorn, which ends', `exec ${GUNICORN}`, true],
  ])('the shell of `sh -c` %s, as the review says', async (_, script, ends) => {
    const pod = await Pod.create({ database: 'postgres://obcms:x@127.0.0.1:1/obcms' });
    const running = pod.serve({ argv: [...UNSHARE, 'sh', '-c', script], environment: { PROMETHEUS_MULTIPROC_DIR: undefined } });
    await answers(running, { port: pod.port, ...HEALTH }, 30);
    const [first] = childrenOf(running.pid);
    process.kill(first, 'SIGTERM');
    if (ends) {
      expect(await running.ends(10)).toBe(0);
    } else {
      await sleep(5000);
      expect((await fetchFrom({ port: pod.port, ...HEALTH })).status).toBe(200);
      process.kill(first, 'SIGKILL'); // what the kubelet does once the grace period is over
      await running.ends(10);
    }
    expect(rulesOn(['sh', '-c', script]).includes('signal-not-forwarded')).toBe(!ends);
  });
});
