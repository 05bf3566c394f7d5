/** What kept the number of workers from being larger. */
export enum WorkerBound {
  /** More workers than the CPUs can run only get in each other's way. */
  CPU = 'cpu',
  /** One more would not fit under the memory limit. */
  MEMORY = 'memory',
  /** One more would open more database connections than there are. */
  DATABASE = 'database connections',
  /** The policy's own cap. */
  CAP = 'cap',
  /** The number was given. */
  FIXED = 'fixed',
}
