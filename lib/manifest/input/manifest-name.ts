/** Whether a file in a folder is one that holds manifests, by its name. */
export function isManifest(path: string): boolean {
  return /\.(ya?ml|json)$/i.test(path);
}
