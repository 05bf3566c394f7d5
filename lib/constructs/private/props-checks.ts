import { isIP } from 'node:net';
import type { Duration } from 'cdk8s';
import { SERVICE_PORT } from './ports';
import { DEFAULT_CPU, DEFAULT_PORT } from './defaults';
import { checkPort } from '../../props/port';
import { bytesOf, MEBIBYTE, parseQuantity } from '../../conventions/quantity';
import { bytesInWords } from '../../wording/quantity';
import { Rejection } from '../../props/rejection';
import { shown } from '../../props/shape';
import { durationInWords } from '../../wording/duration';
import type { TrafficProps } from '../traffic-props';
import type { ContainerResourcesProps, WebServiceProps } from '../web-service-props';
import { checkWebShapes } from './props-shapes';

/** @throws for the first prop that cannot work */
export function checkProps(props: WebServiceProps, exactly: boolean): void {
  checkWebShapes(props, exactly);
  checkPort('port', props.port);
  checkWork('slowestRequest', props.traffic?.slowestRequest);
  checkWork('longestConnection', props.traffic?.longestConnection);
  checkImage(props.image);
  checkVariables(props.environment ?? {}, ['PORT', 'FORWARDED_ALLOW_IPS']);
  checkCommand('command', props.command);
  checkResources(props.resources);
  const { metrics, port = DEFAULT_PORT, traffic = {} } = props;
  checkHosts(traffic);
  props.health.endpoints._mustDiffer(port);
  if (metrics?.port === port) {
    throw new Rejection(`metrics port ${port}`, 'it is the port that serves the users', 'use Metrics.onWebPort(), or another port');
  }
  if (metrics?.port === SERVICE_PORT) {
    throw new Rejection(`metrics port ${metrics.port}`, 'the Service answers users on it', 'use another, such as Metrics.onPort(9100)');
  }
  const { route, hosts } = traffic;
  if (metrics && !metrics.port && hosts && (!route || route.publishes(metrics.path))) {
    throw new Rejection(
      `metrics at ${metrics.path} of the web port`,
      `the route publishes ${route?.paths.join(', ') ?? '/'}, and the metrics with it`,
      'use Metrics.onPort(9100), or a route whose paths leave them out',
    );
  }
}

export function checkImage(image: string): void {
  const reference = image.includes('@') || /:[^/:]+$/.test(image);
  if (/\s/.test(image)) {
    throw new Rejection(
      `image '${image}'`,
      'a reference holds no white space',
      "name a tag or a digest: 'registry.example/app:2025.10.16'",
    );
  }
  if (!image || !reference || image.endsWith(':latest')) {
    throw new Rejection(
      `image '${image}'`,
      'which version runs would depend on when a node pulled it',
      "name a tag or a digest: 'registry.example/app:2025.10.16'",
    );
  }
}

/**
 * @param reserved names that the construct sets itself
 */
export function checkVariables(environment: Readonly<Record<string, string>>, reserved: readonly string[]): void {
  for (const [name, value] of Object.entries(environment)) {
    if (reserved.includes(name)) {
      throw new Rejection(
        `${name} in the environment`,
        'the construct sets it, and two sources for one value disagree sooner or later',
        RESERVED[name],
      );
    }
    // What the API server accepts by default (`k8s.io/apimachinery/pkg/util/validation`, IsEnvVarName).
    if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name)) {
      throw new Rejection(
        `variable '${name}'`,
        'a variable name begins with a letter and holds letters, digits, -, _ and .',
        "use one such as 'LOG_LEVEL'",
      );
    }
    if (typeof value !== 'string') {
      throw new Rejection(`variable ${name} = ${shown(value)}`, 'the environment holds strings only', `write ${name}: '${value}'`);
    }
  }
}

const RESERVED: Readonly<Record<string, string>> = {
  PORT: 'say it once: { port: … }',
  GUNICORN_CMD_ARGS: 'say what it sets through { workers: WorkerPolicy… }',
  WEB_CONCURRENCY: 'use { workers: WorkerPolicy.fixed(…) }',
  FORWARDED_ALLOW_IPS: 'use { traffic: { trustProxy: […] } }',
  PROMETHEUS_MULTIPROC_DIR: 'it is set where metrics and several workers meet',
  DJANGO_SETTINGS_MODULE: "use { settings: 'project.settings' }",
};

export function checkCommand(what: string, command: string[] | undefined): void {
  if (command && (command.length === 0 || !command[0])) {
    throw new Rejection(`an empty ${what}`, 'there is nothing to run', `leave ${what} out, and the image's own runs`);
  }
  if (command && command.length === 1 && /\s/.test(command[0])) {
    throw new Rejection(
      `${what} ['${command[0]}']`,
      'exec form takes one word an element, and no shell splits them',
      `write ${JSON.stringify(command[0].split(/\s+/))}`,
    );
  }
}

/** The slowest request or task: liveness sits through it, and a deploy waits for it. */
export function checkWork(what: string, duration: Duration | undefined): void {
  const seconds = duration?.toSeconds({ integral: false });
  if (seconds === 0) {
    throw new Rejection(
      `${what} of ${durationInWords(seconds)}`,
      'no request is answered in no time',
      'measure the slowest healthy one, or use Duration.seconds(60)',
    );
  }
}

export function checkResources(resources: ContainerResourcesProps): void {
  const request = (resources.cpu ?? DEFAULT_CPU).amount;
  if (!(parseQuantity(request)! > 0)) {
    throw new Rejection(`cpu ${request}`, 'a process needs some', 'use Cpu.millis(500)');
  }
  if (resources.cpuLimit && !(parseQuantity(resources.cpuLimit.amount)! >= parseQuantity(request)!)) {
    throw new Rejection(
      `cpuLimit ${resources.cpuLimit.amount} below the request of ${request}`,
      'the API server refuses it',
      'raise the limit, or leave it out',
    );
  }
  const memory = bytesOf(resources.memory);
  if (memory < MEBIBYTE) {
    throw new Rejection(`memory of ${bytesInWords(memory)}`, 'no process fits', 'use Size.mebibytes(512)');
  }
  if (memory % MEBIBYTE !== 0) {
    throw new Rejection(
      `memory of ${memory / 1024} KiB`,
      'cdk8s-plus writes whole mebibytes',
      `use Size.mebibytes(${Math.ceil(memory / MEBIBYTE)})`,
    );
  }
}

function checkHosts({ hosts, tls, route }: TrafficProps): void {
  if (!hosts) {
    if (tls ?? route) {
      throw new Rejection(
        `${tls ? 'tls' : 'a route'} without hosts`,
        'there is no host to answer for',
        "name them: { traffic: { hosts: ['app.example.org'] } }",
      );
    }
    return;
  }
  if (hosts.length === 0) {
    throw new Rejection(
      'an empty list of hosts',
      'a route for no host would answer for every host',
      'leave hosts out to publish nothing, or name some',
    );
  }
  for (const host of hosts) {
    if (isIP(host)) {
      throw new Rejection(`host '${host}'`, 'a route is for a DNS name, not an address', "use one such as 'app.example.org'");
    }
    // A DNS subdomain, or one with a wildcard label in front (`pkg/apis/networking/validation`, ValidateIngressSpec).
    if (host.length > 253 || !/^(\*\.)?([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)*[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(host)) {
      throw new Rejection(
        `host '${host}'`,
        'a host is a DNS name in lower case, without scheme, port or path',
        "use one such as 'app.example.org'",
      );
    }
  }
  const twice = hosts.find((host, index) => hosts.indexOf(host) < index);
  if (twice !== undefined) {
    throw new Rejection(`host '${twice}' twice`, 'one host has one route', 'name it once');
  }
  if (hosts[0].startsWith('*.')) {
    throw new Rejection(
      `host '${hosts[0]}' in the first place`,
      'the probes send the first host as Host, and a wildcard is none',
      'put a plain host first',
    );
  }
  if (route?.gatewayProps && tls?.atRoute) {
    throw new Rejection(
      'a certificate for a Gateway route',
      "the Gateway's listener holds the certificate, an HTTPRoute knows none",
      'use Tls.elsewhere()',
    );
  }
  if (route && !route.ingressProps && !route.gatewayProps && tls?.atRoute) {
    throw new Rejection(
      'a certificate without a route',
      'Route.none() makes nothing that could name it; who makes the route names the certificate',
      'use Tls.elsewhere()',
    );
  }
}
