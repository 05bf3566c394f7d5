import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { modulesIn } from './module-graph';
import { pictureOf } from './picture';

// Draws the rooms of lib/ from their real imports.
const root = resolve(__dirname, '../..');
writeFileSync(resolve(root, 'docs/house.svg'), pictureOf(modulesIn(resolve(root, 'lib'))));
