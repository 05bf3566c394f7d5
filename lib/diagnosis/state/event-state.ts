import type { ApiObject } from '../../manifest/api-object';
import { integerOf, objectOf, textOf } from '../../manifest/json';
import { timeOf } from './time';

/** What somebody in the cluster said of an object. */
export interface EventState {
  readonly object: ApiObject;
  /** `Pod/web-1` of its own namespace. */
  readonly about: string;
  /** The container that it is about: the kubelet names it by a field path. */
  readonly container?: string;
  readonly reason: string;
  readonly message: string;
  readonly warning: boolean;
  readonly count: number;
  /** When it was last seen. Milliseconds; zero where it is not said. */
  readonly last: number;
}

/** An Event of either API group: `v1` and `events.k8s.io/v1` name the same fields differently. */
export function eventStateOf(object: ApiObject): EventState {
  const { json } = object;
  const about = objectOf(json.involvedObject ?? json.regarding);
  const series = objectOf(json.series);
  const times = [series.lastObservedTime, json.lastTimestamp, json.deprecatedLastTimestamp, json.eventTime, json.firstTimestamp];
  const field = textOf(about.fieldPath) ?? '';
  return {
    object,
    about: `${textOf(about.kind) ?? ''}/${textOf(about.name) ?? ''}`,
    container: /^spec\.(?:initContainers|containers)\{(.+)\}$/.exec(field)?.[1],
    reason: textOf(json.reason) ?? '',
    message: (textOf(json.message) ?? textOf(json.note) ?? '').trim(),
    warning: json.type === 'Warning',
    count: integerOf(series.count) ?? integerOf(json.count) ?? integerOf(json.deprecatedCount) ?? 1,
    last: times.map(timeOf).find((time) => time !== undefined) ?? timeOf(objectOf(json.metadata).creationTimestamp) ?? 0,
  };
}
