import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { WorkerClass } from '../../lib/workers/worker-class';
import { workerTimes } from '../../lib/workers/worker-times';

const { SYNC, GTHREAD, GEVENT, ASGI, UVICORN } = WorkerClass;
const UNENDED = [GTHREAD, GEVENT, ASGI, UVICORN];

describe('given sync workers, whose timeout ends a request', () => {
  test("nothing stated: gunicorn's own timeout of 30 s, and the slowest request is what it ends", () => {
    expect(workerTimes({ workerClass: SYNC }, undefined)).toMatchObject({ timeout: 30, slowestRequest: 30, gracefulTimeout: 30 });
  });

  test('a stated slowest request is never what the timeout ends: 5 s are left beyond it', () => {
    expect(workerTimes({ workerClass: SYNC }, 50).timeout).toBe(55);
  });

  test("a quick slowest request does not shorten the timeout below gunicorn's own", () => {
    expect(workerTimes({ workerClass: SYNC }, 2).timeout).toBe(30);
  });

  test("a timeout of the user's own below the slowest request is an error that names both and a way out", () => {
    expect(() => workerTimes({ workerClass: SYNC, timeout: 20 }, 45)).toThrow(
      /a slowest request of 45 s with a timeout of 20 s: a sync worker is killed.*raise the timeout to 50 s, or use WorkerClass.GTHREAD/,
    );
  });

  test('keepalive does not apply, since a sync worker closes every connection', () => {
    expect(workerTimes({ workerClass: SYNC }, undefined).keepalive).toBeUndefined();
  });
});

describe('given workers whose timeout only watches the heartbeat', () => {
  test.each(UNENDED)('%s: the slowest request is taken to be 60 s, the read timeout of the ingress, unless stated', (workerClass) => {
    expect(workerTimes({ workerClass }, undefined)).toMatchObject({ timeout: 30, slowestRequest: 60, gracefulTimeout: 60 });
  });

  test.each(UNENDED)('%s: a timeout below the slowest request is fine, because it ends no request', (workerClass) => {
    expect(workerTimes({ workerClass, timeout: 10 }, 90).timeout).toBe(10);
  });

  test.each(UNENDED)('%s: connections are kept for 75 s, longer than ingress-nginx reuses one', (workerClass) => {
    expect(workerTimes({ workerClass }, undefined).keepalive).toBe(75);
  });

  test("a keepalive of the user's own is taken", () => {
    expect(workerTimes({ workerClass: GTHREAD, keepAlive: 120 }, undefined).keepalive).toBe(120);
  });
});

describe('given any class and any slowest request', () => {
  const anyClass = fc.constantFrom(...Object.values(WorkerClass));
  const seconds = fc.double({ min: 0.1, max: 600, noNaN: true });

  test('graceful_timeout covers the slowest request, so that a deploy cuts nothing and there is nothing to warn of', () => {
    fc.assert(
      fc.property(anyClass, fc.option(seconds, { nil: undefined }), (workerClass, slowest) => {
        const times = workerTimes({ workerClass }, slowest);
        expect(times.gracefulTimeout).toBeGreaterThanOrEqual(times.slowestRequest);
        expect(times.warnings).toEqual([]);
      }),
    );
  });

  test("a graceful timeout of the user's own covers the slowest request, or the plan says what a deploy cuts", () => {
    fc.assert(
      fc.property(anyClass, fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 600 }), (workerClass, graceful, slowest) => {
        const { warnings } = workerTimes({ workerClass, gracefulTimeout: graceful }, slowest);
        expect(warnings).toEqual(
          graceful >= slowest
            ? []
            : [expect.stringMatching(/^a deploy cuts requests that need more than .*; the slowest healthy one takes /)],
        );
      }),
    );
  });

  test('gunicorn is given whole seconds, rounded up', () => {
    fc.assert(
      fc.property(anyClass, seconds, (workerClass, slowest) => {
        const { timeout, gracefulTimeout, keepalive = 0 } = workerTimes({ workerClass }, slowest);
        expect([timeout, gracefulTimeout, keepalive].every(Number.isInteger)).toBe(true);
      }),
    );
  });
});
