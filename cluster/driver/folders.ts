import { join, resolve } from 'node:path';

/** Where things lie. What is made once is kept below `.cache/cluster`; what a cluster writes lies below `runs` and goes with it. */
export const SOURCES = resolve(__dirname, '..');
export const CACHE = resolve(__dirname, '../../.cache/cluster');
export const RUNS = join(CACHE, 'runs');
/** Images: `blobs/sha256/` holds their contents, `names/` which manifest each name means. The registry serves this folder. */
export const IMAGES = join(CACHE, 'images');
