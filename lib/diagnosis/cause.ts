import type { ApiObject } from '../manifest/api-object';
import type { Link } from './chain/link';
import type { State } from './state/state';
import type { Symptom } from './symptom';

/** Something that was read, and where. */
export interface Evidence {
  /** `Pod shop/web-1, container web, state.waiting`. */
  readonly where: string;
  readonly says: string;
}

/** What a cause was seen to do. */
export interface Sighting {
  /** What it is about: the workload, or the Service, Ingress, autoscaler … that is at fault. */
  readonly subject: ApiObject;
  readonly container?: string;
  /** What is wrong, with its numbers. */
  readonly message: string;
  readonly evidence: readonly Evidence[];
  /** One thing to change. */
  readonly fix: string;
  /** The command to type next, as one line. */
  readonly next: string;
  /**
   * How much it matters here.
   *
   * @default - as much as the cause says
   */
  readonly severity?: 'error' | 'warning';
}

/** Why links of the chain break: what the runbook tells of it, and a pure function that sees it. Its file has the name of its id. */
export interface Cause {
  /** Public, and never given another meaning. */
  readonly id: string;
  /** Where in the chain it breaks. */
  readonly link: Link;
  /** `error`: requests are lost, or a change does not come through. `warning`: they will be. */
  readonly severity: 'error' | 'warning';
  /**
   * Whether it is what others lead to: where one of them is seen on the same subject, this one is told beneath it.
   *
   * @default false
   */
  readonly follows?: boolean;
  /** What people notice. */
  readonly symptom: Symptom;
  /** One line without a full stop. */
  readonly summary: string;
  readonly doc: {
    /** How it comes about. */
    readonly why: string;
    /** How to fix it. */
    readonly fix: string;
    /** Exactly what it is seen by, and when it is silent. */
    readonly judges: string;
    /** File and symbol of the source that its texts come from. */
    readonly source: string;
  };
  see(state: State): Iterable<Sighting>;
}
