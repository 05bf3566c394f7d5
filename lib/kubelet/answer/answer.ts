/** What a prober says of one attempt (`pkg/probe/probe.go`, `Result`). */
export type ProbeResult = 'success' | 'warning' | 'failure' | 'unknown';

/** The outcome of one attempt. */
export interface Answer {
  readonly result: ProbeResult;
  /** What the kubelet writes into its event, as far as it does not depend on the machine; empty after a success. */
  readonly output: string;
  /** The prober gave an error beside the result: the kubelet asks again at once, {@link MOST_ATTEMPTS} times in all. */
  readonly again: boolean;
}

/** `maxProbeRetries` of `pkg/kubelet/prober/prober.go`: attempts of one probe, each with the whole timeout. */
export const MOST_ATTEMPTS = 3;

/** Whether the kubelet counts it as a success (`prober.probe`): a warning is one, with an event. */
export function isSuccess({ result }: Answer): boolean {
  return result === 'success' || result === 'warning';
}

export const SUCCESS: Answer = { result: 'success', output: '', again: false };

export function failure(output: string): Answer {
  return { result: 'failure', output, again: false };
}

/** Nothing could be asked. */
export function unknown(output: string): Answer {
  return { result: 'unknown', output, again: true };
}
