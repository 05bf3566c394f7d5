import { describe, expect, test } from '@jest/globals';
import { Testing } from 'cdk8s';
import { ExistingDeploymentChart } from '../../examples/existing-deployment/existing-deployment-chart';
import { WHY_NOT } from './peer-tools';
import { binaryOf, HELM } from '../../test/go-tool';
import { whyNot } from '../../test/prerequisite';

const reason = whyNot(WHY_NOT, 'test:peers');

(reason ? describe.skip : describe)("given a vendor's chart and the real helm", () => {
  test('the mixin reaches what helm rendered, and liveness acts strictly later than readiness on the one endpoint', () => {
    const manifests = Testing.synth(new ExistingDeploymentChart(Testing.app(), 'existing', { helm: binaryOf(HELM) }));
    const { metadata, spec } = manifests.find(({ kind, metadata: { name } }) => kind === 'Deployment' && name.endsWith('-vendor'));
    const [{ livenessProbe, readinessProbe }] = spec.template.spec.containers;
    expect(metadata.name).toMatch(/vendor/);
    expect([livenessProbe.httpGet, readinessProbe.httpGet]).toEqual([
      { path: '/status', port: 9000, scheme: 'HTTP' },
      { path: '/status', port: 9000, scheme: 'HTTP' },
    ]);
    expect((livenessProbe.failureThreshold - 1) * livenessProbe.periodSeconds).toBeGreaterThan(
      readinessProbe.failureThreshold * readinessProbe.periodSeconds + readinessProbe.timeoutSeconds,
    );
    expect(spec.template.metadata.annotations).toEqual({
      'probewise.dev/shared-health-endpoint': 'the vendor has no other endpoint',
      'starts-within.probewise.dev/vendor': '60',
    });
  });
});
