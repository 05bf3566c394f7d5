import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { CHROMIUM } from './chromium';

/** A page that is open, and everything it complained about or asked the network for. */
export interface Open {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
}

/** Starts the browser; it reaches nothing but files, and leaves no profile behind. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Opens HTML as a reader would: from a file. */
export async function open<T>(
  browser: Browser,
  html: string,
  body: (open: Open) => Promise<T>,
  options: BrowserContextOptions = {},
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'probewise-page-'));
  const context = await browser.newContext(options);
  try {
    const file = join(folder, 'page.html');
    writeFileSync(file, html);
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('dialog', (dialog) => {
      complaints.push(dialog.message());
      void dialog.dismiss();
    });
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return await body({ page, complaints, requests: requests.filter((url) => url !== pathToFileURL(file).href) });
  } finally {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
