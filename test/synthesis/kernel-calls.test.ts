import { describe, expect, test } from '@jest/globals';
import { ApiObject, App, Chart, JsonPatch, Size } from 'cdk8s';
import { Deployment, k8s } from 'cdk8s-plus-28';
import { GracefulShutdown } from '../../lib/mixins/graceful-shutdown';
import type { Json } from '../../lib/synthesis/json';
import { LEAST, webService } from '../constructs/fixtures';
import { WebService } from '../../lib/constructs/web-service';
import { chart, manifest, workload } from '../mixins/workload';

/**
 * A call from Python, Java or Go: jsii's kernel looks the method up on the prototype of the object's constructor, past whatever
 * the object itself holds (`@jsii/kernel`, `Kernel.#findInvokeTarget`).
 */
function call(object: object, method: string, ...args: unknown[]): Json {
  const { prototype } = object.constructor as unknown as { prototype: Record<string, (...args: unknown[]) => Json> };
  return prototype[method].apply(object, args);
}

/** What a subclass in another language does to the object: its method, put where a call from JavaScript finds it first. */
function overriddenByAnotherLanguage(object: object, method: string, body: () => unknown): void {
  Object.defineProperty(object, method, { enumerable: false, configurable: false, writable: false, value: body });
}

const graceOf = (object: Json) => object.spec.template.spec.terminationGracePeriodSeconds;

describe('given a mixin on a workload, and calls that go through the prototype', () => {
  test('the object renders as it does in TypeScript', () => {
    const object = workload();
    object.with(new GracefulShutdown());
    expect(call(object, 'toJson')).toEqual(object.toJson());
    expect(graceOf(call(object, 'toJson'))).toBe(45);
  });

  test('a patch after the mixin is applied to what the mixin made', () => {
    const object = workload();
    object.with(new GracefulShutdown());
    call(object, 'addJsonPatch', JsonPatch.replace('/spec/template/spec/terminationGracePeriodSeconds', 90));
    expect(graceOf(object.toJson())).toBe(90);
  });

  test('a typed object and a cdk8s-plus one are no different', () => {
    const scope = chart();
    const typed = new k8s.KubeDeployment(scope, 'typed', { spec: manifest().spec });
    const plus = new Deployment(scope, 'plus', { containers: [{ image: 'a:1', resources: { memory: { limit: Size.mebibytes(64) } } }] });
    for (const object of [typed, ApiObject.of(plus)]) {
      object.with(new GracefulShutdown());
      expect(graceOf(call(object, 'toJson'))).toBe(45);
    }
  });

  test('the object goes on being what it was', () => {
    const object = workload();
    object.with(new GracefulShutdown());
    expect(object).toBeInstanceOf(ApiObject);
    expect(object.constructor.name).toBe('ApiObject');
    expect(Object.keys(object)).not.toContain('toJson');
  });
});

describe('given a web service, and calls that go through the prototype', () => {
  test('a changed target port is not lost: the synthesis fails and names both ports', () => {
    const service = webService();
    call(ApiObject.of(service.service), 'addJsonPatch', JsonPatch.replace('/spec/ports/0/targetPort', 9999));
    expect(() => call(Chart.of(service), 'toJson')).toThrow(/9999.*8080|8080.*9999/);
  });

  test('a replaced field of a probe is there to be replaced', () => {
    const deployment = ApiObject.of(webService().deployment);
    call(deployment, 'addJsonPatch', JsonPatch.replace('/spec/template/spec/containers/0/readinessProbe/periodSeconds', 3));
    expect(call(deployment, 'toJson').spec.template.spec.containers[0].readinessProbe.periodSeconds).toBe(3);
  });
});

describe('given a subclass of Chart that overrides toJson', () => {
  const kinds = (objects: Json) => objects.map(({ kind }: Json) => kind);

  test('in TypeScript, it has the last word', () => {
    class Filtered extends Chart {
      public toJson(): Json[] {
        return super.toJson().filter(({ kind }) => kind === 'Deployment');
      }
    }
    const own = new Filtered(new App(), 'own');
    new WebService(own, 'web', LEAST);
    expect(kinds(own.toJson())).toEqual(['Deployment']);
    expect(kinds(call(own, 'toJson'))).toEqual(['Deployment']);
  });

  test('in another language, it calls what it overrides and has the last word', () => {
    const app = new App();
    const own = new Chart(app, 'own');
    overriddenByAnotherLanguage(own, 'toJson', () => call(own, 'toJson').filter(({ kind }: Json) => kind === 'Deployment'));
    new WebService(own, 'web', LEAST);
    expect(kinds(own.toJson())).toEqual(['Deployment']);
    expect(app.synthYaml()).toMatch(/^apiVersion: apps\/v1\nkind: Deployment/);
  });
});
