import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { languages } from '../src/lib/i18n';
import { sendTraffic } from './api';
import { expectAccessible, open, screens, useBrowser, visit, type Screen } from './pages';

interface Texts { tabs: Record<string, string>; frame: Record<string, string> }

const textsOf = (language: string) =>
  JSON.parse(readFileSync(new URL(`../src/locales/${language}.json`, import.meta.url), 'utf8')) as Texts;

const paths = [
  '/dashboard/traffic', '/dashboard/search', '/dashboard/products', '/dashboard/revenue', '/dashboard/behaviour', '/now',
  '/journeys?user=e2e-0', '/journeys', '/add-event', '/nowhere',
  '/operations', '/operations/failed-batches', '/operations/failed-batches/nobody', '/operations/runs', '/operations/runs/nobody',
  '/operations/alarms', '/operations/archive', '/operations/audit',
];

describe('every page', () => {
  const newPage = useBrowser();
  beforeAll(sendTraffic);

  for (const language of languages) {
    it(`works in ${language} on every screen`, async () => {
      const { page, faults } = await newPage({ language });
      const texts = textsOf(language);
      await open(page, '/');
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      for (const screen of Object.keys(screens) as Screen[]) {
        await page.setViewportSize(screens[screen]);
        for (const path of paths) {
          await visit(page, path);
          await page.getByRole('link', { name: texts.frame['dashboard'] ?? '' }).first().waitFor();
          expect(await page.locator('main').textContent(), path).not.toMatch(/[a-z]+\.[a-z]+[A-Z]|{{|undefined|NaN/);
          const width = await page.evaluate(() => document.documentElement.scrollWidth);
          expect(width, `${path} does not scroll sideways`).toBeLessThanOrEqual(screens[screen].width);
        }
      }
      expect(faults).toEqual([]);
    });
  }

  it('is there when its address is opened', async () => {
    const { page, faults } = await newPage();
    for (const path of paths) {
      await open(page, path);
      expect(new URL(page.url()).pathname).toBe(path.replace(/\?.*/, ''));
    }
    expect(faults).toEqual([]);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`keeps nobody out in ${colorScheme}`, async () => {
      const { page } = await newPage({ colorScheme });
      await open(page, '/');
      for (const path of paths) {
        await visit(page, path);
        await expectAccessible(page);
      }
    });
  }

  it('can be used from the keyboard alone', async () => {
    const { page } = await newPage();
    await open(page, '/dashboard/traffic');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('#content');
    const period = page.getByRole('combobox', { name: 'Period' });
    await period.focus();
    await page.keyboard.press('Home');
    await page.waitForURL(/period=today/);

    await open(page, '/dashboard/traffic');
    await page.locator('[data-series="full"]').first().waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Sessions over time: Save as CSV' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('group', { name: /Sessions over time/ }).getByText(/^\w{3}, \d+ \w+ \d{4}/).first().waitFor();
  });
});
