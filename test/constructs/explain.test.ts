import { describe, expect, test } from '@jest/globals';
import { Duration, Testing } from 'cdk8s';
import { djangoService, gunicornService, postgres, webService } from './fixtures';
import { HealthEndpoints, Replicas, Route, Tls, WorkerClass, WorkerPolicy } from '../../lib';

const hosts = ['app.example.org'];

describe('explain', () => {
  test('of a WebService is the chain, the probes and the shutdown', () => {
    expect(webService({ traffic: { hosts } }).explain()).toMatchInlineSnapshot(`
     "chain      http://app.example.org → Ingress test-web-ingress-c88f38c9 → Service test-web-service-c8450a1e:80 → 2 pods, port 'http' 8080 → process on 8080
     startup    a boot of 1 min is never killed
                GET /health/, every 3 s, 21 failures, 3 s to answer: verdict after 1 min to 1 min 6 s
     readiness  a silent pod gets no traffic after 20 s at most
                GET /ready/, every 5 s, 3 failures, 5 s to answer: verdict after 10 s to 20 s
     liveness   1 min of slow work is forgiven, a dead process restarted after 1 min 15 s at most
                GET /health/, every 10 s, 7 failures, 5 s to answer: verdict after 1 min to 1 min 15 s
     shutdown   10 s delay + 1 min to drain + 5 s margin = 1 min 15 s grace period"
    `);
  });

  test('of a GunicornService adds the worker plan, and what to mind', () => {
    const workers = WorkerPolicy.fixed(1, { workerClass: WorkerClass.SYNC });
    expect(
      gunicornService({
        traffic: { hosts, tls: Tls.elsewhere(), route: Route.gateway({ gateway: 'public' }) },
        workers,
        replicas: Replicas.autoscaled({ max: 6 }),
      }).explain(),
    ).toMatchInlineSnapshot(`
     "chain      https://app.example.org → HTTPRoute test-web-httproute-c866d47e → Service test-web-service-c8450a1e:80 → up to 6 pods, port 'http' 8080 → gunicorn on 8080
     startup    a boot of 1 min is never killed
                GET /health/, every 3 s, 21 failures, 3 s to answer: verdict after 1 min to 1 min 6 s
     readiness  a silent pod gets no traffic after 20 s at most
                GET /ready/, every 5 s, 3 failures, 5 s to answer: verdict after 10 s to 20 s
     liveness   40 s of slow work is forgiven, a dead process restarted after 55 s at most
                GET /health/, every 10 s, 5 failures, 5 s to answer: verdict after 40 s to 55 s
     shutdown   10 s delay + 30 s to drain + 5 s margin = 45 s grace period
     pool       1 sync worker for 0.5 CPU and 1 GiB: 1 request at once; bound by fixed
     memory     master 13 MiB + 1 × 45 MiB (measured under load) = 58 MiB, 6 % of the limit; at boot it looks like 44 MiB
     time       timeout 30 s (ends a request), graceful timeout 30 s, no keep-alive, never recycled
     mind       one worker answers users and probes alike, so one slow request fails the probe; the memory limit of 1 GiB has room for a second"
    `);
  });

  test('of a DjangoService adds the account of the database connections', () => {
    const chart = Testing.chart();
    expect(
      djangoService(
        { traffic: { hosts, tls: Tls.secret('app-tls') }, database: postgres(chart, { maxConnections: 100 }) },
        chart,
      ).explain(),
    ).toMatchInlineSnapshot(`
     "chain      https://app.example.org → Ingress test-web-ingress-c88f38c9 → Service test-web-service-c8450a1e:80 → 2 pods, port 'http' 8080 → gunicorn (Django) on 8080
     startup    a boot of 1 min is never killed
                GET /health/, every 3 s, 21 failures, 3 s to answer: verdict after 1 min to 1 min 6 s
     readiness  a silent pod gets no traffic after 20 s at most
                GET /ready/, every 5 s, 3 failures, 5 s to answer: verdict after 10 s to 20 s
     liveness   1 min of slow work is forgiven, a dead process restarted after 1 min 15 s at most
                GET /health/, every 10 s, 7 failures, 5 s to answer: verdict after 1 min to 1 min 15 s
     shutdown   10 s delay + 1 min to drain + 5 s margin = 1 min 15 s grace period
     pool       2 gthread workers × 4 threads for 0.5 CPU and 1 GiB: 8 requests at once; bound by cpu
     memory     master 13 MiB + 2 × 77 MiB (measured under load) = 167 MiB, 16 % of the limit; at boot it looks like 75 MiB
     time       timeout 30 s (heartbeat only, ends no request), graceful timeout 1 min, keep-alive 1 min 15 s, never recycled
     assumed    the worker class is the image's own: planned for gthread, which 4 threads make of gunicorn's default
     database   (2 replicas + 1 surge + 2 terminating) × 2 workers × 4 threads + 1 beside them = 41 of 100 − 3 reserved"
    `);
  });

  test('leaves out what is not there: no host, no liveness, no database', () => {
    expect(djangoService({ health: { endpoints: HealthEndpoints.readinessOnly('/ready/'), startsWithin: Duration.minutes(2) } }).explain())
      .toMatchInlineSnapshot(`
     "chain      Service test-web-service-c8450a1e:80 → 2 pods, port 'http' 8080 → gunicorn (Django) on 8080
     readiness  a silent pod gets no traffic after 20 s at most
                GET /ready/, every 5 s, 3 failures, 5 s to answer: verdict after 10 s to 20 s
     shutdown   10 s delay + 1 min to drain + 5 s margin = 1 min 15 s grace period
     pool       2 gthread workers × 4 threads for 0.5 CPU and 1 GiB: 8 requests at once; bound by cpu
     memory     master 13 MiB + 2 × 77 MiB (measured under load) = 167 MiB, 16 % of the limit; at boot it looks like 75 MiB
     time       timeout 30 s (heartbeat only, ends no request), graceful timeout 1 min, keep-alive 1 min 15 s, never recycled
     assumed    the worker class is the image's own: planned for gthread, which 4 threads make of gunicorn's default"
    `);
  });
});
