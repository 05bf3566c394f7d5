/**
 * What stands in for the address of the pod: every socket on 0.0.0.0 answers there and none on 127.0.0.1 does, as it is
 * with the address of a pod, and nobody outside of this machine reaches it.
 */
export const POD_ADDRESS = '127.0.0.2';
