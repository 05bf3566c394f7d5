import { listOf, objectOf, textOf } from '../manifest/json';
import type { Probe } from '../manifest/probe';
import { BEHIND, type Edit } from './fix/edit';

/** The edit that sends a header with a probe over HTTP, in the place of the one that it sends under that name. */
export function headerEdit({ path, json }: Probe, name: string, value: string): Edit {
  const list = [...path, 'httpGet', 'httpHeaders'];
  const headers = listOf(objectOf(json.httpGet).httpHeaders).map(objectOf);
  const own = headers.findIndex((header) => textOf(header.name)?.toLowerCase() === name.toLowerCase());
  return headers.length === 0
    ? { path: list, value: [{ name, value }] }
    : own < 0
      ? { path: [...list, BEHIND], value: { name, value } }
      : { path: [...list, own, 'value'], value };
}
