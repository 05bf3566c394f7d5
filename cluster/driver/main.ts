import { endClusters, startCluster } from './cluster';
import { whyNoCluster } from './prerequisites';

/** `npm run cluster`: a cluster for a person, until Ctrl-C. */
async function main(): Promise<void> {
  console.log('Making what the cluster is made of. The first time this takes minutes.');
  const reason = whyNoCluster();
  if (reason) {
    console.error(`\n*** THERE IS NO CLUSTER: ${reason} ***\n`);
    process.exitCode = 1;
    return;
  }
  // Asked once or often, and before it is ready as well.
  const asked = new Promise<void>((settle) => ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => process.on(signal, settle)));
  const end = asked.then(async () => {
    await endClusters();
    console.log('Nothing is left.');
    process.exit();
  });
  const began = performance.now();
  const cluster = await Promise.race([startCluster(), end]);
  console.log(
    [
      `Ready after ${((performance.now() - began) / 1000).toFixed(0)} s.`,
      `  export KUBECONFIG=${cluster.kubeconfig}`,
      `  Ingresses answer on http://127.0.0.1:${cluster.ports.http} and https://127.0.0.1:${cluster.ports.https}, by their hosts.`,
      'Ctrl-C ends all of it.',
    ].join('\n'),
  );
  await end;
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
