/**
 * Two stations that a request passes, each a queue with several servers: the slots of the pool, which it holds for the whole
 * of its service, and the CPU, which it needs for a part of it. An M/M/c queue each (Erlang C; Kleinrock, Queueing Systems,
 * vol. 1, section 3.5): arrivals at random, exponential service times, no limit to the queue. It is an approximation: real service
 * times spread differently, and the CPU slows a request inside its slot.
 */
export interface Station {
  readonly servers: number;
  /** Seconds that one request holds a server. */
  readonly service: number;
}

/** The share of its time that a server works. */
export function utilisation(arrivals: number, { servers, service }: Station): number {
  return (arrivals * service) / servers;
}

/** The probability that a request has to wait (Erlang's C formula); 1 where more comes than is served. */
export function waitingProbability(arrivals: number, station: Station): number {
  const load = arrivals * station.service;
  if (load >= station.servers) {
    return 1;
  }
  // Erlang B by its recurrence, which overflows for no number of servers, and C from B.
  let blocked = 1;
  for (let servers = 1; servers <= station.servers; servers++) {
    blocked = (load * blocked) / (servers + load * blocked);
  }
  return blocked / (1 - (load / station.servers) * (1 - blocked));
}

/** Seconds that a request waits on average; without end where more comes than is served. */
export function meanWait(arrivals: number, station: Station): number {
  const spare = station.servers / station.service - arrivals;
  return spare > 0 ? waitingProbability(arrivals, station) / spare : Infinity;
}

/** Seconds that 99 of 100 requests wait at most: in M/M/c the wait of those that wait is exponential. */
export function longWait(arrivals: number, station: Station): number {
  const spare = station.servers / station.service - arrivals;
  return spare > 0 ? Math.max(0, Math.log(waitingProbability(arrivals, station) / 0.01) / spare) : Infinity;
}
