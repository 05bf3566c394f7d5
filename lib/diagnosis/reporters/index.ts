import type { Diagnosis } from '../diagnosis';
import { json } from './json';
import { text } from './text';

/** Writes a diagnosis in one format: pure, and ending with a line break. */
export type DiagnosisReporter = (diagnosis: Diagnosis, colour: boolean) => string;

/** Every format, by the name that `--format` takes. */
export const DIAGNOSIS_REPORTERS: ReadonlyMap<string, DiagnosisReporter> = new Map(Object.entries({ text, json }));
