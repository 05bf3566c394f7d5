/** Whether a file in a folder is one that holds manifests, or describes an application to a platform, by its name. */
export function isManifest(path: string): boolean {
  return /\.(ya?ml|json)$/i.test(path) || isToml(path) || isProcfile(path);
}

/** `fly.toml`, `fly.worker.toml`, `railway.toml`: other TOML is about other things. */
export function isToml(path: string): boolean {
  return /(^|\/)(fly(\.[\w.-]+)?|railway)\.toml$/i.test(path);
}

/** `Procfile`; one for development (`Procfile.dev`) is not deployed. */
export function isProcfile(path: string): boolean {
  return /(^|\/)Procfile$/.test(path);
}
