import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useBrowser } from './pages';
import { run, startApi } from './startApi';

const password = 'correct horse battery';

/** One that has accounts, and 40 failed batches of four kinds. */
describe('an operator in the Hangfire dashboard', () => {
  const newPage = useBrowser();
  let api: Awaited<ReturnType<typeof startApi>>;
  beforeAll(async () => {
    const lines = await Promise.all([
      run('Tools', ['account', 'ana', '--role', 'operator'], `${password}\n`), run('Tools', ['account', 'rob', '--role', 'reader'], `${password}\n`),
      run('Tools', ['key', 'shop']),
    ]);
    const settings = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
    api = await startApi({ isPoisoned: true, settings });
  });
  afterAll(() => api.stop());

  const signIn = async (page: Page, name: string, secret: string) => {
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Password').fill(secret);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  it('signs in and retries failed batches in stages, to the end', async () => {
    const { page, faults } = await newPage();
    await page.goto(`${api.url}/hangfire/failed-batches?reason=invalid.userId`);
    await page.waitForURL(/\/sign-in\?/);
    await signIn(page, 'ana', 'wrong');
    await page.getByRole('alert').waitFor();
    await signIn(page, 'ana', password);
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

  it('can do nothing as a reader', async () => {
    const { page } = await newPage();
    await page.goto(`${api.url}/hangfire/failed-batches`);
    await signIn(page, 'rob', password);
    await page.getByRole('heading', { name: 'Failed batches' }).waitFor();
    expect(await page.getByRole('button', { name: 'Retry in stages' }).count()).toBe(0);
    expect(await page.evaluate(async () => (await fetch('/api/ops/failed-batches')).status)).toBe(403);
  });
});

const resultOf = async (page: Page, text: string) => {
  for (let look = 0; look < 60 && !(await page.locator('body').innerText()).includes(text); look++) {
    await page.waitForTimeout(500);
    await page.reload();
  }
  expect(await page.locator('body').innerText()).toContain(text);
};
