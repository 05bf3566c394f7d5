import type { Appointment, Clock } from '../kubelet/clock';

/** The machine's own time, from when the clock was made. What is left to happen does not keep probewise from ending. */
export class MachineClock implements Clock {
  private readonly began = performance.now();

  public get now(): number {
    return performance.now() - this.began;
  }

  public at(time: number, happen: () => void): Appointment {
    let timer: NodeJS.Timeout;
    const wait = () => {
      timer = setTimeout(
        () => {
          // Node rounds to whole milliseconds, and may be early by part of one.
          if (this.now < time) {
            wait();
          } else {
            happen();
          }
        },
        Math.max(Math.ceil(time - this.now), 0),
      );
      timer.unref();
    };
    wait();
    return { cancel: () => clearTimeout(timer) };
  }
}
