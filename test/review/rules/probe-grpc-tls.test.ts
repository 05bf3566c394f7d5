import { expect, test } from '@jest/globals';
import { deployment, seen, type Json } from '../shop';

const TLS = ['-cert-file=/tls/tls.crt', '-key-file=/tls/tls.key', '-ca-file=/tls/ca.crt'];
const asks = (args: string[], port: number, ports: Json[] = [{ name: 'grpc', containerPort: 8080 }]) =>
  seen('probe-grpc-tls', deployment({ args, ports, livenessProbe: { grpc: { port } } }));

test.each([
  ['the only port', TLS, 8080, undefined],
  ['flags with two dashes', ['--tls-cert-file', '/c', '--tls-key-file', '/k'], 8080, undefined],
  ['a port that the arguments name', [...TLS, '-port=8080'], 8080, [{ containerPort: 8080 }, { containerPort: 9090 }]],
])('a probe of %s with a certificate is reported', (_, args, port, ports) => {
  expect(asks(args, port, ports)).toEqual([
    expect.stringMatching(
      /^warning .*livenessProbe\.grpc: the liveness probe speaks gRPC without TLS to port 8080, and -.*cert-file gives/,
    ),
  ]);
});

test.each([
  ['no certificate', ['-port=8080'], 8080, undefined],
  ['a port for checks by its name', TLS, 8082, [{ containerPort: 8080 }, { name: 'health', containerPort: 8082 }]],
  ['a port for checks by a flag', [...TLS, '-grpc-health=8082'], 8082, [{ containerPort: 8080 }]],
  ['the certificate of a client', ['--etcd-cert-file=/c', '--etcd-key-file=/k'], 8080, undefined],
  ['a certificate authority alone', ['--ca-cert=/c'], 8080, undefined],
])('%s: left alone', (_, args, port, ports) => {
  expect(asks(args, port, ports)).toEqual([]);
});

test('a probe over HTTP is left alone', () => {
  expect(seen('probe-grpc-tls', deployment({ args: TLS, livenessProbe: { httpGet: { path: '/', port: 8080 } } }))).toEqual([]);
});
