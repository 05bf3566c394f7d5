import { describe, expect, test } from '@jest/globals';
import { deployment, seen, service } from '../shop';

const policy = (ingress: unknown, podSelector: object = { matchLabels: { app: 'web' } }, fields = {}) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'allow' },
  spec: { podSelector, ingress, ...fields },
});
const blocks = (...policies: unknown[]) => seen('network-policy-blocks', deployment(), service(), ...policies);
const port = (number: unknown, fields = {}) => [{ ports: [{ port: number, ...fields }] }];

describe('reported', () => {
  test('a policy that admits the port of the Service instead of that of the pod', () => {
    expect(blocks(policy(port(80)))).toEqual([
      'error spec.ingress: Service web sends requests to 8000 of Deployment web; NetworkPolicy allow admits 80, and no policy ' +
        'here admits 8000',
    ]);
  });

  test.each([
    ['another protocol', port(8000, { protocol: 'UDP' })],
    ['a name of another port', port('metrics')],
    ['a range beside it', port(8001, { endPort: 8010 })],
  ])('%s', (_, ingress) => {
    expect(blocks(policy(ingress))).toEqual([expect.stringMatching(/^error/)]);
  });

  test('a denial of everything, as a warning', () => {
    expect(blocks(policy(undefined, {}))).toEqual([expect.stringMatching(/^warning spec.podSelector: .*admits nothing/)]);
  });
});

describe('left alone', () => {
  test.each([
    ['the number', [policy(port(8000))]],
    ['the name', [policy(port('http'))]],
    ['a range', [policy(port(7990, { endPort: 8010 }))]],
    ['all ports', [policy([{ from: [{ podSelector: {} }] }])]],
    ['every TCP port', [policy([{ ports: [{ protocol: 'TCP' }] }])]],
    ['a denial beside an exception: policies add up', [policy([], {}), policy(port(8000))]],
    ['a policy about what goes out', [policy(undefined, {}, { policyTypes: ['Egress'] })]],
    ['a policy for other pods', [policy([], { matchLabels: { app: 'x' } })]],
    [
      'policies of Cilium beside it',
      [policy([], {}), { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'a' } }],
    ],
  ])('%s', (_, policies) => {
    expect(blocks(...policies)).toEqual([]);
  });
});
