import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { stringify } from 'yaml';
import { differenceOf } from '../../lib/difference/difference';
import { Reading } from '../../lib/reading/reading';
import { inputsOf, type Inputs } from '../../lib/manifest/input/inputs';
import { readText } from '../../lib/manifest/input/text';
import { diagnose } from '../../lib/diagnosis/diagnosis';
import { State } from '../../lib/diagnosis/state/state';
import { diagnosisPage } from '../../lib/page/diagnosis-page';
import { differencePage } from '../../lib/page/difference-page';
import { rehearsalPage } from '../../lib/page/rehearsal-page';
import { reviewPage } from '../../lib/page/review-page';
import { simulationPage } from '../../lib/page/simulation-page';
import { reviewDocuments } from '../../lib/review';
import { reportOf } from '../../lib/review/report';
import { SCENARIOS } from '../../lib/scenarios';
import { simulate, simulatedWorkloads } from '../../lib/simulation/simulation';
import { Cluster } from '../../test/diagnosis/cluster';
import { FAULTS } from '../../test/diagnosis/faults';
import { whyNot } from '../../test/prerequisite';
import { deployment, ingress, service, type Json } from '../../test/review/shop';
import { WHY_NOT } from './chromium';
import { open, startBrowser } from './reader';

const incident = readFileSync(resolve(__dirname, '../../examples/obcms/before.yaml'), 'utf8');
const written = (objects: readonly Json[]) => objects.map((object) => `---\n${stringify(object)}`).join('');
const read = (text: string): Inputs => inputsOf([['manifests.yaml', readText('manifests.yaml', text)]]);

function reviewed(text: string): string {
  const { inputs, documents, problems } = read(text);
  const report = reportOf({ version: '0.0.0', inputs, problems, findings: reviewDocuments(documents) });
  return reviewPage(report, Reading.ofDocuments(documents), new Map([['manifests.yaml', text]]));
}

function compared(before: string, after: string): string {
  return differencePage(differenceOf('0.0.0', read(before), read(after)), new Map([['manifests.yaml', after]]));
}

function simulated(text: string): string {
  const workloads = simulatedWorkloads(Reading.ofDocuments(read(text).documents)).map((workload) =>
    simulate(workload, SCENARIOS, { trace: true }),
  );
  return simulationPage({ version: '0.0.0', problems: [], workloads });
}

/** As `probewise rehearse --html` writes it: what a process measured, notes and a patch. */
function rehearsed(text: string, word: string): string {
  const { inputs, documents, problems } = read(text);
  const report = reportOf({ version: '0.0.0', inputs, problems, findings: reviewDocuments(documents) });
  return rehearsalPage({
    report,
    reading: Reading.ofDocuments(documents),
    sources: new Map([['manifests.yaml', text]]),
    measurements: [
      { link: 'process', lines: [`gunicorn ${word}`] },
      { link: 'bound', lines: ['0.0.0.0:8080', '127.0.0.1:9000, which only the pod itself reaches'] },
    ],
    notes: [`the init containers (${word}) were not run`],
    patch: `spec:\n  containers:\n    - name: ${word}\n`,
  });
}

/** A cluster of which one link is broken. */
function diagnosed(word?: string): string {
  const cluster = new Cluster();
  FAULTS[0].inject(cluster);
  cluster.visits.push({ url: 'https://shop.example.gov/', status: 503 });
  const { objects, ...record } = cluster.record;
  const text = JSON.stringify(objects);
  const named = word === undefined ? text : text.replaceAll('"web"', JSON.stringify(word));
  const state = new State({ ...record, objects: JSON.parse(named), unread: [{ what: word ?? 'nodes', because: 'forbidden' }] });
  return diagnosisPage(diagnose(state), '0.0.0');
}

const HOSTILE = '</style></script><script>alert(1)</script><img src=x onerror=alert(2)>"\'\u202e\u001b[2J';
const hostile = written([
  ingress({ name: HOSTILE, port: { number: 80 } }, { name: HOSTILE }),
  service({}, { name: HOSTILE }),
  deployment({ name: HOSTILE, readinessProbe: { httpGet: { path: HOSTILE, port: HOSTILE } } }, {}, {}, { name: HOSTILE }),
]);
const broken = written([ingress(), service({ ports: [{ port: 80, targetPort: 'www' }] }), deployment()]);

const pages: readonly (readonly [string, string])[] = [
  ['the review of the incident', reviewed(incident)],
  ['a review with a broken way', reviewed(broken)],
  ['a review of hostile names', reviewed(hostile)],
  ['a review of nothing that can be read', reviewed('a: [\n')],
  ['a difference', compared(broken, incident)],
  ['a difference of hostile names', compared('', hostile)],
  ['the simulation of the incident', simulated(incident)],
  ['a simulation of hostile names', simulated(hostile)],
  ['the rehearsal of the incident', rehearsed(incident, 'obcms')],
  ['a rehearsal of hostile names', rehearsed(hostile, HOSTILE)],
  ['a diagnosis', diagnosed()],
  ['a diagnosis of hostile names', diagnosed(HOSTILE)],
];

(whyNot(WHY_NOT, 'test:browser') ? describe.skip : describe)('a page in a real browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  test.each(pages)('given %s, it asks the network for nothing, runs nothing and complains of nothing', async (_, html) => {
    await open(browser, html, async ({ page, complaints, requests }) => {
      expect(await page.locator('script, img, iframe, object, link[rel=stylesheet]').count()).toBe(0);
      expect([...complaints, ...requests]).toEqual([]);
    });
  });

  test.each(pages)(
    'given %s, a screen reader and a keyboard find their way, on a phone in light and on a screen in dark',
    async (_, html) => {
      for (const [colorScheme, width] of [
        ['light', 360],
        ['dark', 1200],
      ] as const) {
        await open(
          browser,
          html,
          async ({ page }) => {
            const { violations } = (await page.evaluate(`${axe.source}; axe.run()`)) as axe.AxeResults;
            expect(violations.map(({ id, nodes }) => `${colorScheme}: ${id}: ${nodes[0].html}`)).toEqual([]);
            await page.keyboard.press('Tab');
            expect(await page.locator(':focus').innerText()).toBe('Skip to the contents');
          },
          { colorScheme, viewport: { width, height: 740 } },
        );
      }
    },
  );

  test.each(pages)('given %s on a phone, nothing but tables and code needs scrolling sideways', async (_, html) => {
    await open(
      browser,
      html,
      async ({ page }) => {
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
      },
      { viewport: { width: 360, height: 740 } },
    );
  });

  test('given the incident, the page says its findings, its way and its probe', async () => {
    await open(browser, pages[0][1], async ({ page }) => {
      expect(await page.title()).toMatch(/^Review of Kubernetes manifests: 1 error/);
      expect(await page.locator('article').count()).toBe(7);
      expect(await page.getByRole('listitem').allInnerTexts()).toContain('gunicorn in obcms on 0.0.0.0:8080');
      expect(await page.getByRole('row').allInnerTexts()).toContainEqual(
        expect.stringMatching(/liveness probe of obcms.*2 min.*3 min 10 s/s),
      );
    });
  });

  test('given a way that ends at the pod, the stage where it ends says so', async () => {
    await open(browser, pages[1][1], async ({ page }) => {
      expect(await page.locator('li.broken').allInnerTexts()).toEqual(['no TCP port www: the path ends here']);
    });
  });

  test('given a simulation, a table with the worst first and the life of a pod', async () => {
    await open(browser, pages[6][1], async ({ page }) => {
      const verdicts = (await page.locator('tbody tr').allInnerTexts()).map((row) => row.split('\t')[1]);
      const broken = verdicts.filter((verdict) => verdict === 'broken');
      expect(broken.length).toBeGreaterThan(0);
      expect(broken.length).toBeLessThan(verdicts.length);
      expect(verdicts.slice(0, broken.length)).toEqual(broken);
      expect(await page.locator('svg .condemned').count()).toBeGreaterThan(0);
    });
  });

  test('given a rehearsal, what was measured, what was not, and the budgets', async () => {
    await open(browser, pages[8][1], async ({ page }) => {
      expect((await page.locator('dd').allInnerTexts()).slice(-3)).toEqual([
        'gunicorn obcms',
        '0.0.0.0:8080',
        '127.0.0.1:9000, which only the pod itself reaches',
      ]);
      expect(await page.locator('main').innerText()).toContain('the init containers (obcms) were not run');
      expect(await page.getByRole('heading', { name: 'Suggested budgets' }).count()).toBe(1);
    });
  });

  test('given hostile names, they are shown as what they are', async () => {
    await open(browser, pages[2][1], async ({ page }) => {
      expect(await page.locator('h3').first().innerText()).toContain('<img src=x onerror=alert(2)>"\'\\u{202e}\\u{1b}[2J');
    });
  });

  test('given paper, dark text in dark mode too, and findings stay whole', async () => {
    await open(browser, pages[0][1], async ({ page }) => {
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const [text, whole] = (await page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.querySelector('article')).breakInside]",
      )) as [string, string];
      expect(whole).toBe('avoid');
      expect(text).toBe('rgb(28, 33, 39)');
    });
  });
});
