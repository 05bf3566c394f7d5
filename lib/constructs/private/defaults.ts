import { Cpu } from 'cdk8s-plus-28';
import { USUAL_REPLICAS } from '../../workers/database-connections';
import { Replicas } from '../replicas';

/** The port of the incident's image, and of most that read `PORT`. */
export const DEFAULT_PORT = 8080;
export const DEFAULT_CPU = Cpu.millis(500);
export const DEFAULT_REPLICAS = Replicas.fixed(USUAL_REPLICAS);
