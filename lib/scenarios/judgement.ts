import type { WorkloadModel } from '../simulation/model';
import type { NotJudged, Outcome } from '../simulation/scenario';

/** It cannot be judged, as a clause says why. */
export function notJudged(because: string): NotJudged {
  return { notJudged: because };
}

/** The judgement of what is about requests: there is none where nobody sends any. */
export function ofUsers({ users }: WorkloadModel, judgement: string | undefined): string | NotJudged | undefined {
  return users ? judgement : notJudged('no Service leads users to its pods');
}

/** `12.0 s without a ready pod`; nothing where there was one all the time. */
export function withoutReadyPod({ secondsWithoutReadyPod }: Outcome): string | undefined {
  return secondsWithoutReadyPod > 0
    ? `${secondsWithoutReadyPod < 0.1 ? 'a moment' : `${secondsWithoutReadyPod.toFixed(1)} s`} without a ready pod`
    : undefined;
}

/** `0.32 % of 1200 requests were not answered`, where it is more than this share. */
export function unanswered({ answered, requests }: Outcome, most: number): string | undefined {
  return 1 - answered > most ? `${((1 - answered) * 100).toFixed(2)} % of ${requests} requests were not answered` : undefined;
}
