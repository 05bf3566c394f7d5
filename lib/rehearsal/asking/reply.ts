import type { Answer } from '../../kubelet/answer/answer';
import type { DeclaredPort } from '../../kubelet/answer/probed-port';
import type { Surroundings } from '../contained/contained-process';

/** Whom a probe asks: the container, as it runs on this machine. */
export interface Asked extends Surroundings {
  /** What stands in for the address of the pod. */
  readonly address: string;
  readonly ports: readonly DeclaredPort[];
}

/** What came of asking once. */
export interface Reply {
  readonly answer: Answer;
  /** Seconds. */
  readonly took: number;
  /** Whether its timeout ended it. */
  readonly late: boolean;
  /** Statuses of HTTP in the order in which they came, where a redirect led with it. */
  readonly responses: readonly { readonly status: number; readonly location?: string }[];
}
