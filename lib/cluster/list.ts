import { setTimeout as pause } from 'node:timers/promises';
import { isObject, listOf, objectOf, textOf, type JsonObject } from '../manifest/json';
import { jsonIn, NoAnswer, refusalIn, type Answer, type ApiServer } from './api-server';
import { pathOf, type Resource } from './resource';

/** As kubectl asks for (`--chunk-size`): what is in memory at once stays small. */
const PAGE = 500;
/** A server that asks for patience more often than this gets none. */
const TRIES = 3;
/** Where a server says no time to wait. Seconds. */
const WAIT = 1;
const LONGEST_WAIT = 5;

/** What was listed. */
export interface Listed {
  readonly objects: readonly JsonObject[];
  /** Why it is not all; nothing where it is. */
  readonly lacking?: { readonly status?: number; readonly code?: string; readonly says: string };
  /** By the clock of the server. Milliseconds. */
  readonly date?: number;
}

/** Lists a resource page by page. What was read before a page failed is kept, and said not to be all. */
export async function list(server: ApiServer, resource: Resource, namespace: string | undefined): Promise<Listed> {
  const objects: JsonObject[] = [];
  let from = '';
  let date: number | undefined;
  for (let restarted = false; ;) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(from && { continue: from }) }).toString();
    let answer: Answer;
    try {
      answer = await patiently(() => server.get(`${pathOf(resource, namespace)}?${query}`));
    } catch (error) {
      if (error instanceof NoAnswer) {
        return { objects, lacking: { code: error.code, says: saidOf(error.message, objects) }, date };
      }
      throw error;
    }
    date ??= answer.date;
    // The place to go on from is kept for some minutes only (410); the list begins anew, once.
    if (answer.status === 410 && !restarted) {
      restarted = true;
      objects.length = 0;
      from = '';
      continue;
    }
    const page = answer.status === 200 ? jsonIn(answer.body) : undefined;
    if (!isObject(page)) {
      const says = answer.status === 200 ? 'the answer is no JSON: is this an API server?' : refusalIn(answer);
      return { objects, lacking: { status: answer.status, says: saidOf(says, objects) }, date };
    }
    for (const item of listOf(page.items)) {
      if (isObject(item)) {
        objects.push(slim(item, resource));
      }
    }
    from = textOf(objectOf(page.metadata).continue) ?? '';
    if (!from) {
      return { objects, date };
    }
  }
}

function saidOf(says: string, objects: readonly JsonObject[]): string {
  return objects.length > 0 ? `only the first ${objects.length} were read: ${says}` : says;
}

/** Asks again where the server is too busy (429) or something on the way failed (5xx). */
export async function patiently(ask: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    const answer = await ask();
    if ((answer.status !== 429 && answer.status < 500) || tries === TRIES) {
      return answer;
    }
    await pause(Math.min(answer.retryAfter ?? WAIT, LONGEST_WAIT) * 1000);
  }
}

/** The items of a list do not say their kind; what nobody judges is dropped before it piles up. */
function slim(item: JsonObject, { group, version, kind }: Resource): JsonObject {
  const { managedFields: _, ...metadata } = objectOf(item.metadata);
  const { images: __, ...status } = objectOf(item.status);
  return {
    ...item,
    apiVersion: group ? `${group}/${version}` : version,
    kind,
    metadata,
    ...(item.status !== undefined && { status: kind === 'Node' ? status : item.status }),
  };
}
