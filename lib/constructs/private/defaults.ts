import { Cpu } from 'cdk8s-plus-28';
import { Replicas } from '../replicas';

/** The port of the incident's image, and of most that read `PORT`. */
export const DEFAULT_PORT = 8080;
export const DEFAULT_CPU = Cpu.millis(500);
/** Two, so that one may go. */
export const DEFAULT_REPLICAS = Replicas.fixed(2);
