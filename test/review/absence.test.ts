import { describe, expect, test } from '@jest/globals';
import { review, type Extent } from '../../lib/review';
import { autoscaler, deployment, ingress, service } from './shop';

const RULES = [
  'autoscaler-target-missing',
  'config-key-missing',
  'disruption-protects-nothing',
  'disruption-unbounded',
  'ingress-backend-missing',
  'network-policy-blocks',
  'service-selects-nothing',
];
const found = (objects: readonly unknown[], extent?: Extent) =>
  review(objects, { extent })
    .filter(({ rule }) => RULES.includes(rule))
    .map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`)
    .sort();

const named = (kind: string, apiVersion: string, spec: object) => ({ apiVersion, kind, metadata: { name: 'lost' }, spec });
const LOST = [
  service({ selector: { app: 'gone' } }),
  ingress(),
  named('Ingress', 'networking.k8s.io/v1', { defaultBackend: { service: { name: 'gone', port: { number: 80 } } } }),
  autoscaler({ scaleTargetRef: { kind: 'StatefulSet', name: 'gone' } }),
  named('PodDisruptionBudget', 'policy/v1', { maxUnavailable: 1, selector: { matchLabels: { app: 'gone' } } }),
  deployment({ env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'gone', key: 'a' } } }] }, {}, {}, { name: 'api' }),
];

describe('what is absent', () => {
  test('may live elsewhere, where nothing is known of the bundle', () => {
    expect(found(LOST).filter((line) => !line.includes('ingress-backend-missing'))).toEqual([]);
  });

  test('is an error of Service, Ingress, autoscaler, budget and ConfigMap key where the bundle is complete', () => {
    expect(found(LOST, { complete: true })).toEqual([
      'error autoscaler-target-missing: HorizontalPodAutoscaler web scales StatefulSet gone, which is not here',
      'error config-key-missing: variable A of container web needs key a of ConfigMap gone, which is not here',
      'error disruption-protects-nothing: PodDisruptionBudget lost selects app=gone, which no pods here have',
      'error ingress-backend-missing: Ingress lost sends requests to Service gone, which is not among the Services here: web',
      'error service-selects-nothing: Service web selects app=gone, which no pods here have',
    ]);
  });

  test('is not told where part of the input could not be read, whatever is claimed', () => {
    expect(found(LOST, { complete: true, unread: ['patch.yaml: no valid YAML'] })).toEqual([]);
    expect(found([service({ selector: { app: 'wbe' } }), deployment()])).toHaveLength(1);
    expect(found([service({ selector: { app: 'wbe' } }), deployment()], { unread: ['a.yaml'] })).toEqual([]);
  });

  test('is not told beside a Template, whose objects nobody has made yet', () => {
    expect(found([...LOST, { apiVersion: 'template.openshift.io/v1', kind: 'Template', objects: [] }], { complete: true })).toEqual([]);
  });

  test('leaves what each cluster has, what others make, and what is optional', () => {
    const env = [
      { name: 'A', valueFrom: { configMapKeyRef: { name: 'kube-root-ca.crt', key: 'ca.crt' } } },
      { name: 'B', valueFrom: { secretKeyRef: { name: 'gone', key: 'a' } } },
      { name: 'C', valueFrom: { configMapKeyRef: { name: 'gone', key: 'a', optional: true } } },
    ];
    expect(found([deployment({ env })], { complete: true })).toEqual([]);
  });
});
