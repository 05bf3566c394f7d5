import type { Course } from './course';
import type { Arrivals } from './load';
import { Statistics, type Ending } from './statistics';
import type { Clock } from '../../kubelet/clock';
import { Request, type Endpoint, type Outcome } from '../pool/request';
import type { Random } from '../../kubelet/random';

/** Upstreams that ingress-nginx tries (`proxy-next-upstream-tries`), and how long it waits for a connection (`proxy-connect-timeout`). */
const TRIES = 3;
const CONNECT_TIMEOUT = 5_000;

/** Who answers requests. */
export interface Backend {
  receive(request: Request): void;
}

/** The load and the path that it takes. Times in milliseconds. */
export interface TrafficProps {
  readonly clock: Clock;
  readonly random: Random;
  readonly requestsPerSecond: number;
  /** @default 'random' */
  readonly arrivals?: Arrivals;
  /** The time that the next request takes on an idle process. */
  readonly serviceTime: (random: Random) => number;
  /** The part of it that is computing, 0 to 1. */
  readonly cpuShare: number;
  readonly endpoint: Endpoint;
  readonly clientTimeout: number;
  /** Nothing where clients reach the pods directly. */
  readonly ingressTimeout?: number;
  /** The endpoints that the ingress knows. */
  readonly backends: () => readonly Backend[];
}

/** A request of a user. */
class UserRequest extends Request {
  public readonly keeps = true;
  public sentAt = 0;
  public tries = 0;

  public constructor(
    private readonly traffic: Traffic,
    public readonly connectsWithin: number,
  ) {
    super();
  }

  public end(outcome: Outcome): void {
    this.traffic.settle(this, outcome);
  }
}

/**
 * Requests that arrive whether or not earlier ones were answered, each of which ends exactly once.
 *
 * A process does not notice that a client has gone, and works for it all the same; so what a client or the ingress gives up on is
 * known when its request ends, and nobody has to watch it meanwhile.
 */
export class Traffic {
  public readonly statistics = new Statistics();
  private readonly resting: UserRequest[] = [];
  private until = 0;
  /** When the next request is due. On a clock that is late, as a machine's always is a little, the rate stays what it is. */
  private due = 0;
  private turn = 0;
  private course: Course | undefined;

  public constructor(private readonly props: TrafficProps) {}

  /**
   * Lets requests arrive from now until then.
   *
   * @param course of which they become a part
   */
  public run(until: number, course?: Course): void {
    this.until = until;
    this.course = course;
    this.due = this.props.clock.now;
    this.next();
  }

  /** Everything that is still open is not going to be answered in time. */
  public close(): void {
    const open = this.statistics.sent - this.statistics.ended;
    for (let index = 0; index < open; index += 1) {
      this.statistics.count(this.late(Infinity)!, Infinity);
    }
  }

  /** Called by the request. */
  public settle(request: UserRequest, outcome: Outcome): void {
    const { clock, ingressTimeout } = this.props;
    const latency = clock.now - request.sentAt;
    const late = this.late(latency);
    if (
      !late &&
      (outcome === 'refused' || outcome === 'dropped') &&
      ingressTimeout !== undefined &&
      ++request.tries < Math.min(TRIES, this.props.backends().length)
    ) {
      this.send(request);
      return;
    }
    const ending = late ?? endingOf(outcome, ingressTimeout !== undefined);
    this.statistics.count(ending, latency);
    if (ending === 'ok') {
      this.course?.noteAnswered(request.sentAt);
    }
    this.resting.push(request);
  }

  /** So many requests come at this moment, beside those that come anyway. */
  public burst(requests: number): void {
    for (let sent = 0; sent < requests; sent += 1) {
      this.request();
    }
  }

  private readonly arrive = (): void => {
    this.request();
    this.next();
  };

  private request(): void {
    const { clock, random, serviceTime, cpuShare, endpoint, ingressTimeout, clientTimeout } = this.props;
    const request = this.resting.pop() ?? new UserRequest(this, ingressTimeout === undefined ? clientTimeout : CONNECT_TIMEOUT);
    const time = serviceTime(random);
    request.cpu = time * cpuShare;
    request.wait = time - request.cpu;
    request.endpoint = endpoint;
    request.sentAt = clock.now;
    request.tries = 0;
    this.statistics.sent += 1;
    this.course?.noteSent(clock.now);
    this.send(request);
  }

  private next(): void {
    const { clock, random, requestsPerSecond, arrivals } = this.props;
    const distance = 1000 / requestsPerSecond;
    this.due += arrivals === 'steady' ? distance : random.exponential(distance);
    if (this.due < this.until) {
      clock.at(this.due, this.arrive);
    }
  }

  private send(request: UserRequest): void {
    const backends = this.props.backends();
    if (backends.length === 0) {
      this.statistics.count(this.props.ingressTimeout === undefined ? 'reset' : 'ingress 503', 0);
      this.resting.push(request);
      return;
    }
    this.turn = this.turn + 1 < backends.length ? this.turn + 1 : 0;
    backends[this.turn].receive(request);
  }

  private late(latency: number): Ending | undefined {
    const { clientTimeout, ingressTimeout = Infinity } = this.props;
    return latency <= Math.min(clientTimeout, ingressTimeout) ? undefined : ingressTimeout < clientTimeout ? 'ingress 504' : 'timed out';
  }
}

function endingOf(outcome: Outcome, ingress: boolean): Ending {
  switch (outcome) {
    case 'ok':
      return 'ok';
    case '500':
      return 'app 500';
    case '503':
      return 'app 503';
    case 'dropped':
      return ingress ? 'ingress 504' : 'timed out';
    default:
      return ingress ? 'ingress 502' : 'reset';
  }
}
