import type { Dependency } from './dependency';
import type { Pool } from './pool';
import { Request, type Endpoint, type Outcome } from './request';
import type { Answer } from '../../kubelet/prober/probe';

/** How a probe asks: a request that the pool serves, a connection, or a command beside the process. */
export type Question =
  | { readonly kind: 'request'; readonly endpoint: Endpoint; readonly cpu: number }
  | { readonly kind: 'connection' }
  | { readonly kind: 'command'; readonly dependent: boolean }
  /** It gets no good answer where it asks, as a clause says. */
  | { readonly kind: 'refused'; readonly because: string };

class ProbeRequest extends Request {
  public constructor(
    public readonly endpoint: Endpoint,
    public readonly cpu: number,
    public readonly connectsWithin: number,
    private readonly answered: (answer: Answer) => void,
  ) {
    super();
  }

  /** A dropped connection gives no answer: the probe's own timeout ends it. */
  public end(outcome: Outcome): void {
    if (outcome !== 'dropped') {
      this.answered(outcome === 'ok' ? 'success' : 'failure');
    }
  }
}

/**
 * Puts the question to a process.
 *
 * @param within milliseconds after which nobody waits for the answer any more
 */
export function put(question: Question, pool: Pool, dependency: Dependency, within: number, answered: (answer: Answer) => void): void {
  switch (question.kind) {
    case 'request':
      pool.receive(new ProbeRequest(question.endpoint, question.cpu, within, answered));
      break;
    case 'connection':
      answered(pool.listening ? 'success' : 'failure');
      break;
    case 'refused':
      answered('failure');
      break;
    case 'command':
      if (!question.dependent || dependency.state !== 'hanging') {
        answered(question.dependent && dependency.state === 'refusing' ? 'failure' : 'success');
      }
  }
}
