import { createHash, type Hash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { CACHE, IMAGES } from './folders';

/** Images as OCI describes them, without a daemon: a layer is a tar archive, and the rest is JSON. */

const MEDIA = 'application/vnd.oci.image';
const BLOBS = join(IMAGES, 'blobs/sha256');

/** Content of an image, by its hash. */
export interface Blob {
  readonly digest: string;
  readonly size: number;
}

export interface ImageOptions {
  readonly layers: readonly Blob[];
  readonly entrypoint?: readonly string[];
  readonly env?: readonly string[];
  readonly workingDirectory?: string;
  /** @default '0:0' */
  readonly user?: string;
}

/** Names an image; the registry knows it from now on. The name says its registry and its tag. */
export function saveImage(name: string, { layers, entrypoint, env = [], workingDirectory, user }: ImageOptions): void {
  const config = saveJson({
    architecture: { x64: 'amd64', arm64: 'arm64' }[process.arch as string] ?? process.arch,
    os: 'linux',
    config: {
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...env],
      Entrypoint: entrypoint,
      WorkingDir: workingDirectory,
      User: user,
    },
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) }, // nothing is compressed, so a layer is what it holds
  });
  const manifest = saveJson({
    schemaVersion: 2,
    mediaType: `${MEDIA}.manifest.v1+json`,
    config: { mediaType: `${MEDIA}.config.v1+json`, ...config },
    layers: layers.map((layer) => ({ mediaType: `${MEDIA}.layer.v1.tar`, ...layer })),
  });
  mkdirSync(join(IMAGES, 'names'), { recursive: true });
  writeFileSync(join(IMAGES, 'names', encodeURIComponent(name)), manifest.digest);
}

/** A layer of a folder's files, which belong to root. The same files give the same layer. */
export async function layerOf(folder: string, tarOptions: readonly string[] = []): Promise<Blob> {
  const half = temporary();
  const archive = ['tar', '--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', ...tarOptions];
  await run([...archive, '-cf', half, '-C', folder, '.'], { withinSeconds: 120 });
  return takeIn(half);
}

/** Takes a file in, which is then no longer where it was. */
export async function takeIn(path: string): Promise<Blob> {
  const hash = await new Promise<Hash>((settle, fail) => {
    const sum = createHash('sha256');
    createReadStream(path)
      .on('data', (chunk) => sum.update(chunk))
      .once('end', () => settle(sum))
      .once('error', fail);
  });
  const hex = hash.digest('hex');
  const size = statSync(path).size;
  mkdirSync(BLOBS, { recursive: true });
  renameSync(path, join(BLOBS, hex));
  return { digest: `sha256:${hex}`, size };
}

/** Where the content is. */
export function fileOf({ digest }: Blob): string {
  return join(BLOBS, digest.replace('sha256:', ''));
}

/** What was made of the same inputs before, or is made now. @param key what the layer depends on */
export async function kept(name: string, key: string, make: () => Promise<Blob>): Promise<Blob> {
  const note = join(CACHE, 'layers', `${name}-${createHash('sha256').update(key).digest('hex').slice(0, 16)}.json`);
  if (existsSync(note)) {
    const blob = JSON.parse(readFileSync(note, 'utf8')) as Blob;
    if (existsSync(fileOf(blob))) {
      return blob;
    }
  }
  const blob = await make();
  mkdirSync(join(CACHE, 'layers'), { recursive: true });
  writeFileSync(note, JSON.stringify(blob));
  return blob;
}

/** A path for something that is not yet whole, on the disk where it will stay. */
export function temporary(): string {
  const folder = join(CACHE, 'half');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${process.pid}-${Date.now()}-${Math.random().toString(36).slice(2)}`);
  rmSync(path, { recursive: true, force: true });
  return path;
}

function saveJson(content: object): Blob {
  const text = JSON.stringify(content);
  const hex = createHash('sha256').update(text).digest('hex');
  mkdirSync(BLOBS, { recursive: true });
  writeFileSync(join(BLOBS, hex), text);
  return { digest: `sha256:${hex}`, size: Buffer.byteLength(text) };
}
