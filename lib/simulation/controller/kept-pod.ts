/** What a controller sees of a pod. Times in milliseconds of the clock. */
export interface KeptPod<T = unknown> {
  /** What it was made of: two pods are of one version where it is the same object. */
  readonly template: T;
  readonly createdAt: number;
  /** Nothing where it is not ready. */
  readonly readySince: number | undefined;
  readonly ready: boolean;
  /** Its containers have not been started yet. */
  readonly pending: boolean;
  /** It exists, and nobody has deleted it. */
  readonly alive: boolean;
  readonly gone: boolean;
  readonly restarts: number;
  /** Requests are sent to it. */
  readonly inEndpoints: boolean;
  /** It was deleted, and serves still. */
  readonly servesWhileTerminating: boolean;
  delete(): void;
}

/** Makes a pod of this name, which tells of changes of its readiness, its endpoints and its existence. */
export type PodMaker<P extends KeptPod> = (name: string, template: P['template'], onChange: () => void) => P;
