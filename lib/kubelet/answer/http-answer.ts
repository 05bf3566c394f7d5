import { failure, SUCCESS, unknown, type Answer } from './answer';
import { hostnameOf, parseUrl, resolveUrl, textOf, urlText } from './go-url';
import { firstRequest, unsendable, urlInWords, type Asked, type HttpGet, type HttpRequest } from './http-request';

/** What came back for a request. */
export interface HttpResponse {
  readonly status: number;
  /** The first `Location` header. */
  readonly location?: string;
  /** Why the body could not be read, the first {@link MOST_BODY} bytes of it; nothing where they were, or it was all there. */
  readonly bodyFault?: string;
}

/** Nothing came back: refused, closed, too late, no HTTP. */
export interface NoResponse {
  /** In the words of whoever asked. */
  readonly fault: string;
}

/** `maxRespBodyLength` of `pkg/probe/http/http.go`: bytes of a body that the kubelet reads. What is wrong after them it never sees. */
export const MOST_BODY = 10 * 1024;

/** Go's client follows these, when they have a Location (`redirectBehavior`). */
const FOLLOWED: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Requests of one attempt (`RedirectChecker`). */
const MOST_REQUESTS = 10;

/** What to do next: send a request, or nothing more. */
export type HttpStep = { readonly request: HttpRequest } | { readonly answer: Answer };

/** How an attempt starts. */
export function startHttp(get: HttpGet, asked: Asked): HttpStep {
  const request = firstRequest(get, asked);
  return 'because' in request ? { answer: unknown(request.because) } : sent(request);
}

/** How it goes on (`DoHTTPProbe` and `RedirectChecker` of `pkg/probe/http/http.go`, `Client.do` of Go's `net/http`). */
export function continueHttp(request: HttpRequest, response: HttpResponse | NoResponse): HttpStep {
  if ('fault' in response) {
    return { answer: unanswered(request, response.fault) };
  }
  return (
    (FOLLOWED.has(response.status) && response.location ? follow(request, response.location) : undefined) ?? { answer: answerTo(response) }
  );
}

function answerTo({ status, bodyFault }: HttpResponse): Answer {
  if (bodyFault !== undefined) {
    return { result: 'failure', output: '', again: true };
  }
  if (status >= 200 && status < 300) {
    return SUCCESS;
  }
  return status >= 300 && status < 400
    ? { result: 'warning', output: 'Probe terminated redirects, Response body: ', again: false }
    : failure(`HTTP probe failed with statuscode: ${status}`);
}

/** Nothing where the response that redirects is the one to be judged. */
function follow(request: HttpRequest, location: string): HttpStep | undefined {
  const reference = parseUrl(location);
  if (!reference) {
    return { answer: unanswered(request, `failed to parse Location header ${JSON.stringify(location)}`) };
  }
  const url = resolveUrl(request.url, reference);
  const via = [...request.via, request];
  if (hostnameOf(url) !== hostnameOf(via[0].url)) {
    return undefined;
  }
  if (via.length >= MOST_REQUESTS) {
    return { answer: failure(`Get ${JSON.stringify(location)}: stopped after ${MOST_REQUESTS} redirects`) };
  }
  // A Host that differs from the address is kept, unless the Location names a scheme and so a host of its own.
  const host = request.host !== textOf(request.url.host) && reference.scheme === '' ? request.host : '';
  const headers = new Map(via[0].headers);
  const referer = refererOf(request, url.scheme, headers.get('Referer')?.[0] ?? '');
  if (referer) {
    headers.set('Referer', [referer]);
  }
  return sent({ url, host, headers, via });
}

/** `refererForURL`: nothing from TLS to plain, else what was given, else the last URL. */
function refererOf({ url }: HttpRequest, scheme: string, given: string): string {
  return url.scheme === 'https' && scheme === 'http' ? '' : given || textOf(urlText(url));
}

function sent(request: HttpRequest): HttpStep {
  const because = unsendable(request);
  return because === undefined ? { request } : { answer: unanswered(request, because) };
}

/** Whatever keeps a response from coming is a failure, and not asked again. */
function unanswered(request: HttpRequest, because: string): Answer {
  return failure(`Get ${JSON.stringify(urlInWords(request))}: ${because}`);
}
