import { bootedWorker, loadedWorker, master } from './worker-memory';
import { WorkerClass } from './worker-class';
import { bytesInWords, MEBIBYTE } from '../words/quantity';

/** What `2n + 1` over the CPUs of the node comes to, and what that many sync workers weigh. */
export class NodeFormula {
  /**
   * The formula as `multiprocessing.cpu_count() * 2 + 1` runs it: with the CPUs that the process sees, which are the
   * node's and not the container's limit.
   *
   * @param cpus CPUs that the process sees
   */
  public static forCpus(cpus: number): NodeFormula {
    return new NodeFormula(cpus, 2 * cpus + 1);
  }

  /**
   * The formula run backwards: how many CPUs the process must have seen to come to this many workers.
   *
   * @param workers the number of workers that ran
   */
  public static forWorkers(workers: number): NodeFormula {
    return new NodeFormula((workers - 1) / 2, workers);
  }

  private constructor(
    /** CPUs that the process saw. */
    public readonly cpus: number,
    /** Workers that the formula makes of them. */
    public readonly workers: number,
  ) {}

  /** Bytes that these workers and their master weigh before the first request. */
  public get bootBytes(): number {
    return (master(false) + this.workers * bootedWorker(false)) * MEBIBYTE;
  }

  /** Bytes that they weigh under load. */
  public get loadedBytes(): number {
    return (master(false) + this.workers * loadedWorker(WorkerClass.SYNC, 1)) * MEBIBYTE;
  }

  /** How the number came about and what it weighs, in a line. */
  public explain(): string {
    return `2 × ${this.cpus} + 1 = ${this.workers} sync workers: ${bytesInWords(this.bootBytes)} at boot, ${bytesInWords(this.loadedBytes)} under load`;
  }
}
