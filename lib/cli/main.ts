#!/usr/bin/env node
import * as loader from 'node:module';

// Where Node has a cache of compiled code (22.1 and newer), the second start compiles nothing.
(loader as { enableCompileCache?(): void }).enableCompileCache?.();
// All modules of process.ts in one file, written by the build: to find and load each of them takes longer than to review a file.
// eslint-disable-next-line @typescript-eslint/no-require-imports
require('./bundle');
