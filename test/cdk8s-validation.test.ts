import { describe, expect, test } from '@jest/globals';
import { ReviewValidation, type ReviewValidationProps } from '../lib/cdk8s-validation';

async function validate(manifest: string, props?: ReviewValidationProps) {
  const violations: object[] = [];
  let status = '';
  await new ReviewValidation(props).validate({
    manifests: [manifest],
    report: {
      addViolation: (violation) => violations.push(violation),
      submit: (submitted) => {
        status = submitted;
      },
    },
  });
  return { status, violations };
}

describe('the validation plugin of cdk8s-cli', () => {
  test('given the incident, it fails and names rule, object, field and fix', async () => {
    const { status, violations } = await validate('examples/obcms/before.yaml');
    expect(status).toBe('failure');
    expect(violations).toContainEqual(
      expect.objectContaining({
        ruleName: expect.stringContaining('readiness-missing'),
        fix: expect.stringContaining('readinessProbe'),
        violatingResources: [
          { resourceName: 'obcms', locations: ['spec.template.spec.containers[0]'], manifestPath: 'examples/obcms/before.yaml' },
        ],
      }),
    );
  });
  test('given failOn never, it reports and succeeds', async () => {
    const { status, violations } = await validate('examples/obcms/before.yaml', { failOn: 'never' });
    expect(status).toBe('success');
    expect(violations.length).toBeGreaterThan(0);
  });
  test('given a manifest that cannot be read, it fails', async () => {
    expect(await validate('gone.yaml', { failOn: 'never' })).toMatchObject({
      status: 'failure',
      violations: [{ recommendation: 'there is no such file' }],
    });
  });
  test('given a severity that there is not, it says which there are', () => {
    expect(() => new ReviewValidation({ failOn: 'high' as never })).toThrow(
      'failOn "high" in the properties of probewise: there is error, warning, info, never.',
    );
  });
});
