import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { ObcmsChart } from '../../examples/obcms/obcms-chart';

/** The example of the incident as TypeScript synthesises it. */
export function inTypeScript(): string {
  return written((outdir) => {
    const app = new App({ outdir });
    new ObcmsChart(app, 'obcms');
    app.synth();
  });
}

/** The manifest that a program writes into the folder it is given. */
export function written(synthesise: (outdir: string) => void): string {
  const outdir = mkdtempSync(join(tmpdir(), 'probewise-languages-'));
  try {
    synthesise(outdir);
    return readFileSync(join(outdir, 'obcms.k8s.yaml'), 'utf8');
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
