import { existsSync } from 'node:fs';
import type { RenderOptions } from '../manifest/input/rendering';
import { UsageError } from './command';

/** The options of every command that reads charts and kustomizations. */
export const RENDER_OPTIONS = {
  render: { type: 'boolean', default: false },
  values: { type: 'string', multiple: true, default: [] as string[] },
} as const;

/** The lines of {@link RENDER_OPTIONS} in a command's help. */
export const RENDER_HELP = `  --render                render charts and kustomizations first, with the helm, kustomize or kubectl on the path; nothing is
                          downloaded
  --values FILE           values for the charts of --render. Repeatable, later ones over earlier ones`;

/** What the command line said for {@link RENDER_OPTIONS}; nothing where nothing is to be rendered. */
export function renderOf({ render, values }: { readonly render: boolean; readonly values: readonly string[] }): RenderOptions | undefined {
  if (!render && values.length > 0) {
    throw new UsageError(`--values belongs to --render: probewise review --render --values ${values[0]} chart/`);
  }
  const missing = values.find((file) => !existsSync(file));
  if (missing !== undefined) {
    throw new UsageError(`--values ${missing}: there is no such file`);
  }
  return render ? { values } : undefined;
}
