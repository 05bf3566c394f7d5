/** What an init container waits for, as it meets it. */
export interface AwaitedService {
  /** It answers, it refuses connections, or it takes them and never answers. */
  readonly state: 'up' | 'refusing' | 'hanging';
  /** Milliseconds after which an attempt gives up on it while it hangs. */
  readonly patience: number;
}
