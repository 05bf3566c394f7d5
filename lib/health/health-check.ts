import type { Duration } from 'cdk8s';
import { HealthCheckKind, type GrpcCheckOptions, type HttpCheckOptions, type TcpCheckOptions } from './health-check-options';
import { checkPort, checkPortName } from '../props/port';
import { Rejection } from '../props/rejection';
import { checkShape, checkShapes, duration, flag, number, object, required, text, texts } from '../props/shape';

/** A question that the kubelet can put to a container. What it is about is up to {@link HealthEndpoints}. */
export class HealthCheck {
  /**
   * Ask over HTTP.
   *
   * @param path begins with a slash; may carry a query
   * @throws for a path without a slash, a header name that the API server refuses, a port out of range
   */
  public static http(path: string, options: HttpCheckOptions = {}): HealthCheck {
    checkShape('health path', path, required(text('/health/')));
    checkShapes('options of the check', options, {
      port: number(8080),
      portName: text('http'),
      tls: flag(true),
      headers: object("{ Host: 'app.example.org' }"),
    });
    checkPath(path);
    for (const [name, value] of Object.entries(options.headers ?? {})) {
      checkHeader(name, value);
    }
    if (options.port !== undefined && options.portName !== undefined) {
      throw new Rejection(`port ${options.port} and portName '${options.portName}'`, 'a check asks one port', 'give one of the two');
    }
    checkPortName(options.portName);
    return new HealthCheck({ kind: HealthCheckKind.HTTP, path, ...options });
  }

  /**
   * Connect, and nothing more. A gunicorn master accepts connections before the application is loaded, so this says
   * little about a Python service.
   *
   * @throws for a port out of range
   */
  public static tcp(options: TcpCheckOptions = {}): HealthCheck {
    checkShapes('options of the check', options, { port: number(8080) });
    return new HealthCheck({ kind: HealthCheckKind.TCP, port: options.port });
  }

  /**
   * Ask over the gRPC health protocol.
   *
   * @throws for a port out of range
   */
  public static grpc(options: GrpcCheckOptions = {}): HealthCheck {
    checkShapes('options of the check', options, { port: number(8080), service: text('users') });
    return new HealthCheck({ kind: HealthCheckKind.GRPC, port: options.port, service: options.service });
  }

  /**
   * Run a command in the container, as an argument vector: no shell reads it.
   *
   * @throws for an empty command
   */
  public static exec(command: string[]): HealthCheck {
    checkShape('the command of an exec check', command, required(texts('pg_isready', '-h', '127.0.0.1')));
    if (command.length === 1 && /\s/.test(command[0].trim())) {
      throw new Rejection(
        `an exec check ['${command[0]}']`,
        'it takes one word an element, and no shell splits them',
        `write ${JSON.stringify(command[0].trim().split(/\s+/))}`,
      );
    }
    if (command.length === 0 || !command[0]) {
      throw new Rejection(
        'an exec check with an empty command',
        'there is nothing to run',
        "give the program and its arguments: ['pg_isready', '-h', '127.0.0.1']",
      );
    }
    return new HealthCheck({ kind: HealthCheckKind.EXEC, command });
  }

  /**
   * A file that the process touches while it makes progress must not be older than this. For a process that answers no
   * requests: a queue worker that touches it between tasks, a scheduler at every tick. Runs `python` in the container.
   *
   * @param path the file, absolute
   * @param maxAge how old it may be; at least 10 s
   * @throws for a path that is not absolute or an age that no interpreter start could keep
   */
  public static heartbeat(path: string, maxAge: Duration): HealthCheck {
    checkShape('heartbeat file', path, required(text('/tmp/heartbeat')));
    checkShape('the age of a heartbeat', maxAge, required(duration(60)));
    const seconds = maxAge.toSeconds({ integral: false });
    if (!path.startsWith('/')) {
      throw new Rejection(
        `heartbeat file '${path}'`,
        "the probe runs in the image's working directory, not in yours",
        "use an absolute path such as '/tmp/heartbeat'",
      );
    }
    if (!(seconds >= 10)) {
      throw new Rejection(`a heartbeat of ${seconds} s at most`, 'the check itself starts an interpreter', 'allow 10 s or more');
    }
    return HealthCheck.exec(['python', '-c', HEARTBEAT, path, String(seconds)]);
  }

  /** The protocol it uses. */
  public readonly kind: HealthCheckKind;
  /** The path of an HTTP check. */
  public readonly path?: string;
  /** The port, where one was given. */
  public readonly port?: number;
  /** The container port's name, where one was given. */
  public readonly portName?: string;
  /** The command of an exec check. */
  public readonly command?: string[];
  /** Whether an HTTP check asks over TLS. */
  public readonly tls?: boolean;
  /** The request headers of an HTTP check. */
  public readonly headers?: { readonly [name: string]: string };
  /** The service that a gRPC check names. */
  public readonly service?: string;

  private constructor(fields: HealthCheckFields) {
    checkPort('port', fields.port);
    this.kind = fields.kind;
    this.path = fields.path;
    this.port = fields.port;
    this.portName = fields.portName;
    this.command = fields.command;
    this.tls = fields.tls;
    this.headers = fields.headers;
    this.service = fields.service;
  }

  /**
   * Whether both put the same question: same kind, port, and path, service or command. Headers do not count.
   *
   * @param servedPort what a check without a port asks, where that is known
   */
  public asksTheSameAs(other: HealthCheck, servedPort?: number): boolean {
    const question = (check: HealthCheck) =>
      JSON.stringify([
        check.kind,
        check.port ?? check.portName ?? servedPort,
        check.path && pathOnly(check.path),
        check.service,
        check.command,
      ]);
    return question(this) === question(other);
  }

  /** The question in a few words: `GET /ready/`, `TCP connect`, `gRPC health`, `exec pg_isready`. */
  public explain(): string {
    switch (this.kind) {
      case HealthCheckKind.HTTP:
        return `GET ${this.path}`;
      case HealthCheckKind.TCP:
        return 'TCP connect';
      case HealthCheckKind.GRPC:
        return this.service ? `gRPC health of ${this.service}` : 'gRPC health';
      default:
        return `exec ${this.command![0]}`;
    }
  }
}

/** Exit status 1 for a file that is too old, and for one that is not there. */
const HEARTBEAT = 'import os, sys, time; sys.exit(time.time() - os.path.getmtime(sys.argv[1]) > float(sys.argv[2]))';

interface HealthCheckFields extends HttpCheckOptions {
  readonly kind: HealthCheckKind;
  readonly path?: string;
  readonly service?: string;
  readonly command?: string[];
}

/** `/health` and `/health/` are one endpoint to most frameworks, and a query does not change what is asked. */
function pathOnly(path: string): string {
  return path.split(/[?#]/)[0].replace(/\/+$/, '') || '/';
}

function checkPath(path: string): void {
  if (!path.startsWith('/')) {
    throw new Rejection(
      `health path '${path}'`,
      'the kubelet asks a path on the pod, which begins with a slash',
      `use '/${path.replace(/^\w+:\/\/[^/]*\/?/, '')}'`,
    );
  }
  if (/[\s\x00-\x1f\x7f]/.test(path)) {
    throw new Rejection(
      `health path ${JSON.stringify(path)}`,
      'a request line cannot hold white space or control characters',
      'percent-encode them',
    );
  }
}

/** `[-A-Za-z0-9]+` is what the API server accepts (`pkg/apis/core/validation`, `validateHTTPGetAction` → `IsHTTPHeaderName`). */
function checkHeader(name: string, value: string): void {
  checkShape(`probe header '${name}' with the value`, value, required(text('https')));
  if (!/^[-A-Za-z0-9]+$/.test(name)) {
    throw new Rejection(
      `probe header '${name}'`,
      'the API server accepts only letters, digits and dashes in the name of a probe header',
      "use a name such as 'X-Forwarded-Proto'",
    );
  }
  if (/[\r\n\0]/.test(value)) {
    throw new Rejection(
      `probe header '${name}' with the value ${JSON.stringify(value)}`,
      'a header value is one line',
      'remove the line break',
    );
  }
}
