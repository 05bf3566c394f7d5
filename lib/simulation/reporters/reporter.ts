import type { Simulation } from '../simulation';

/** Writes a simulation in one format, ending with a line break. */
export type SimulationReporter = (simulation: Simulation, colour: boolean) => string;
