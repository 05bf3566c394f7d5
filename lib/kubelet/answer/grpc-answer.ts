import { failure, SUCCESS, type Answer } from './answer';

/** `Check` of `grpc.health.v1.Health`, or what came instead. */
export type GrpcResponse =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'error'; readonly code: number; readonly message: string }
  /** The call was not over in time. */
  | { readonly kind: 'late' }
  /** No HTTP/2 connection in time: the client tries again until then, so a refused port takes the whole timeout. */
  | { readonly kind: 'unconnected' };

const STATUSES = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'];
const SERVING = 1;
const CODES = [
  'OK',
  'Canceled',
  'Unknown',
  'InvalidArgument',
  'DeadlineExceeded',
  'NotFound',
  'AlreadyExists',
  'PermissionDenied',
  'ResourceExhausted',
  'FailedPrecondition',
  'Aborted',
  'OutOfRange',
  'Unimplemented',
  'Internal',
  'Unavailable',
  'DataLoss',
  'Unauthenticated',
];
const DEADLINE_EXCEEDED = 4;
const UNIMPLEMENTED = 12;

/** `pkg/probe/grpc/grpc.go`. */
export function judgeGrpc(response: GrpcResponse, address: string, timeoutSeconds: number): Answer {
  switch (response.kind) {
    case 'status':
      return response.status === SERVING
        ? SUCCESS
        : failure(`service unhealthy (responded with "${STATUSES[response.status] ?? response.status}")`);
    case 'unconnected':
      return failure(`timeout: failed to connect service "${address}" within ${timeoutSeconds}s: context deadline exceeded`);
    case 'late':
      return failure(`timeout: health rpc did not complete within ${timeoutSeconds}s`);
    case 'error':
      return failure(outputOf(response.code, response.message, timeoutSeconds));
  }
}

function outputOf(code: number, message: string, timeoutSeconds: number): string {
  switch (code) {
    case DEADLINE_EXCEEDED:
      return `timeout: health rpc did not complete within ${timeoutSeconds}s`;
    case UNIMPLEMENTED:
      return `error: this server does not implement the grpc health protocol (grpc.health.v1.Health): ${message}`;
    default:
      return `error: health rpc probe failed: rpc error: code = ${CODES[code] ?? `Code(${code})`} desc = ${message}`;
  }
}
