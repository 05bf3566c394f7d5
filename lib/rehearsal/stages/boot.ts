import { isSuccess } from '../../kubelet/answer/answer';
import { probesOf, type Container } from '../../manifest/container';
import type { Probe } from '../../manifest/probe';
import type { ProbeRole } from '../../conventions/probe-role';
import { ask } from '../asking/ask';
import type { Reply } from '../asking/reply';
import type { Boot } from '../evidence';
import { pause, type Play } from '../play';
import { socketsOf } from './sockets';

/** Seconds between two looks. */
const LOOK_AGAIN = 0.2;
/** A server that listens and gives the same refusal for so long will go on to. Seconds. */
const SETTLED = 10;
/** Without a probe that limits it, a boot may take this long; at most, the longer of the limits. Seconds. */
const UNLIMITED = 60;
const LONGEST = 900;

/**
 * Seconds that are waited for a boot: twice what the kubelet would allow, so that one that takes too long is measured and
 * not only condemned.
 */
export function bootLimit({ startup, liveness }: Container): number {
  const budget = (startup ?? liveness)?.timing.latestVerdict;
  return Math.min(budget === undefined ? UNLIMITED : Math.max(2 * budget, UNLIMITED / 2), LONGEST);
}

/** Waits until every probe has been answered well, until it is clear that they will not be, or until the process ends. */
export async function watchBoot(play: Play): Promise<Boot> {
  const { container, process, kubelet } = play;
  const limit = bootLimit(container);
  const answered = new Map<ProbeRole, number>();
  const settled = new Set<ProbeRole>();
  const probes = probesOf(container).filter(({ handler }) => handler);
  const boot: { listened?: number } = {};
  const open = () => kubelet.now < limit && !process.exit;
  const watching = async (probe: Probe) => {
    let since: { readonly what: string; readonly at: number } | undefined;
    while (open() && !answered.has(probe.role) && !settled.has(probe.role)) {
      const reply = await ask(probe, play.asked);
      if (isSuccess(reply.answer)) {
        answered.set(probe.role, kubelet.now);
        return;
      }
      const what = isLasting(reply) && boot.listened !== undefined ? reply.answer.output : undefined;
      since = what === undefined ? undefined : since?.what === what ? since : { what, at: kubelet.now };
      if (since && kubelet.now - since.at >= SETTLED) {
        settled.add(probe.role);
      }
      await pause(LOOK_AGAIN, play.signal);
    }
  };
  const listening = async () => {
    while (open() && boot.listened === undefined) {
      if (socketsOf(play).length) {
        boot.listened = kubelet.now;
        return;
      }
      if (probes.length > 0 && probes.every(({ role }) => answered.has(role))) {
        return; // exec probes of a container that serves nothing
      }
      await pause(LOOK_AGAIN / 2, play.signal);
    }
  };
  await Promise.all([listening(), ...probes.map(watching)]);
  const condemned = kubelet.transitions.find(({ role, result }) => role !== 'readiness' && result === 'failure')?.at;
  return {
    ...boot,
    answered,
    waited: kubelet.now,
    ...(condemned !== undefined && { condemned }),
  };
}

/** A refusal that time does not cure: 503 says "not yet", and so does silence; 400, a redirect or a closed port do not. */
function isLasting({ responses, took, answer }: Reply): boolean {
  const status = responses[responses.length - 1]?.status;
  return status === undefined ? took < LOOK_AGAIN && /ECONNREFUSED|ECONNRESET|EPROTO/.test(answer.output) : status < 500;
}
