import { Queue } from './queue';
import type { Request } from './request';
import type { Clock } from '../../kubelet/clock';

/** Linux, `TCP_TIMEOUT_INIT`, and with `tcp_syn_retries` 6 the whole time after which `connect` fails. */
const FIRST_SYN_TIMEOUT = 1_000;
const LONGEST_CONNECT = 127_000;

/** Connections that the kernel keeps until a worker accepts them. */
export class Backlog {
  private readonly queue = new Queue<Request>();

  /**
   * @param limit what `listen` was given
   * @param again a client whose connection was not taken up asks for it again
   */
  public constructor(
    private readonly clock: Clock,
    private readonly limit: number,
    private readonly again: (request: Request) => void,
  ) {}

  public get length(): number {
    return this.queue.length;
  }

  /** It keeps one more than `listen` was given (Linux, `sk_acceptq_is_full`). */
  public get full(): boolean {
    return this.queue.length > this.limit;
  }

  public push(request: Request): void {
    this.queue.push(request);
  }

  public shift(): Request | undefined {
    return this.queue.shift();
  }

  /** The listener is closed. */
  public reset(): void {
    for (let request = this.queue.shift(); request; request = this.queue.shift()) {
      request.end('reset');
    }
  }

  /**
   * The client's SYN was dropped. Its kernel sends it again, each time after twice as long, until the client gives up.
   *
   * @param stillFull whether it would be dropped again
   */
  public drop(request: Request, stillFull: () => boolean, since = this.clock.now, wait = FIRST_SYN_TIMEOUT): void {
    const { clock } = this;
    const givesUp = since + Math.min(request.connectsWithin, LONGEST_CONNECT);
    clock.at(Math.min(clock.now + wait, givesUp), () => {
      if (clock.now >= givesUp) {
        request.end('dropped');
      } else if (stillFull()) {
        this.drop(request, stillFull, since, 2 * wait);
      } else {
        this.again(request);
      }
    });
  }
}
