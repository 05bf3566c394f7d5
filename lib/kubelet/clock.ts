/** Something that will happen unless it is cancelled first. */
export interface Appointment {
  /** Takes it back; nothing when it has happened already. */
  cancel(): void;
}

/** Time as the model sees it, in milliseconds. The simulation's is virtual; the rehearsal's is the machine's. */
export interface Clock {
  /** Milliseconds since the clock began. */
  readonly now: number;
  /** Lets something happen at a time; at once, but after what is due already, when the time has passed. */
  at(time: number, happen: () => void): Appointment;
}

/** One entry of the heap. Mutable and private: millions of them pass in a long simulation. */
class Entry implements Appointment {
  public constructor(
    public readonly time: number,
    public readonly order: number,
    public happen: (() => void) | undefined,
  ) {}

  public cancel(): void {
    this.happen = undefined;
  }
}

/**
 * A clock whose time is the time of the next appointment: minutes pass in microseconds.
 *
 * Deterministic: what is due at the same time happens in the order in which it was asked for.
 */
export class VirtualClock implements Clock {
  private readonly heap: Entry[] = [];
  private time = 0;
  private asked = 0;

  public get now(): number {
    return this.time;
  }

  public at(time: number, happen: () => void): Appointment {
    const entry = new Entry(Math.max(time, this.time), this.asked++, happen);
    this.rise(entry);
    return entry;
  }

  /** Lets everything happen that is due up to and including `end`, which is the time afterwards. */
  public runUntil(end: number): void {
    while (this.heap.length && this.heap[0].time <= end) {
      const { time, happen } = this.takeFirst();
      // A cancelled entry stays in the heap until its turn: removing it early costs more than passing over it.
      if (happen) {
        this.time = time;
        happen();
      }
    }
    this.time = Math.max(this.time, end);
  }

  private rise(entry: Entry): void {
    const { heap } = this;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (isBefore(heap[parent], entry)) {
        break;
      }
      heap[index] = heap[parent];
      index = parent;
    }
    heap[index] = entry;
  }

  private takeFirst(): Entry {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop()!;
    if (heap.length) {
      this.sink(last);
    }
    return first;
  }

  private sink(entry: Entry): void {
    const { heap } = this;
    const half = heap.length >> 1;
    let index = 0;
    while (index < half) {
      let child = 2 * index + 1;
      if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) {
        child += 1;
      }
      if (isBefore(entry, heap[child])) {
        break;
      }
      heap[index] = heap[child];
      index = child;
    }
    heap[index] = entry;
  }
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.time < other.time || (one.time === other.time && one.order < other.order);
}
