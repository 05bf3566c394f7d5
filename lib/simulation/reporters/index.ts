import type { SimulationReporter } from './reporter';
import { text } from './text';

/** By the name that `--format` gives. */
export const SIMULATION_REPORTERS: ReadonlyMap<string, SimulationReporter> = new Map<string, SimulationReporter>([
  ['text', text],
  ['json', (simulation) => `${JSON.stringify(simulation, null, 2)}\n`],
]);
