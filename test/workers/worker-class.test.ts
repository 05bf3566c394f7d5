import { describe, expect, test } from '@jest/globals';
import { TRAITS, WorkerClass } from '../../lib/workers/worker-class';

const classes = Object.values(WorkerClass);
const where = (trait: 'threaded' | 'timeoutEndsRequests' | 'keepsConnections' | 'accessLogFormat') =>
  classes.filter((one) => TRAITS[one][trait]);

describe('given the worker classes that gunicorn has', () => {
  test('their values are what --worker-class takes; eventlet is gone', () => {
    expect(classes).toEqual(['sync', 'gthread', 'gevent', 'asgi', 'uvicorn_worker.UvicornWorker']);
  });

  test('threads apply to gthread alone', () => {
    expect(where('threaded')).toEqual([WorkerClass.GTHREAD]);
  });

  test('timeout ends a request of a sync worker, and of no other', () => {
    expect(where('timeoutEndsRequests')).toEqual([WorkerClass.SYNC]);
  });

  test('every class but sync keeps connections', () => {
    expect(where('keepsConnections')).toEqual(classes.filter((one) => one !== WorkerClass.SYNC));
  });

  test("every class but uvicorn writes the access log in gunicorn's format", () => {
    expect(where('accessLogFormat')).toEqual(classes.filter((one) => one !== WorkerClass.UVICORN));
  });
});
