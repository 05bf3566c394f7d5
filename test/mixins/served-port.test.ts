import { describe, expect, test } from '@jest/globals';
import { ServedPort } from '../../lib/mixins/served-port';
import { manifest, rendered, variables, web, WEB, workload } from './workload';

const claim = () => new ServedPort('web', 8080);
const beside = (ports: object[]) => ({ containers: [WEB, { name: 'proxy', image: 'p', ports }] });

describe('given a port that is said once', () => {
  test('the process reads it from PORT', () => {
    expect(variables(web(claim())).PORT).toBe('8080');
  });

  test('a second container on the same port is an error that names both', () => {
    expect(() => rendered(manifest('Deployment', beside([{ containerPort: 8080 }])), claim())).toThrow(
      "port 8080 of container 'proxy': container 'web' binds it, and the containers of a pod share one network; give one of them " +
        'another port.',
    );
  });

  test('a second container on another port is fine', () => {
    expect(() => rendered(manifest('Deployment', beside([{ containerPort: 9000 }])), claim())).not.toThrow();
  });

  test("a PORT of the user's own is an error", () => {
    expect(() => web(claim(), { env: [{ name: 'PORT', value: '80' }] })).toThrow(/PORT='80' .* contradicts the plan, which sets '8080'/);
  });

  test('a Job serves no port', () => {
    expect(rendered(manifest('Job'), claim())).toEqual(workload(manifest('Job')).toJson());
  });
});
