/** A snapshot that cannot be written, or is not whole. The message says which, and what to do. */
export class SnapshotFault extends Error {}
