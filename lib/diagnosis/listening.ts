import { isPrivate, listenerInWords, type Listener } from '../application/process/listener';
import { isKnown, UNKNOWN } from '../application/process/setting';
import type { Evidence } from './cause';
import type { ContainerState, PodState } from './state/pod-state';
import type { Scene } from './state/scene';
import { evidence } from './wording';

/** Where a process listens, and how that is known. */
export interface Listening {
  readonly host: string;
  readonly port: number;
  /** Whether only the pod itself reaches it. */
  readonly loopback: boolean;
  readonly evidence: Evidence;
}

/** What servers write when they are up: gunicorn (`arbiter.py`, `start`), uvicorn, Django's own, Flask's. */
const ANNOUNCEMENT =
  /(?:Listening at: (?:\[?https?:\/\/)|Uvicorn running on https?:\/\/|development server at https?:\/\/|Running on https?:\/\/)(\[[0-9a-f:]+\]|[\w.-]+):(\d{1,5})/i;

/** Where the process of a container listens: what it wrote itself, else what its manifest says. Nothing where neither tells. */
export function listeningOf(scene: Scene, pod: PodState, container: ContainerState): Listening | undefined {
  const log = scene.state.log(pod, container.name) ?? scene.state.log(pod, container.name, true) ?? '';
  const [said, host, port] = ANNOUNCEMENT.exec(log) ?? [];
  if (said !== undefined) {
    return {
      host,
      port: Number(port),
      loopback: isLoopback(host),
      evidence: evidence(pod.object, `log of container ${container.name}`, said),
    };
  }
  const spec = scene.workload.containers.find(({ name }) => name === container.name);
  const listeners = spec && scene.reading.container(spec).process.listeners;
  // A setting that rests on what the image may add is no evidence.
  if (!listeners || !isKnown(listeners) || listeners.assumed || listeners.value.length !== 1) {
    return undefined;
  }
  return fromManifest(scene, listeners.value[0], listeners.origin);
}

function fromManifest(scene: Scene, listener: Listener, origin: string): Listening | undefined {
  if (listener.kind !== 'tcp' || listener.host === UNKNOWN || listener.port === UNKNOWN) {
    return undefined;
  }
  return {
    host: listener.host,
    port: listener.port,
    loopback: isPrivate(listener),
    evidence: evidence(scene.object, origin, `listens on ${listenerInWords(listener)}`),
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}
