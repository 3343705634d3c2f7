import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closedSettings, signIn } from './accounts';
import { expectAccessible, screens, tile, useBrowser } from './pages';
import { startApi } from './startApi';

/** Of one that has accounts, 40 failed batches of four kinds, and three events that never came. */
describe('people who sign in', () => {
  const newPage = useBrowser();
  let api: Awaited<ReturnType<typeof startApi>>;
  beforeAll(async () => {
    // Soon enough to be seen here, and longer than the ingest process is silent.
    const settings = { ...await closedSettings(), Pipeline__Ledger__GapAfter: '00:00:15', Pipeline__Ingest__Heartbeat: '00:00:02' };
    api = await startApi({ isPoisoned: true, lost: 3, settings });
  });
  afterAll(() => api.stop());

  it('retry failed batches in stages in the Hangfire dashboard, to the end', async () => {
    const { page, faults } = await newPage();
    await page.goto(`${api.url}/hangfire/failed-batches?reason=invalid.userId`);
    await page.waitForURL(/\/sign-in\?/);
    await signIn(page, 'ana', 'wrong');
    await page.getByRole('alert').waitFor();
    await signIn(page, 'ana');
    await page.waitForURL(/\/hangfire\/failed-batches\?reason=invalid\.userId/);

    // The first one fails, and that is all that is tried.
    await page.getByRole('button', { name: 'Retry in stages' }).click();
    await page.waitForURL(/\/hangfire\/runs\/details\//);
    await resultOf(page, '1 failed again · stopped after stage 1: 1 of 1 failed, at most 20 % may; 9 left as they were');

    await page.goto(`${api.url}/hangfire/failed-batches?reason=invalid.userId`);
    await page.getByLabel('even if many fail').check();
    await page.getByRole('button', { name: 'Retry in stages' }).click();
    await page.waitForURL(/\/hangfire\/runs\/details\//);
    await resultOf(page, '0 new, 0 already there, 10 failed again');
    await page.getByText('10 of 10 (100 %)').waitFor();

    await page.goto(`${api.url}/hangfire/failed-batches?reason=invalid.userId`);
    await page.getByLabel('Reason', { exact: true }).last().fill('a test shop');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.waitForURL(/state=discarded/);
    await page.goto(`${api.url}/hangfire/pipeline`);
    await page.getByRole('row', { name: 'Open 30' }).waitFor();
    expect(faults.filter((fault) => !fault.includes('401'))).toEqual([]);
  });

  it('can do nothing there as readers', async () => {
    const { page } = await newPage();
    await page.goto(`${api.url}/hangfire/failed-batches`);
    await signIn(page, 'rob');
    await page.getByRole('heading', { name: 'Failed batches' }).waitFor();
    expect(await page.getByRole('button', { name: 'Retry in stages' }).count()).toBe(0);
    expect(await page.evaluate(async () => (await fetch('/api/ops/failed-batches')).status)).toBe(403);
  });

  it('come back to where they were; Operations are for operators', async () => {
    const { page } = await newPage();
    await page.goto(`${api.url}/operations/alarms?state=open`);
    await page.waitForURL(/\/sign-in\?/);
    await signIn(page, 'rob');
    await page.waitForURL(/\/operations\/alarms\?state=open$/);
    await page.getByText('These pages are for operators.').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    // What the server would refuse is not offered.
    expect(await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').allTextContents()).toEqual(['Dashboard', 'Now', 'Journeys']);
    await expectAccessible(page);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(/\/sign-in$/);
    expect((await page.request.get(`${api.url}/api/me`)).status()).toBe(401);
    await page.goto(`${api.url}/operations/alarms?state=open`);
    await page.waitForURL(/\/sign-in\?/);
    await signIn(page, 'ana');
    await page.waitForURL(/\/operations\/alarms\?state=open$/);
    await page.getByRole('link', { name: 'Operations' }).waitFor();
    await page.getByRole('heading', { name: 'Alarms' }).waitFor();
  });

  it('lose nothing when a sign-in ends in the middle of work', async () => {
    const { page, context } = await newPage();
    await page.goto(`${api.url}/operations/failed-batches?reason=invalid.timestamp`);
    await signIn(page, 'ana');
    await page.getByRole('table', { name: 'Failed batches' }).getByRole('link').first().click();
    const payload = page.getByRole('textbox', { name: 'New payload' });
    const mended = (await payload.inputValue()).replace('yesterday', new Date(Date.now() - 3_600_000).toISOString());
    await payload.fill(mended);
    await context.clearCookies();
    await page.getByRole('button', { name: 'Save and retry' }).click();
    await page.getByRole('alert').getByText('You are not signed in, or no longer.').waitFor();
    expect(await payload.inputValue()).toBe(mended);

    const [other] = await Promise.all([context.waitForEvent('page'), page.getByRole('alert').getByRole('link', { name: 'Sign in' }).click()]);
    await signIn(other, 'ana');
    await other.getByRole('heading', { name: 'invalid.timestamp' }).waitFor();
    expect(await payload.inputValue()).toBe(mended);
    await page.getByRole('button', { name: 'Save and retry' }).click();
    await page.getByText('1 new, 0 already there, 0 failed again').first().waitFor();

    // A page that is only looked at says so too, and goes on by itself.
    await page.getByRole('link', { name: 'Health' }).click();
    await tile(page, 'failedBatches').waitFor();
    const cookies = await context.cookies();
    await context.clearCookies();
    await page.getByRole('alert').getByRole('link', { name: 'Sign in' }).waitFor();
    await context.addCookies(cookies);
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });

  it('look after an alarm', async () => {
    const { page, faults } = await newPage();
    await page.goto(`${api.url}/operations`);
    await signIn(page, 'ana');
    await tile(page, 'probe').waitFor();
    await page.getByRole('link', { name: 'Alarms (1)' }).click();
    const alarm = page.locator('[data-alarm="gap"]');
    await alarm.getByText('Events are missing').waitFor();
    await alarm.getByText(/3 accepted items of producer .* are missing: numbers 0 to 2/).waitFor();
    await expectAccessible(page);
    await page.setViewportSize(screens.phone);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(screens.phone.width);
    await page.setViewportSize(screens.desktop);

    await alarm.getByRole('button', { name: 'Look after it' }).click();
    await alarm.getByText('ana looks after it').waitFor();
    await page.getByRole('combobox', { name: 'State' }).selectOption('cleared');
    await page.waitForURL(/state=cleared/);
    await alarm.waitFor({ state: 'detached' });
    await page.getByRole('combobox', { name: 'State' }).selectOption('open');
    await alarm.getByText('Open for').waitFor();

    // Who did it is in the log, and who came and went.
    await page.getByRole('link', { name: 'Audit log' }).click();
    const log = page.getByRole('table', { name: 'Audit log' });
    await log.getByRole('row', { name: /ana Looking after an alarm .* Done \(200\)/ }).waitFor();
    await log.getByRole('row', { name: /ana Sign-in .* Refused \(401\)/ }).first().waitFor();
    await log.getByRole('row', { name: /rob Sign-out .* Done \(204\)/ }).first().waitFor();
    expect(faults.filter((fault) => !fault.includes('401'))).toEqual([]);
  });
});

const resultOf = async (page: Page, text: string) => {
  for (let look = 0; look < 60 && !(await page.locator('body').innerText()).includes(text); look++) {
    await page.waitForTimeout(500);
    await page.reload();
  }
  expect(await page.locator('body').innerText()).toContain(text);
};
