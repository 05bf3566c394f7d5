import { bootedWorker, loadedWorker, master } from './worker-memory';
import { WorkerClass } from './worker-class';
import { MEBIBYTE } from '../conventions/quantity';
import { bytesInWords } from '../wording/quantity';
import { Rejection } from '../props/rejection';

/** What `2n + 1` over the CPUs of the node comes to, and what that many sync workers weigh. */
export class NodeFormula {
  /**
   * The formula as `multiprocessing.cpu_count() * 2 + 1` runs it: with the CPUs that the process sees, which are the
   * node's and not the container's limit.
   *
   * @param cpus CPUs that the process sees
   * @throws for what is no whole number of CPUs
   */
  public static forCpus(cpus: number): NodeFormula {
    if (!Number.isInteger(cpus) || cpus < 1) {
      throw new Rejection(`${cpus} CPUs`, 'a process sees whole CPUs', 'use what nproc prints on the node');
    }
    return new NodeFormula(cpus, 2 * cpus + 1);
  }

  /**
   * The formula run backwards: how many CPUs the process must have seen to come to this many workers.
   *
   * @param workers the number of workers that ran
   * @throws for a number that the formula cannot come to
   */
  public static forWorkers(workers: number): NodeFormula {
    if (!Number.isInteger(workers) || workers < 3 || workers % 2 === 0) {
      throw new Rejection(
        `${workers} workers`,
        '2n + 1 over whole CPUs is an odd number of at least 3',
        'count the workers again, or look for another formula',
      );
    }
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
    return (
      `2 × ${this.cpus} + 1 = ${this.workers} sync workers: ${bytesInWords(this.bootBytes)} at boot, ` +
      `${bytesInWords(this.loadedBytes)} under load`
    );
  }
}
