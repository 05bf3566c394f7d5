import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { setByDefault, setOnce, sharedEnvironment } from '../../lib/synthesis/environment';
import { variables } from '../mixins/workload';

const CONTAINER = { name: 'web', env: [{ name: 'OWN', value: '$(PORT)' }] };

describe('given variables that must be ours', () => {
  test("they come before the container's own, which may refer to them", () => {
    expect(setOnce(CONTAINER, { PORT: '8080' }).env).toEqual([{ name: 'PORT', value: '8080' }, ...CONTAINER.env]);
  });

  test('another value is an error with both, and what to do', () => {
    expect(() => setOnce({ name: 'web', env: [{ name: 'PORT', value: '80' }] }, { PORT: '8080' })).toThrow(
      "PORT='80' in the environment of container 'web': it contradicts the plan, which sets '8080'; remove it, and say the port " +
        'once: { port: … }.',
    );
  });

  test('a name that is refused is an error although nothing sets it', () => {
    expect(() => setOnce(CONTAINER, {}, ['OWN'])).toThrow(
      /OWN='\$\(PORT\)' in the environment of container 'web': it contradicts the plan; remove it/,
    );
  });

  test("a variable that has the name of something every object has, 'constructor', is an ordinary one", () => {
    const own = [
      { name: 'constructor', value: 'x' },
      { name: '__proto__', value: 'y' },
    ];
    expect(setOnce({ name: 'web', env: own }, { PORT: '8080' }).env).toEqual([{ name: 'PORT', value: '8080' }, ...own]);
  });

  test('setting them again changes nothing', () => {
    const once = setOnce(CONTAINER, { PORT: '8080' });
    expect(setOnce(once, { PORT: '8080' })).toEqual(once);
  });
});

describe('given variables that are ours unless the container sets them', () => {
  test('a value of its own stays', () => {
    expect(variables(setByDefault(CONTAINER, { OWN: 'ours', HOME: '/tmp' }))).toEqual({ OWN: '$(PORT)', HOME: '/tmp' });
  });

  test('a container without any gets them', () => {
    expect(variables(setByDefault({ name: 'web' }, { HOME: '/tmp' }))).toEqual({ HOME: '/tmp' });
  });
});

describe('given a value with a dollar', () => {
  test('a `$(` is escaped, so that the process gets it as it was meant', () => {
    expect(variables(setByDefault({ name: 'web' }, { A: '$(PORT)' })).A).toBe('$$(PORT)');
  });

  test('whatever the value, the kubelet gives the process what was meant', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', '(', ')', 'A') }), (value) => {
        expect(expanded(variables(setByDefault({ name: 'web' }, { A: value })).A, { A: 'expanded', AA: 'expanded' })).toBe(value);
      }),
    );
  });
});

describe('given a container beside the web that runs the same image', () => {
  const steered = {
    env: ['PORT', 'GUNICORN_CMD_ARGS', 'WEB_CONCURRENCY', 'FORWARDED_ALLOW_IPS', 'PROMETHEUS_MULTIPROC_DIR', 'OWN'].map((name) => ({
      name,
      value: 'x',
    })),
    volumeMounts: ['gunicorn-conf', 'prometheus', 'own'].map((name) => ({ name, mountPath: `/${name}` })),
  };

  test('it inherits nothing that steers a gunicorn', () => {
    expect(sharedEnvironment(steered)).toEqual({ env: [{ name: 'OWN', value: 'x' }], volumeMounts: [{ name: 'own', mountPath: '/own' }] });
  });

  test('it inherits what comes from config maps and secrets as a whole', () => {
    expect(sharedEnvironment({ envFrom: [{ secretRef: { name: 's' } }] })).toEqual({ envFrom: [{ secretRef: { name: 's' } }] });
  });

  test('empty lists are left out', () => {
    expect(sharedEnvironment({ env: [], envFrom: [], volumeMounts: [] })).toEqual({});
  });
});

/** `Expand` of `third_party/forked/golang/expansion/expand.go`, in short. */
function expanded(value: string, known: Record<string, string>): string {
  return value.replace(/\$(?:\$|\(([^)]*)\))/g, (match, name?: string) => (name === undefined ? '$' : (known[name] ?? match)));
}
