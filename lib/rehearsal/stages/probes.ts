import { isSuccess } from '../../kubelet/answer/answer';
import { probesOf } from '../../manifest/container';
import type { Probe } from '../../manifest/probe';
import { ask } from '../asking/ask';
import type { Reply } from '../asking/reply';
import type { Boot, ProbeEvidence } from '../evidence';
import { pause, type Play } from '../play';

/** Times that each probe is asked when there is nothing else to do. */
const TIMES = 3;
/** Seconds between two questions under load. */
const BETWEEN = 0.5;

/** Asks probes a few times, one after the other. */
export async function askProbes(play: Play, probes: readonly Probe[], times = TIMES): Promise<ProbeEvidence[]> {
  const evidence: ProbeEvidence[] = [];
  for (const probe of probes) {
    const replies: Reply[] = [];
    for (let time = 0; time < times && !play.signal.aborted; time++) {
      replies.push(await ask(probe, play.asked));
    }
    evidence.push(...evidenceOf(probe, replies));
  }
  return evidence;
}

/** Asks probes again and again while something goes on, at least once. */
export async function askProbesWhile(play: Play, probes: readonly Probe[], during: Promise<unknown>): Promise<ProbeEvidence[]> {
  let over = false;
  const end = () => {
    over = true;
  };
  during.then(end, end);
  const evidence = await Promise.all(
    probes.map(async (probe) => {
      const replies: Reply[] = [];
      do {
        replies.push(await ask(probe, play.asked));
        await pause(over ? 0 : BETWEEN, play.signal);
      } while (!over);
      return evidenceOf(probe, replies);
    }),
  );
  return evidence.flat();
}

/** The probes that the kubelet asks of a container that runs: startup never again once it has succeeded. */
export function probesToAsk({ container }: Play, { answered }: Boot): Probe[] {
  return probesOf(container).filter(({ handler, role }) => handler && !(role === 'startup' && answered.has(role)));
}

export function evidenceOf({ role }: Probe, replies: readonly Reply[]): ProbeEvidence[] {
  const last = replies[replies.length - 1];
  if (!last) {
    return [];
  }
  const failed = replies.filter(({ answer }) => !isSuccess(answer));
  const telling = failed[failed.length - 1] ?? last;
  const response = telling.responses[telling.responses.length - 1];
  return [
    {
      role,
      asked: replies.length,
      failed: failed.length,
      slowest: Math.max(...replies.map(({ took }) => took)),
      output: telling.answer.output,
      answer: !isSuccess(telling.answer) && telling.late ? 'timeout' : telling.answer.result,
      ...(response && { status: response.status }),
      ...(response?.location !== undefined && { location: response.location }),
    },
  ];
}
