import type { ProbeRole } from '../conventions/probe-role';

// Pieces of CEL that several rules are made of. What the API server fills in is said here as well: a policy may meet objects without it.

/** A text in CEL. */
export function quoted(text: string): string {
  return `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
}

/** The probe of the container `c`. */
export function probe(role: ProbeRole): string {
  return `c.${role}Probe`;
}

/** Whether the container `c` has this probe. */
export function hasProbe(role: ProbeRole): string {
  return `has(${probe(role)})`;
}

/** The numbers of a probe, with the defaults of `SetDefaults_Probe` (`pkg/apis/core/v1/defaults.go`). */
function numbersOf(role: ProbeRole) {
  const field = (name: string, unset: number) => `${probe(role)}.?${name}.orValue(${unset})`;
  return {
    delay: field('initialDelaySeconds', 0),
    period: field('periodSeconds', 10),
    timeout: field('timeoutSeconds', 1),
    successes: field('successThreshold', 1),
    failures: field('failureThreshold', 3),
  };
}

/** The larger of two numbers. */
export function larger(one: string, other: string): string {
  return `(${one} > ${other} ? ${one} : ${other})`;
}

/** As `ProbeTiming.earliestVerdict`. Seconds. */
export function earliestVerdict(role: ProbeRole): string {
  const { delay, failures, period } = numbersOf(role);
  return `(${larger(`${delay} - 1`, '0')} + (${failures} - 1) * ${period})`;
}

/** As `ProbeTiming.latestVerdict`. Seconds. */
export function latestVerdict(role: ProbeRole): string {
  return `(${numbersOf(role).delay} + ${latestWhileRunning(role)})`;
}

/** The early end of `ProbeTiming._whileRunning`. Seconds. */
export function earliestWhileRunning(role: ProbeRole): string {
  const { failures, period, timeout } = numbersOf(role);
  return `(${larger(`${failures} - (${timeout} > ${period} ? 2 : 1)`, '0')} * ${period})`;
}

/** The late end of it. Seconds. */
export function latestWhileRunning(role: ProbeRole): string {
  const { failures, period, timeout } = numbersOf(role);
  return `(${period} + (${failures} - 1) * ${larger(period, timeout)} + ${timeout})`;
}

/** How long a container may take to be ready, once started. Seconds. */
export function readyWithin(started: string): string {
  const { delay, successes, period, timeout } = numbersOf('readiness');
  return `(${larger(started, delay)} + ${successes} * ${period} + ${timeout})`;
}

export function initialDelay(role: ProbeRole): string {
  return numbersOf(role).delay;
}

/** The number behind a port's name, as text; the name where no port of the container has it. */
function portOf(port: string): string {
  const named = `c.?ports.orValue([]).filter(p, p.?name.orValue('') == string(${port}))`;
  return `(size(${named}) > 0 ? string(${named}[0].containerPort) : string(${port}))`;
}

/** What a probe asks, as a list of texts: two probes that ask the same have the same list. Empty without a handler. */
export function question(role: ProbeRole): string {
  const of = probe(role);
  const path = `string(${of}.httpGet.?path.orValue('/')).split('#')[0]`;
  const query = `(size(${path}.split('?')) > 1 ? ${path}.split('?')[1] : '')`;
  const plain = `${path}.split('?')[0].find('^.*[^/]')`;
  const text = (field: string, unset = "''") => `string(${of}.${field}.orValue(${unset}))`;
  // All lists are of texts: the API server's CEL takes no mixed ones.
  return (
    `(has(${of}.httpGet) ? dyn(['GET', ${portOf(`${of}.httpGet.port`)}, ${text('httpGet.?host')}, ${plain}, ${query}]) : ` +
    `has(${of}.tcpSocket) ? dyn(['TCP', ${portOf(`${of}.tcpSocket.port`)}, ${text('tcpSocket.?host')}]) : ` +
    `has(${of}.grpc) ? dyn(['gRPC', ${portOf(`${of}.grpc.port`)}, ${text('grpc.?service')}]) : ` +
    `has(${of}.exec) ? dyn(['exec'] + ${of}.exec.?command.orValue([]).map(w, string(w))) : dyn([]))`
  );
}

/** The words of the command of the container `c`. */
export const WORDS = '(c.?command.orValue([]) + c.?args.orValue([]))';

/** Whether the program that the manifest starts is one of these; through a shell it is not seen. */
export function starts(...programs: readonly string[]): string {
  return `(size(${WORDS}) > 0 && ${WORDS}[0].matches(${quoted(`^(.*/)?(${programs.join('|')})$`)}))`;
}

/** Whether one of these stands on the command line. */
export function hasWord(...words: readonly string[]): string {
  return `${WORDS}.exists(w, w in [${words.map(quoted).join(', ')}])`;
}
