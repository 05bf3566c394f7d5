import type { Path } from '../../manifest/path';
import type { Unknown } from '../value';

/** A configuration file that can be read, or not. */
export interface ConfigFile {
  readonly origin: string;
  readonly text?: string;
}

/** A variable of the environment of a process, and where it is set. */
export interface GivenVariable {
  readonly value: string;
  readonly path?: Path;
}

/** Where a server takes its settings from. */
export interface ServerSources {
  /** What follows the program's name; nothing where the image's own entry point starts it. */
  readonly args?: readonly string[];
  readonly argsPath?: Path;
  /** Why a word of the command line has a hole, counted from its last word; nothing where no better reason is known. */
  why?(fromLast: number): Unknown | undefined;
  /** The environment of the process. */
  variable(name: string): GivenVariable | undefined;
  /** The file of this path; `explicit` when an option names it, else it is the one that the server looks for by itself. */
  configFile(path: string, explicit: boolean): ConfigFile | undefined;
  /** Whether the image itself is unread, so that it may hold variables and files. */
  readonly imageUnread: boolean;
  /** Whether the arguments themselves rest on what the image does. */
  readonly assumed: boolean;
}
