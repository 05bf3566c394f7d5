import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { kept, layerOf, saveImage, temporary } from './images';
import { pathOf, type Program } from './programs';

/** An image that holds one of the programs in Go and nothing else. */
export async function saveProgram(name: string, program: Program): Promise<void> {
  const layer = await kept(program, basename(pathOf(program)), async () => {
    const folder = temporary();
    mkdirSync(folder, { recursive: true });
    copyFileSync(pathOf(program), join(folder, program));
    const made = await layerOf(folder);
    rmSync(folder, { recursive: true });
    return made;
  });
  saveImage(name, { layers: [layer], entrypoint: [`/${program}`] });
}
