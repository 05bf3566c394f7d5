import type { Listener } from '../process/listener';
import type { Setting } from '../process/setting';

/** What one process of a server does while a request waits: nothing else, other requests in threads, or other requests in a loop. */
export type Concurrency = 'one' | 'threads' | 'loop';

/** What is known of a server, whichever it is. Times in seconds; each setting has its own source, or the reason why it is unknown. */
export interface ServerSettings {
  /** `uvicorn`, `puma`, `celery worker` … */
  readonly server: string;
  /** What it is for: to answer requests, to work on tasks, to start them at their time, or to show what others do. */
  readonly role: 'web' | 'worker' | 'scheduler' | 'dashboard';
  readonly listeners: Setting<readonly Listener[]>;
  /** Processes that answer requests, or work on tasks. */
  readonly processes: Setting<number>;
  readonly concurrency: Setting<Concurrency>;
  /** Requests, or tasks, that one process works on at the same time; for a loop the threads of code that blocks. */
  readonly threads: Setting<number>;
  /** How long it waits after SIGTERM for what is under way; null where it waits without end. */
  readonly gracefulTime: Setting<number | null>;
  /** How long an idle connection stays open; 0 where every answer closes it. */
  readonly keepAlive: Setting<number>;
  /** Requests, or tasks, after which a process is replaced; null for never. */
  readonly maxRequests: Setting<number | null>;
  /** How long a process may be silent before it is killed; null where nothing watches it. */
  readonly silence: Setting<number | null>;
  /** Requests that are under way at the same time before others are refused; null for no bound. */
  readonly limit: Setting<number | null>;
  /** Whether it is meant for a developer's machine. */
  readonly development: boolean;
}
