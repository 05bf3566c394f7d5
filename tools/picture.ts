// Draws docs/simulation.png, the picture in the README: the page that `probewise simulate --html` writes of the incident, as Debian's
// Chromium shows it. Run by `npm run picture`.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Reading } from '../lib/reading/reading';
import { readText } from '../lib/manifest/input/text';
import { simulationPage } from '../lib/page/simulation-page';
import { SCENARIOS } from '../lib/scenarios';
import { simulate, simulatedWorkloads } from '../lib/simulation/simulation';
import { open, startBrowser } from '../suites/browser/reader';

const root = resolve(__dirname, '..');
const SIZE = { width: 900, height: 3000 };
/** The lives of the pod in the scenarios that are worst. */
const SHOWN = 3;
const MARGIN = 16;

async function draw(): Promise<void> {
  const text = readFileSync(resolve(root, 'examples/obcms/before.yaml'), 'utf8');
  const reading = Reading.ofDocuments(readText('before.yaml', text).documents);
  const workloads = simulatedWorkloads(reading).map((workload) => simulate(workload, SCENARIOS, { trace: true }));
  const { version } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { version: string };
  const browser = await startBrowser();
  try {
    await open(
      browser,
      simulationPage({ version, problems: [], workloads }),
      async ({ page }) => {
        const first = (await page.locator('article').first().boundingBox())!;
        const last = (await page
          .locator('article')
          .nth(SHOWN - 1)
          .boundingBox())!;
        const clip = { x: 0, y: first.y - MARGIN, width: SIZE.width, height: last.y + last.height - first.y + 2 * MARGIN };
        await page.screenshot({ path: resolve(root, 'docs/simulation.png'), clip });
      },
      { viewport: SIZE, colorScheme: 'light' },
    );
  } finally {
    await browser.close();
  }
}

void draw();
