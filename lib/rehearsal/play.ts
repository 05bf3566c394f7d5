import type { ContainerReading } from '../reading/container-reading';
import type { Reading } from '../reading/reading';
import type { Container } from '../manifest/container';
import type { Workload } from '../manifest/workload';
import type { Asked } from './asking/reply';
import type { ContainedProcess } from './contained/contained-process';
import type { KubeletPlay } from './kubelet-play';

/** A container that runs on this machine: what every stage of a rehearsal looks at. */
export interface Play {
  /** Of all manifests. */
  readonly manifests: Reading;
  readonly workload: Workload;
  /** With the environment and the command that it was really given. */
  readonly container: Container;
  /** Of that container. */
  readonly reading: ContainerReading;
  readonly process: ContainedProcess;
  readonly kubelet: KubeletPlay;
  readonly asked: Asked;
  /** Ends the rehearsal early. */
  readonly signal: AbortSignal;
}

/** The user ended the rehearsal. */
export class Interrupted extends Error {}

/** Waits, unless the rehearsal ends first. */
export function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((settle, fail) => {
    const stop = () => {
      clearTimeout(timer);
      fail(new Interrupted('the rehearsal was ended'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      settle();
    }, seconds * 1000);
    if (signal.aborted) {
      stop();
    }
    signal.addEventListener('abort', stop, { once: true });
  });
}
