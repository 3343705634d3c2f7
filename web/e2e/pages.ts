import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { launchChromium } from '../scripts/chromium.mjs';
import { url } from './api';

export const screens = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
export type Screen = keyof typeof screens;

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A browser for the tests of a file, and pages that fail a test when their console shows an error. */
export const useBrowser = () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  return async (options: BrowserContextOptions & { language?: string } = {}): Promise<{ page: Page; context: BrowserContext; faults: string[] }> => {
    const context = await browser.newContext({ viewport: screens.desktop, reducedMotion: 'reduce', acceptDownloads: true, ...options });
    await context.addInitScript((language) => localStorage.setItem('pipeline.language', language), options.language ?? 'en');
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      // Routes that a server does not have yet answer 404; the pages go on without them.
      if (message.type() === 'error' && !message.text().includes('404')) {
        faults.push(message.text());
      }
    });
    return { page, context, faults };
  };
};

/** Opens a page and waits until nothing on it is loading any more. */
export const open = async (page: Page, path: string, server = url): Promise<void> => {
  await page.goto(server + path);
  await page.locator('main').waitFor();
  await loaded(page);
};

/** Goes to a page as a link does, without loading the application again. */
export const visit = async (page: Page, path: string): Promise<void> => {
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
  await loaded(page);
};

const loaded = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => document.querySelector('main')?.textContent !== '' && document.querySelector('.MuiSkeleton-root, .shell') === null);
};

export const tile = (page: Page, id: string) => page.locator(`[data-tile="${id}"]`);

/** What axe finds that keeps somebody from using the page. */
export const expectAccessible = async (page: Page): Promise<void> => {
  // The page's policy lets no foreign script in; the debugger's evaluation is none.
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { violations } = await (window as unknown as {
      axe: { run: (of: Document, options: object) => Promise<{ violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[] }> };
    }).axe.run(document, { resultTypes: ['violations'] });
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).slice(0, 3).join(' | ')}`);
  });
  expect(found).toEqual([]);
};
