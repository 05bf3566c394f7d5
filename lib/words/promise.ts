// What the constructs promise and no field of Kubernetes says: annotations of the pod template, by which the review
// judges later changes. A manifest that was written by hand may carry them as well.

/** Seconds within which a container is to have booted: `"120"`. */
export const STARTS_WITHIN = 'probewise.dev/starts-within';
/** Connections that all pods of the workload together may open in one database: `"96"`. */
export const DATABASE_CONNECTIONS = 'probewise.dev/database-connections';
