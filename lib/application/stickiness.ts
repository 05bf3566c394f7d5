import { dependencyFiles, entryModule } from './application-module';
import type { Image } from './image/image';
import type { Process } from './process/process';

/** Why a client has to come back to the process that answered it first. */
export interface Stickiness {
  readonly because: string;
  /** What happens to a client that comes to another one. */
  readonly otherwise: string;
  /** What else than affinity helps. */
  readonly fix?: string;
}

/** Libraries whose polling keeps a session in the process, as a project names them. */
const SOCKET_IO = /^\s*(?:flask[-_]socketio|python[-_]socketio)\b|"(?:socket\.io|flask-socketio|python-socketio)["\s<>=~]/im;
const OTHERWISE = 'its polling requests come to a process that does not know its session: 400, and the client begins anew';
/** Variables by which frameworks are told to keep sessions in the pod. */
const SESSIONS: readonly (readonly [string, RegExp])[] = [
  ['SESSION_DRIVER', /^(file|array)$/],
  ['SESSION_TYPE', /^(filesystem|null|cachelib)$/],
  ['SESSION_ENGINE', /backends\.file$/],
];
/** `app.secret_key = os.urandom(24)`: what nothing from outside may give. */
const OWN_KEY =
  /^[^#\n]*\bsecret_key\b["'\]]*\s*[=:]\s*(?![^\n]*(?:environ|getenv|config))[^\n]*\b(?:urandom|token_hex|token_urlsafe|token_bytes|uuid4|generate_key)\s*\(/im;

/** What shows that clients have to come back to one process; nothing where nothing does. */
export function stickinessOf(process: Process, image: Image | undefined): Stickiness | undefined {
  const words = process.words ?? [];
  const script = words.find((word) => /(^|[/_-])socket[._-]?io(\.[cm]?js|[._-]server[\w.]*)?$/i.test(word));
  if (script !== undefined) {
    return { because: `it runs ${script}`, otherwise: OTHERWISE };
  }
  const workerClass = process.gunicorn?.workerClass.value;
  if (typeof workerClass === 'string' && /geventwebsocket/i.test(workerClass)) {
    return { because: `its worker class ${workerClass} is for Socket.IO`, otherwise: OTHERWISE };
  }
  const file = dependencyFiles(image).find(({ text }) => SOCKET_IO.test(text));
  if (file) {
    return { because: `${file.path} has Socket.IO`, otherwise: OTHERWISE };
  }
  for (const [name, values] of SESSIONS) {
    const value = process.environment.variables.get(name)?.value;
    if (value !== undefined && values.test(value)) {
      return {
        because: `${name}=${value} keeps sessions in the pod`,
        otherwise: 'it is logged out',
        fix: 'keep sessions in the database or in Redis',
      };
    }
  }
  const entry = entryModule(image, process);
  return entry && OWN_KEY.test(entry.text)
    ? {
        because: `${entry.path} makes a secret key of its own at each start`,
        otherwise: 'its session is not valid there',
        fix: 'take the key from a Secret: affinity alone loses all sessions at each start',
      }
    : undefined;
}
