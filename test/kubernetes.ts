import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The Kubernetes that everything under conformance/ is recorded from: said in its go.mod and nowhere else. */
export const KUBERNETES = /^\tk8s\.io\/kubernetes (\S+)$/m.exec(readFileSync(resolve(__dirname, '../conformance/go.mod'), 'utf8'))![1];
