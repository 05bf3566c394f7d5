import { summaryOf, type Report } from '../report';

/** Raised when a field changes its meaning or goes; new fields may come at any time. */
const CONTRACT_VERSION = 1;

/** The report as the JSON that other programs read. */
export function jsonReport({ inputs, findings }: Report): string {
  return `${JSON.stringify({ version: CONTRACT_VERSION, inputs, findings, summary: summaryOf(findings) }, undefined, 2)}\n`;
}
