// What the constructs promise and no field of Kubernetes says: annotations of the pod template, by which the review
// judges later changes. A manifest that was written by hand may carry them as well.

/** Connections that all pods of the workload together may open in one database: `"96"`. */
export const DATABASE_CONNECTIONS = 'probewise.dev/database-connections';
/** Connections that one gunicorn worker opens in one database, where they are not its threads: `"2"`. */
export const CONNECTIONS_PER_WORKER = 'probewise.dev/connections-per-worker';

/**
 * Seconds within which a container is to have booted: `"120"`. The container's name is the name of the annotation, as in
 * Kubernetes' own `container.apparmor.security.beta.kubernetes.io/web`: both may have 63 characters, so that any fits.
 */
export function startsWithin(container: string): string {
  return `starts-within.probewise.dev/${container}`;
}
