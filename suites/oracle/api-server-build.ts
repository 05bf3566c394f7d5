import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { go, HELM, install } from '../../test/go-tool';
import { tellWhyNot } from '../../test/prerequisite';

/** Why the suite cannot run; empty when it can. */
export const WHY_NOT = 'PROBEWISE_ORACLE_WHY_NOT';
/** Kubernetes' own validation as a program (conformance/validity). */
export const VALIDITY = resolve(__dirname, '../../.cache/oracle/validity');
/** Files of CustomResourceDefinitions, as a list in JSON. */
export const DEFINITIONS = 'PROBEWISE_ORACLE_DEFINITIONS';

/** Modules that publish the definitions of what the constructs make beside Kubernetes' own kinds, and where in them. */
const PUBLISHED = [
  { module: 'sigs.k8s.io/gateway-api@v1.6.3', folder: 'config/crd/standard', of: /_httproutes\.yaml$/ },
  {
    module: 'github.com/prometheus-operator/prometheus-operator@v0.83.0',
    folder: 'example/prometheus-operator-crd',
    of: /_servicemonitors\.yaml$/,
  },
];

/** Run once before the suite (`globalSetup`): Go builds only what has changed since it last did. */
export default function prepare(): void {
  const definitions = PUBLISHED.map(download);
  tellWhyNot(
    WHY_NOT,
    'the suite of the oracle',
    [install(HELM), go(['build', '-o', VALIDITY, './validity']).reason, ...definitions.map(({ reason }) => reason)].find(
      (reason) => reason !== undefined,
    ),
  );
  process.env[DEFINITIONS] = JSON.stringify(definitions.flatMap(({ files }) => files));
}

function download({ module, folder, of }: (typeof PUBLISHED)[number]): { readonly files: readonly string[]; readonly reason?: string } {
  const { out, reason } = go(['mod', 'download', '-json', module]);
  if (reason) {
    return { files: [], reason: out.startsWith('{') ? JSON.parse(out).Error : reason };
  }
  const directory = join(JSON.parse(out).Dir, folder);
  const files = readdirSync(directory)
    .filter((name) => of.test(name))
    .map((name) => join(directory, name));
  return { files, ...(files.length === 0 && { reason: `${module} has no definition ${of} in ${folder}` }) };
}
