import { request as plainRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { isIP } from 'node:net';
import { bytesOf, hostnameOf, textOf } from '../../kubelet/answer/go-url';
import { continueHttp, MOST_BODY, startHttp, type HttpResponse, type NoResponse } from '../../kubelet/answer/http-answer';
import { targetOf, wireHeaders, type HttpGet, type HttpRequest } from '../../kubelet/answer/http-request';
import type { Asked, Reply } from './reply';

/** The minor version whose prober this follows; it is in the User-Agent. */
const KUBERNETES = '1.36';

/** Asks over HTTP as the kubelet does, redirects included. The signal is the timeout: it is one for all requests of an attempt. */
export async function askHttp(get: HttpGet, { address, ports }: Asked, signal: AbortSignal): Promise<Pick<Reply, 'answer' | 'responses'>> {
  const responses: HttpResponse[] = [];
  let step = startHttp(get, { podIP: address, ports, kubernetes: KUBERNETES });
  while ('request' in step) {
    const response = await exchange(step.request, signal);
    if (!('fault' in response)) {
      responses.push(response);
    }
    step = continueHttp(step.request, response);
  }
  return { answer: step.answer, responses };
}

function exchange(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse | NoResponse> {
  return new Promise((settle) => {
    const call = request.url.scheme === 'https' ? tlsRequest(optionsOf(request, signal)) : plainRequest(optionsOf(request, signal));
    const responded = (response: IncomingMessage, bodyFault?: string) => {
      const {
        statusCode,
        headers: { location },
      } = response;
      settle({
        status: statusCode!,
        // Node reads a header byte by byte, and Go as the text that it is.
        ...(location !== undefined && { location: textOf(location) }),
        ...(bodyFault !== undefined && { bodyFault }),
      });
      call.destroy();
    };
    let begun = false;
    call.once('response', (response) => {
      begun = true;
      void bodyOf(response).then((bodyFault) => responded(response, bodyFault));
    });
    // An upgrade that the server agrees to is a response like any other.
    call.once('upgrade', (response, socket) => {
      socket.destroy();
      responded(response);
    });
    // Once there is a response, what goes wrong is a fault of its body.
    call.on('error', (error: Error) => begun || settle({ fault: faultInWords(error, signal) }));
    call.end();
  });
}

function optionsOf(request: HttpRequest, signal: AbortSignal): RequestOptions {
  const host = hostnameOf(request.url);
  const [, port] = /:([0-9]+)$/.exec(request.url.host) ?? [];
  return {
    host,
    port: port ?? (request.url.scheme === 'https' ? 443 : 80),
    // Go writes a space of the query as it stands; Node refuses to.
    path: bytesOf(targetOf(request)).replace(/ /g, '%20'),
    // A flat list goes over the wire as it stands, in its order and with its names repeated; Node's types do not know it.
    headers: wireHeaders(request).flatMap(([name, value]) => [name, bytesOf(value)]),
    setHost: false,
    agent: false,
    signal,
    // The kubelet looks at no certificate (`pkg/probe/http/http.go`, `New`), and Go sends no server name for an address.
    ...{ rejectUnauthorized: false, servername: isIP(host) ? '' : host },
  };
}

/** Why the body could not be read, as far as the kubelet reads it. */
function bodyOf(response: IncomingMessage): Promise<string | undefined> {
  return new Promise((settle) => {
    let length = 0;
    response.on('data', (bytes: Buffer) => {
      length += bytes.length;
      if (length >= MOST_BODY) {
        settle(undefined);
      }
    });
    response.once('end', () => settle(undefined));
    response.once('error', ({ message }) => settle(message));
    response.once('close', () => settle('the connection closed in the middle of the body'));
  });
}

function faultInWords({ name, message }: Error, { aborted }: AbortSignal): string {
  return aborted || name === 'AbortError' ? 'context deadline exceeded' : message;
}
