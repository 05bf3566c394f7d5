import { describe, expect, test } from '@jest/globals';
import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { asYaml } from '../as-yaml';
import { manifest, podSpec, rendered, web, workload } from './workload';
import { GracefulShutdown, PreStopDelay } from '../../lib/mixins/graceful-shutdown';

const wholeSeconds = fc.integer({ min: 0, max: 600 });
const graceOf = (mixin: GracefulShutdown, spec = {}) =>
  podSpec(rendered(manifest('Deployment', spec), mixin)).terminationGracePeriodSeconds;

test('what it does to a small Deployment', () => {
  expect(asYaml(rendered(manifest(), new GracefulShutdown()))).toMatchSnapshot();
});

describe('given how long a pod may drain', () => {
  test('the grace period covers delay, drain and a margin, whatever they are', () => {
    fc.assert(
      fc.property(wholeSeconds, wholeSeconds, (delay, drain) => {
        const mixin = new GracefulShutdown({ delay: Duration.seconds(delay), drainsWithin: Duration.seconds(drain) });
        expect(graceOf(mixin)).toBeGreaterThan(delay + drain);
        expect(graceOf(mixin)).toBe(mixin.gracePeriodSeconds);
      }),
      { numRuns: 30 },
    );
  });

  test("nothing said: 10 s of delay and gunicorn's own 30 s", () => {
    expect(new GracefulShutdown().explain()).toBe('10 s delay + 30 s to drain + 5 s margin = 45 s grace period');
  });

  test("a longer grace period of the pod's own is left alone", () => {
    expect(graceOf(new GracefulShutdown(), { terminationGracePeriodSeconds: 300 })).toBe(300);
  });

  test('a shorter one is raised', () => {
    expect(graceOf(new GracefulShutdown(), { terminationGracePeriodSeconds: 1 })).toBe(45);
  });

  test.each(['delay', 'drainsWithin'])('half a second of %s is refused, with the whole number above it', (prop) => {
    expect(() => new GracefulShutdown({ [prop]: Duration.millis(1500) })).toThrow(
      new RegExp(`${prop} of 1.5 s: .*whole seconds; use ${prop} of 2 s`),
    );
  });
});

describe('given what waits before the process is told to stop', () => {
  const hook = (delayBy?: PreStopDelay) => web(new GracefulShutdown({ delayBy })).lifecycle.preStop;

  test('sleep of the image by default, without a shell', () => {
    expect(hook()).toEqual({ exec: { command: ['sleep', '10'] } });
  });

  test("the kubelet's own sleep, which is newer than the typed objects", () => {
    expect(hook(PreStopDelay.NATIVE)).toEqual({ sleep: { seconds: 10 } });
  });

  test('python for an image without sleep', () => {
    expect(hook(PreStopDelay.PYTHON)).toEqual({ exec: { command: ['python', '-c', 'import time; time.sleep(10)'] } });
  });

  test("a delay of 0 leaves no hook, and one of the user's own alone", () => {
    const none = new GracefulShutdown({ delay: Duration.seconds(0) });
    expect(web(none).lifecycle).toBeUndefined();
    expect(web(none, { lifecycle: { preStop: { exec: { command: ['own'] } } } }).lifecycle.preStop).toEqual({ exec: { command: ['own'] } });
  });

  test("a preStop hook of the user's own is an error that says how to have both", () => {
    expect(() => web(new GracefulShutdown(), { lifecycle: { preStop: { exec: { command: ['own'] } } } })).toThrow(
      /a preStop hook of container 'web': .*\{ delay: Duration.seconds\(0\) \}/,
    );
  });

  test('a postStart hook stays', () => {
    expect(web(new GracefulShutdown(), { lifecycle: { postStart: { exec: { command: ['own'] } } } }).lifecycle).toEqual({
      postStart: { exec: { command: ['own'] } },
      preStop: { exec: { command: ['sleep', '10'] } },
    });
  });
});

describe('given other kinds of workloads', () => {
  test.each(['StatefulSet', 'DaemonSet', 'Pod'])('a %s drains', (kind) => {
    expect(podSpec(rendered(manifest(kind), new GracefulShutdown())).terminationGracePeriodSeconds).toBe(45);
  });

  test.each(['Job', 'CronJob'])('a %s is not touched', (kind) => {
    expect(rendered(manifest(kind), new GracefulShutdown())).toEqual(workload(manifest(kind)).toJson());
  });
});
