import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { go } from '../../test/go-tool';

/** Modules that publish the definitions of what the constructs make beside Kubernetes' own kinds, and where in them. */
const PUBLISHED = [
  { module: 'sigs.k8s.io/gateway-api@v1.6.3', folder: 'config/crd/standard', of: /_httproutes\.yaml$/ },
  {
    module: 'github.com/prometheus-operator/prometheus-operator@v0.83.0',
    folder: 'example/prometheus-operator-crd',
    of: /_servicemonitors\.yaml$/,
  },
];

/** Where modules publish files of CustomResourceDefinitions, one a module; or why they could not be had. */
export const publishedDefinitions = () => PUBLISHED.map(download);

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
