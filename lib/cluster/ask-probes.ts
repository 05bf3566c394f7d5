import { probePortNumber } from '../manifest/container';
import type { Probe } from '../manifest/probe';
import { objectOf, textOf } from '../manifest/json';
import { questionOf } from '../diagnosis/probe-failure';
import type { ContainerState, PodState } from '../diagnosis/state/pod-state';
import type { ProbeAnswer, Unread } from '../diagnosis/state/record';
import type { Scene } from '../diagnosis/state/scene';
import { plural } from '../wording/plural';
import { jsonIn, NoAnswer, refusalIn, type Answer, type ApiServer } from './api-server';

/** Pods that are asked: those that are not ready first. */
const MOST = 20;
/** What the way through the API server may add. Milliseconds. */
const WAY = 1000;
/** What names who asks, and how, is not the probe's to set. */
const RESERVED = /^(authorization|impersonate-.*|connection|transfer-encoding|content-length|upgrade)$/i;
/** What the API server says where it got no answer itself (`k8s.io/apimachinery/pkg/util/proxy/upgradeaware.go`, `ErrorResponder`). */
const UNREACHED = /^error trying to reach service: /;

interface Question {
  readonly pod: PodState;
  readonly container: ContainerState;
  readonly probe: Probe;
}

/**
 * Asks pods what their HTTP probes ask, through the API server's proxy, with the Host and the headers of the probe. What does not
 * speak HTTP cannot be asked in this way.
 */
export async function askProbes(
  server: ApiServer,
  scenes: readonly Scene[],
): Promise<{ answers: readonly ProbeAnswer[]; unread: readonly Unread[] }> {
  const pods = scenes.flatMap(({ current }) => current).sort((one, other) => Number(one.ready) - Number(other.ready));
  const unread: Unread[] = [];
  const questions = pods.slice(0, MOST).flatMap(questionsOf);
  const answers = await Promise.all(questions.map((question) => ask(server, question, unread)));
  if (pods.length > MOST) {
    unread.push({ what: `the answers of ${plural(pods.length - MOST, 'further pod')}`, because: `${MOST} are asked; name a workload` });
  }
  return { answers: answers.filter((answer) => answer !== undefined), unread };
}

function questionsOf(pod: PodState): readonly Question[] {
  return pod.containers
    .filter(({ runningSince }) => runningSince !== undefined)
    .flatMap((container) =>
      [container.spec?.readiness, container.spec?.liveness]
        .filter((probe) => probe?.handler?.kind === 'httpGet')
        .map((probe) => ({ pod, container, probe: probe! })),
    );
}

async function ask(server: ApiServer, { pod, container, probe }: Question, unread: Unread[]): Promise<ProbeAnswer | undefined> {
  const { handler, role, timing } = probe;
  const port = handler?.kind === 'httpGet' ? probePortNumber(container.spec!, handler.port) : undefined;
  if (handler?.kind !== 'httpGet' || port === undefined || handler.host) {
    return undefined;
  }
  const { namespace, name } = pod.object;
  const about = { namespace, pod: name, container: container.name, role, question: questionOf(probe) };
  const target = `${handler.scheme === 'HTTPS' ? 'https:' : ''}${encodeURIComponent(name)}:${port}`;
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${target}/proxy${pathOnly(handler.path)}`;
  try {
    const answer = await server.get(path, {
      accept: '*/*',
      headers: headersOf(handler.headers, `${pod.address ?? ''}:${port}`),
      patience: timing.timeoutSeconds * 1000 + WAY,
    });
    const refused = refusalOfServer(answer);
    if (refused !== undefined) {
      unread.push({ what: `what Pod ${namespace}/${name} answers to its probes (pods/proxy)`, because: refused });
      return undefined;
    }
    const error = errorOf(answer);
    return { ...about, ...(error === undefined ? { status: answer.status } : { error }) };
  } catch (error) {
    if (error instanceof NoAnswer) {
      return { ...about, error: error.code === 'TIMEOUT' ? `TIMEOUT: ${error.message}` : error.message };
    }
    throw error;
  }
}

/** A probe may say a whole URL's query, and nothing that would lead out of the pod's own path. */
function pathOnly(path: string): string {
  const { pathname, search } = new URL(path.startsWith('/') ? path : `/${path}`, 'http://pod');
  return `${pathname}${search}`;
}

/** The kubelet's own (`pkg/probe/http/request.go`, `newProbeRequest`): the API server passes on what it is asked with. */
function headersOf(said: readonly unknown[], address: string): Record<string, string> {
  const headers: Record<string, string> = { 'User-Agent': 'kube-probe/probewise', Host: address };
  for (const { name, value } of said.map(objectOf)) {
    const [header, text] = [textOf(name) ?? '', textOf(value) ?? ''];
    if (/^[\w!#$%&'*+.^`|~-]+$/.test(header) && /^[\t\x20-\x7e]*$/.test(text) && !RESERVED.test(header)) {
      headers[/^host$/i.test(header) ? 'Host' : header] = text;
    }
  }
  return headers;
}

/** The API server's own refusal, which says nothing of the pod. */
function refusalOfServer(answer: Answer): string | undefined {
  const { kind, reason } = objectOf(jsonIn(answer.body));
  return kind === 'Status' && (reason === 'Forbidden' || reason === 'Unauthorized' || reason === 'NotFound')
    ? refusalIn(answer)
    : undefined;
}

/** What the API server says where the pod did not answer it. */
function errorOf({ status, body }: Answer): string | undefined {
  const json = objectOf(jsonIn(body));
  const message = json.kind === 'Status' ? (textOf(json.message) ?? '') : body;
  return status >= 500 && UNREACHED.test(message.trim()) ? message.trim().replace(UNREACHED, '').slice(0, 300) : undefined;
}
