/** How something that the process needs behaves: a database that answers, one that refuses connections, one that never answers. */
export type DependencyState = 'up' | 'refusing' | 'hanging';

/** What the process needs besides itself. One for all pods: that is what makes its outages dangerous. */
export class Dependency {
  public state: DependencyState = 'up';

  /** @param patience milliseconds after which a request gives up on it while it hangs */
  public constructor(public readonly patience: number) {}
}
