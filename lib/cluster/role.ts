import { OPTIONAL, RESOURCES, type Resource } from './resource';

interface Grant {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/**
 * The roles that `probewise diagnose` needs, as YAML: all of it reads. Reading Secrets is not among it: a verb that shows names without
 * values does not exist. Grant `get` on the names of certificates, if it should see that one is missing.
 */
export function rolesAsYaml(): string {
  return [
    '# What probewise diagnose reads. Bind it with a ClusterRoleBinding, or in one namespace with a RoleBinding: nodes and',
    '# ingressclasses are then said not to have been read, and the rest is judged.',
    ...roleAsYaml('probewise-diagnose', lists()),
    '---',
    '# For --logs. What an application writes may be confidential.',
    ...roleAsYaml('probewise-diagnose-logs', [{ apiGroups: [''], resources: ['pods/log'], verbs: ['get'] }]),
    '---',
    '# For --ask. Who has it can send any GET request to any pod: grant it to people, and not to what runs by itself.',
    ...roleAsYaml('probewise-diagnose-ask', [{ apiGroups: [''], resources: ['pods/proxy'], verbs: ['get'] }]),
    '',
  ].join('\n');
}

function lists(): readonly Grant[] {
  const groups = new Map<string, Resource[]>();
  for (const resource of [...RESOURCES, ...OPTIONAL]) {
    groups.set(resource.group, [...(groups.get(resource.group) ?? []), resource]);
  }
  return [...groups].map(([group, resources]) => ({
    apiGroups: [group],
    resources: resources.map(({ plural }) => plural),
    verbs: ['list'],
  }));
}

function roleAsYaml(name: string, grants: readonly Grant[]): readonly string[] {
  return [
    'apiVersion: rbac.authorization.k8s.io/v1',
    'kind: ClusterRole',
    'metadata:',
    `  name: ${name}`,
    'rules:',
    ...grants.flatMap(({ apiGroups, resources, verbs }) => [
      `  - apiGroups: [${apiGroups.map((group) => group || '""').join(', ')}]`,
      `    resources: [${resources.join(', ')}]`,
      `    verbs: [${verbs.join(', ')}]`,
    ]),
  ];
}
