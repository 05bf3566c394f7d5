import { cpusBy, eitherOf, Unknown, type Value } from '../value';

/** A line of a Python module. */
export interface Place {
  /** As the reader of the module calls it; empty for the module itself. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** The names that are assigned, on one way through a module: what a branch assigns lies over what was there before it. */
export class Names {
  private values = new Map<string, Value>();
  private readonly places = new Map<string, Place>();
  /** Why a name may have any value that was not assigned since. */
  private wiped?: Unknown;

  public constructor(private readonly below?: Names) {}

  /** Whether something that cannot be read may have assigned any name. */
  public get open(): boolean {
    return this.wiped !== undefined || (this.below?.open ?? false);
  }

  /** How many names have a value of their own here. */
  public get size(): number {
    return this.values.size;
  }

  public value(name: string): Value | undefined {
    const own = this.values.get(name);
    return own !== undefined ? own : this.wiped && this.place(name) ? this.wiped : this.below?.value(name);
  }

  public place(name: string): Place | undefined {
    return this.places.get(name) ?? this.below?.place(name);
  }

  public assign(name: string, value: Value, place?: Place): void {
    this.values.set(name, value);
    if (place) {
      this.places.set(name, place);
    }
  }

  /** The same names; what is assigned to the one from now on is not assigned to the other. */
  public copy(): Names {
    const copy = new Names(this.below);
    this.values.forEach((value, name) => copy.values.set(name, value));
    this.places.forEach((place, name) => copy.places.set(name, place));
    copy.wiped = this.wiped;
    return copy;
  }

  /** Anything may have been assigned. */
  public wipe(because: string): void {
    this.wiped = new Unknown(because);
    this.values.clear();
  }

  /** The names with their values. */
  public *all(): Iterable<[string, Value]> {
    for (const name of this.places.keys()) {
      const value = this.value(name);
      yield [name, value === undefined ? new Unknown('what assigns it is not followed here') : value];
    }
  }

  /**
   * Takes over what the branches of a condition assigned that cannot be decided.
   *
   * @param branches each over these names; one of them was taken
   * @param followsCpus whether the condition is about the number of CPUs
   */
  public join(branches: readonly Names[], because: string, followsCpus: boolean): void {
    const wiped = branches.find((branch) => branch.wiped !== undefined);
    if (wiped?.wiped) {
      this.wipe(wiped.wiped.because);
      branches.forEach((branch) => branch.places.forEach((place, name) => this.places.set(name, place)));
      return;
    }
    const joined = new Map<string, Value>();
    for (const name of new Set(branches.flatMap((branch) => [...branch.values.keys()]))) {
      const values = branches.map((branch): Value => {
        const value = branch.value(name);
        return value === undefined ? new Unknown(because) : value;
      });
      joined.set(
        name,
        values.reduce((left, right) => eitherOf(left, right, because, followsCpus)),
      );
    }
    branches.forEach((branch) => branch.places.forEach((place, name) => this.places.set(name, place)));
    joined.forEach((value, name) => this.values.set(name, value));
  }

  /**
   * Forgets the values that a loop assigned: how often it went round is not known.
   *
   * @param over what it goes through
   */
  public loosen(loop: Names, because: string, over?: Value): void {
    for (const [name, place] of loop.places) {
      this.places.set(name, place);
      const value = loop.value(name);
      const cpus = (value instanceof Unknown ? value.cpus : undefined) ?? (over instanceof Unknown ? over.cpus : undefined);
      this.values.set(name, cpus ? cpusBy(cpus.by, { perhaps: true }) : new Unknown(because));
    }
    if (loop.wiped) {
      this.wipe(loop.wiped.because);
    }
  }
}
