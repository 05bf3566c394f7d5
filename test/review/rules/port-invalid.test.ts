import { describe, expect, test } from '@jest/globals';
import { deployment, seen, service } from '../shop';

const invalid = (...objects: unknown[]) => seen('port-invalid', ...objects);
const ports = (...list: unknown[]) => deployment({ ports: list });

describe('reported in a container', () => {
  test.each([
    ['a quoted number', { containerPort: '8000' }, 'containerPort: containerPort is "8000"'],
    ['no number', { name: 'http' }, 'containerPort: containerPort is missing'],
    ['70000', { containerPort: 70000 }, 'containerPort: containerPort is 70000'],
    ['a fraction', { containerPort: 80.5 }, 'containerPort: containerPort is 80.5'],
    ['a host port out of range', { containerPort: 80, hostPort: -1 }, 'hostPort: hostPort is -1'],
    ['a long name', { containerPort: 80, name: 'administration-x' }, 'name: name is "administration-x"'],
    ['a name without a letter', { containerPort: 80, name: '8080' }, 'name: name is "8080"'],
    ['a protocol in lower case', { containerPort: 80, protocol: 'tcp' }, 'protocol: protocol is "tcp"'],
  ])('%s', (_, port, message) => {
    expect(invalid(ports(port))).toEqual([expect.stringContaining(`error spec.template.spec.containers[0].ports[0].${message}`)]);
  });

  test('ports that are no list', () => {
    expect(invalid(deployment({ ports: 'http' }))).toEqual([expect.stringContaining('it is a list of objects')]);
  });

  test('a name given twice', () => {
    expect(invalid(ports({ containerPort: 1, name: 'a' }, { containerPort: 2, name: 'a' }))).toEqual([
      expect.stringMatching(/ports\[1\].name: .*given twice/),
    ]);
  });
});

describe('reported in a Service', () => {
  test.each([
    ['a quoted target', [{ port: 80, targetPort: '8000' }], 'spec.ports[0].targetPort: targetPort is "8000"'],
    ['port 0', [{ port: 0 }], 'spec.ports[0].port: port is 0'],
    ['two ports without names', [{ port: 1, name: 'a' }, { port: 2 }], 'spec.ports[1]: name is missing: a Service with 2 ports'],
    ['a name with an underscore', [{ port: 1, name: 'a_b' }], 'spec.ports[0].name'],
  ])('%s', (_, list, message) => {
    expect(invalid(service({ ports: list }))).toEqual([expect.stringContaining(message)]);
  });
});

describe('left alone', () => {
  test.each([
    ['the same number for two protocols', ports({ containerPort: 53 }, { containerPort: 53, protocol: 'UDP' })],
    [
      'one name in two containers',
      deployment(
        {},
        {
          containers: [
            { name: 'a', ports: [{ name: 'http', containerPort: 1 }] },
            { name: 'b', ports: [{ name: 'http', containerPort: 2 }] },
          ],
        },
      ),
    ],
    ['fields that the API server fills in', service({ ports: [{ port: 80, targetPort: 0, protocol: '', name: '' }] })],
    ['a long name of a Service port: it is a DNS label', service({ ports: [{ port: 80, name: 'administration-interface' }] })],
  ])('%s', (_, object) => {
    expect(invalid(object)).toEqual([]);
  });
});
