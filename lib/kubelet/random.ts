/**
 * Random numbers that are the same on every machine for the same seed.
 *
 * The generator is xorshift-multiply over a Weyl sequence ("mulberry32", Tommy Ettinger, public domain): 32 bits of
 * state, ample for traffic and delays, and nothing for secrets.
 */
export class Random {
  public static seeded(seed: number): Random {
    return new Random(seed >>> 0);
  }

  private constructor(private state: number) {}

  /** A stream of its own for each name: what one part draws does not change what another gets. */
  public stream(name: string): Random {
    let hash = this.state ^ 0x811c9dc5;
    for (let index = 0; index < name.length; index += 1) {
      hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
    }
    return new Random(hash >>> 0);
  }

  /** From 0 up to but not including 1. */
  public uniform(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  /** Waiting times between independent events: exponentially distributed. */
  public exponential(mean: number): number {
    return -mean * Math.log(1 - this.uniform());
  }
}
