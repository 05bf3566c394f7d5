import { Random } from '../../lib/kubelet/random';

/** An object of a corpus, as JSON. */
export type Json = { [field: string]: unknown };

/** Left out of the object, which null is not. */
const ABSENT = Symbol('absent');

const NUMBERS: readonly unknown[] = [
  ABSENT,
  null,
  0,
  1,
  2,
  30,
  -1,
  1.5,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31) - 1,
  1e21,
  '5',
  '',
  'five',
  true,
  {},
  [],
  [5],
];
const PORTS: readonly unknown[] = [
  ABSENT,
  null,
  0,
  1,
  80,
  65535,
  65536,
  70000,
  -1,
  80.5,
  2 ** 31,
  'http',
  'HTTP',
  '8000',
  '80',
  '',
  'a',
  'a1',
  '1a',
  '1',
  'a--b',
  '-a',
  'a-',
  'a_b',
  'a.b',
  'abcdefghijklmno',
  'abcdefghijklmnop',
  'ü',
  ' http',
  true,
  {},
  [],
  ['http'],
];
const TEXTS: readonly unknown[] = [ABSENT, null, '', 'x', 'a/b', '/', 0, 1, 1.5, true, {}, []];
const SCHEMES: readonly unknown[] = [ABSENT, null, '', 'HTTP', 'HTTPS', 'http', 'https', 'Http', 'FTP', 1, true, {}];
const HEADER_NAMES: readonly unknown[] = [ABSENT, null, '', 'Host', 'x-a', 'X_A', 'X.A', 'X A', 'X:A', 'ü', '-', '1', 1, true, {}];
const HEADERS: readonly unknown[] = [
  null,
  [],
  {},
  'Host: x',
  [null],
  ['Host'],
  [{}],
  [{ name: 'A', value: 1 }],
  [{ name: 'A', value: true }],
  [{ name: 'A', value: null }],
  [{ name: 'A' }],
  [
    { name: 'A', value: '1' },
    { name: 'A', value: '2' },
  ],
  [
    { name: 'a b', value: '' },
    { name: 'c d', value: '' },
  ],
];
const COMMANDS: readonly unknown[] = [ABSENT, null, [], {}, 'true', ['true'], [''], [1], [null], [true], ['sh', '-c', 5], [[]]];
const PROTOCOLS: readonly unknown[] = [ABSENT, null, '', 'TCP', 'UDP', 'SCTP', 'tcp', 'HTTP', 6, true, {}];
const HANDLERS: readonly unknown[] = [ABSENT, null, {}, [], 'x', 1, true];
const PROBES: readonly unknown[] = [null, {}, [], 'none', 1, true, { periodSeconds: 5 }];
const SERVICE_PORT_NAMES: readonly unknown[] = [
  ABSENT,
  null,
  '',
  'http',
  'HTTP',
  '80',
  'a_b',
  'a.b',
  '-a',
  'a-',
  'a--b',
  'x'.repeat(63),
  'x'.repeat(64),
  'administration-interface',
  1,
  true,
  {},
];

const HTTP_GET: Json = { path: '/ready/', port: 'http' };
const FIELDS = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
  'terminationGracePeriodSeconds',
];
const ROLES = ['startupProbe', 'readinessProbe', 'livenessProbe'];

function set(object: Json, field: string, value: unknown): Json {
  const { [field]: _, ...rest } = object;
  return value === ABSENT ? rest : { ...rest, [field]: value };
}

/** Each handler, each of its fields and each odd value. */
const BROKEN_HANDLERS: readonly Json[] = [
  ...PORTS.flatMap((port) => [
    { httpGet: set(HTTP_GET, 'port', port) },
    { tcpSocket: set({}, 'port', port) },
    { grpc: set({}, 'port', port) },
  ]),
  ...TEXTS.flatMap((text) => [
    { httpGet: set(HTTP_GET, 'path', text) },
    { httpGet: set(HTTP_GET, 'host', text) },
    { tcpSocket: set({ port: 80 }, 'host', text) },
    { grpc: set({ port: 80 }, 'service', text) },
  ]),
  ...SCHEMES.map((scheme) => ({ httpGet: set(HTTP_GET, 'scheme', scheme) })),
  ...HEADER_NAMES.map((name) => ({ httpGet: { ...HTTP_GET, httpHeaders: [set({ value: 'x' }, 'name', name)] } })),
  ...HEADERS.map((httpHeaders) => ({ httpGet: { ...HTTP_GET, httpHeaders } })),
  ...COMMANDS.map((command) => ({ exec: set({}, 'command', command) })),
  ...HANDLERS.flatMap((handler) =>
    ['exec', 'httpGet', 'tcpSocket', 'grpc'].map((kind) =>
      set({ ...(kind !== 'tcpSocket' && { tcpSocket: { port: 80 } }) }, kind, handler),
    ),
  ),
  ...[
    ['exec', 'httpGet'],
    ['httpGet', 'tcpSocket'],
    ['tcpSocket', 'grpc'],
    ['exec', 'grpc'],
    ['exec', 'httpGet', 'tcpSocket', 'grpc'],
  ].flatMap((kinds) => [
    Object.fromEntries(kinds.map((kind) => [kind, kind === 'exec' ? { command: ['true'] } : { port: 80 }])),
    Object.fromEntries(kinds.map((kind) => [kind, kind === 'exec' ? { command: [] } : { port: 0 }])),
  ]),
];

const BROKEN_CONTAINER_PORTS: readonly unknown[] = [
  ...PORTS.flatMap((port) => [
    [set({ name: 'http' }, 'containerPort', port)],
    [set({ containerPort: 80 }, 'hostPort', port)],
    [set({ containerPort: 80 }, 'name', port)],
  ]),
  ...PROTOCOLS.map((protocol) => [set({ containerPort: 80 }, 'protocol', protocol)]),
  ...TEXTS.map((hostIP) => [set({ containerPort: 80, hostPort: 80 }, 'hostIP', hostIP)]),
  null,
  [],
  {},
  'http',
  80,
  [80],
  [null],
  ['http'],
  [[]],
  [{}],
  [
    { name: 'a', containerPort: 1 },
    { name: 'a', containerPort: 2 },
  ],
  [
    { name: 'A', containerPort: 1 },
    { name: 'A', containerPort: 2 },
  ],
  [{ containerPort: 1 }, { containerPort: 1 }],
  [
    { containerPort: 1, hostPort: 9 },
    { containerPort: 2, hostPort: 9 },
  ],
  [
    { containerPort: 1, hostPort: 9 },
    { containerPort: 2, hostPort: 9, protocol: 'UDP' },
  ],
  [
    { containerPort: 1, hostPort: 9, hostIP: '10.0.0.1' },
    { containerPort: 2, hostPort: 9, hostIP: '10.0.0.2' },
  ],
  [
    { containerPort: 1, hostPort: 70000 },
    { containerPort: 2, hostPort: 70000 },
  ],
];

const BROKEN_SERVICE_PORTS: readonly unknown[] = [
  ...PORTS.flatMap((port) => [[set({}, 'port', port)], [set({ port: 80 }, 'targetPort', port)]]),
  ...NUMBERS.map((nodePort) => [set({ port: 80 }, 'nodePort', nodePort)]),
  ...PROTOCOLS.map((protocol) => [set({ port: 80 }, 'protocol', protocol)]),
  ...SERVICE_PORT_NAMES.flatMap((name) => [[set({ port: 80 }, 'name', name)], [set({ port: 80 }, 'name', name), { port: 81, name: 'b' }]]),
  ...TEXTS.map((appProtocol) => [set({ port: 80 }, 'appProtocol', appProtocol)]),
  ABSENT,
  null,
  [],
  {},
  'http',
  80,
  [80],
  [null],
  ['http'],
  [{}],
  [
    { name: 'a', port: 80 },
    { name: 'a', port: 81 },
  ],
  [
    { name: 'A', port: 80 },
    { name: 'A', port: 81 },
  ],
  [
    { name: 'a', port: 80 },
    { name: 'b', port: 80 },
  ],
  [
    { name: 'a', port: 53 },
    { name: 'b', port: 53, protocol: 'UDP' },
  ],
  [{ port: 1 }, { port: 2 }, { port: 3 }],
  [
    { name: 'a', port: 80, nodePort: 30000 },
    { name: 'b', port: 81, nodePort: 30000 },
  ],
  [
    { name: 'a', port: 0 },
    { name: 'b', port: 0 },
  ],
];

const template = (spec: Json): Json => ({ metadata: { labels: { app: 'web' } }, spec });
const selector = { matchLabels: { app: 'web' } };

/** Every kind that has a pod template, with the least it needs. */
const WORKLOADS: readonly ((pod: Json) => Json)[] = [
  (pod) => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { selector, template: template(pod) } }),
  (pod) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: pod }),
  (pod) => ({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'web' },
    spec: { serviceName: 'web', selector, template: template(pod) },
  }),
  (pod) => ({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'web' }, spec: { selector, template: template(pod) } }),
  (pod) => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'web' },
    spec: { template: { spec: { ...pod, restartPolicy: 'Never' } } },
  }),
  (pod) => ({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'web' },
    spec: { schedule: '* * * * *', jobTemplate: { spec: { template: { spec: { ...pod, restartPolicy: 'Never' } } } } },
  }),
];
const SERVICES: readonly Json[] = [
  {},
  { clusterIP: 'None' },
  { type: 'NodePort' },
  { type: 'LoadBalancer' },
  { type: 'ExternalName', externalName: 'a.example' },
];

const container = (fields: Json): Json => ({ name: 'web', image: 'registry.example/shop:1', ...fields });

/**
 * Objects whose probes and ports are wrong in every single way that we could think of, one at a time, and then several at
 * once as chance has it. Everything else in them is right. Some are right altogether.
 */
export function brokenObjects(seed: number, mixed: number): readonly Json[] {
  const random = Random.seeded(seed);
  const pick = <T>(list: readonly T[]) => list[Math.floor(random.uniform() * list.length)];
  const pod = (fields: Json) => pick(WORKLOADS)({ containers: [container(fields)] });
  const service = (ports: unknown, spec: Json = pick(SERVICES)) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: set({ selector: { app: 'web' }, ...spec }, 'ports', ports),
  });
  const brokenProbe = (role: string): unknown => {
    const probe = { ...pick(BROKEN_HANDLERS) };
    return FIELDS.reduce((made, field) => (random.uniform() < 0.25 ? set(made, field, pick(NUMBERS)) : made), probe) ?? role;
  };
  const single = [
    ...BROKEN_HANDLERS.map((handler) => pod({ [pick(ROLES)]: handler })),
    ...ROLES.flatMap((role) =>
      FIELDS.flatMap((field) => NUMBERS.map((value) => pod({ [role]: set({ httpGet: HTTP_GET }, field, value) }))),
    ),
    ...PROBES.flatMap((probe) => ROLES.map((role) => pod({ [role]: probe }))),
    ...BROKEN_CONTAINER_PORTS.map((ports) => pod({ ports })),
    ...BROKEN_SERVICE_PORTS.map((ports) => service(ports)),
    ...SERVICES.flatMap((spec) =>
      [[], [{ port: 80 }], [{ port: 0 }], [{ port: 80, nodePort: 30000 }]].map((ports) => service(ports, spec)),
    ),
    ...initContainers().map((spec) => pick(WORKLOADS.slice(0, 4))(spec)),
    ...twoContainers().map((spec) => pick(WORKLOADS.slice(0, 4))(spec)),
  ];
  const several = Array.from({ length: mixed }, () =>
    random.uniform() < 0.7
      ? pod({
          ...Object.fromEntries(ROLES.filter(() => random.uniform() < 0.5).map((role) => [role, brokenProbe(role)])),
          ...(random.uniform() < 0.4 && { ports: pick(BROKEN_CONTAINER_PORTS) }),
        })
      : service([...listOf(pick(BROKEN_SERVICE_PORTS)), ...listOf(pick(BROKEN_SERVICE_PORTS))]),
  );
  return [...single, ...several];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function initContainers(): readonly Json[] {
  const probes = [{ httpGet: HTTP_GET }, { httpGet: { port: 0 } }, {}, null];
  return [undefined, 'Always', 'Never', 'OnFailure'].flatMap((restartPolicy) =>
    ROLES.flatMap((role) =>
      probes.map((probe) => ({
        containers: [container({})],
        initContainers: [{ ...container({ [role]: probe }), name: 'first', ...(restartPolicy && { restartPolicy }) }],
      })),
    ).concat([
      {
        containers: [container({})],
        initContainers: [
          {
            ...container({ ports: [{ containerPort: 0 }, { containerPort: 1, name: 'A' }] }),
            name: 'first',
            ...(restartPolicy && { restartPolicy }),
          },
        ],
      },
    ]),
  );
}

function twoContainers(): readonly Json[] {
  const two = (one: unknown, other: unknown, pod: Json = {}) => ({
    ...pod,
    containers: [container({ ports: one }), { ...container({ ports: other }), name: 'other' }],
  });
  const port = { name: 'http', containerPort: 80 };
  return [
    two([port], [port]),
    two([{ ...port, hostPort: 9 }], [{ ...port, hostPort: 9 }]),
    two([{ ...port, hostPort: 9 }], [{ ...port, hostPort: 9, protocol: 'UDP' }]),
    two([port], [{ ...port, containerPort: 81 }], { hostNetwork: true }),
    two([port], [port], { hostNetwork: true }),
    two([{ ...port, hostPort: 9 }], [{ containerPort: 81, hostPort: 81 }], { hostNetwork: true }),
    two([{ ...port, hostPort: 80 }], [], { hostNetwork: true }),
    two([{ ...port, containerPort: 0 }], [], { hostNetwork: true }),
    two([{ ...port, hostPort: 70000 }], [{ ...port, containerPort: 70000 }], { hostNetwork: true }),
  ];
}
