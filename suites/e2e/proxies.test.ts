import { expect, test } from '@jest/globals';
import { IpFamily, WorkerClass, WorkerPolicy } from 'probewise';
import { fetchFrom } from './http';
import { gunicornService } from './manifests';
import { freePort } from './processes';
import { serving } from './servers';
import { describeServers } from './suite';

/** One for each piece of code that decides whom to believe: gunicorn's WSGI and ASGI workers, and uvicorn. */
const APPLICATIONS = [
  [WorkerClass.GTHREAD, 'portal.wsgi:application'],
  [WorkerClass.ASGI, 'portal.asgi:application'],
  [WorkerClass.UVICORN, 'portal.asgi:application'],
] as const;

interface Case {
  readonly workerClass: WorkerClass;
  readonly application: string;
  readonly trustProxy?: string[];
  readonly ipFamily: IpFamily;
  /** The proxy connects to the pod's IPv4 or IPv6 address. */
  readonly to?: string;
}

/** The scheme that the application sees when a proxy says that the user came over TLS. */
async function schemeSeen({ workerClass, application, trustProxy, ipFamily, to }: Case): Promise<string> {
  const port = await freePort();
  const { container } = gunicornService({ port, traffic: { trustProxy, ipFamily }, workers: WorkerPolicy.fit({ workerClass }) });
  await serving(container, { application });
  return (await fetchFrom({ port, host: to, path: '/scheme/', headers: { 'X-Forwarded-Proto': 'https' } })).body;
}

describeServers('given a proxy that says X-Forwarded-Proto: https', () => {
  test.each(APPLICATIONS)('%s workers believe it when its address is in a trusted range', async (workerClass, application) => {
    expect(await schemeSeen({ workerClass, application, ipFamily: IpFamily.IPV4, trustProxy: ['127.0.0.0/8'] })).toBe('https');
  });

  test.each(APPLICATIONS)('%s workers do not believe one outside the trusted range', async (workerClass, application) => {
    expect(await schemeSeen({ workerClass, application, ipFamily: IpFamily.IPV4, trustProxy: ['10.0.0.0/8'] })).toBe('http');
  });

  test.each(APPLICATIONS)(
    '%s workers bound to [::] believe an IPv4 proxy, which appears as ::ffff:127.0.0.1',
    async (workerClass, application) => {
      expect(await schemeSeen({ workerClass, application, ipFamily: IpFamily.DUAL_STACK, trustProxy: ['127.0.0.0/8'] })).toBe('https');
    },
  );

  test.each(APPLICATIONS)('%s workers bound to [::] believe an IPv6 proxy', async (workerClass, application) => {
    expect(await schemeSeen({ workerClass, application, ipFamily: IpFamily.IPV6, trustProxy: ['::1'], to: '::1' })).toBe('https');
  });
});
