import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { archiveDay, fakeArchive } from './archive';
import { expectAccessible, open, tile, useBrowser } from './pages';

const phone = { width: 360, height: 780 };
const cell = (page: Page, day: string) => page.locator(`[data-day="${day}"]`);

describe('an operator with a year in the archive', () => {
  const newPage = useBrowser();

  it('sees at a glance where every day lies, and that one needs a person', async () => {
    const { page, faults } = await newPage();
    await fakeArchive(page);
    await open(page, '/operations/archive');
    expect(await tile(page, 'archive-days').textContent()).toBe('364');
    expect(await tile(page, 'archive-damaged').textContent()).toBe('1');
    expect(await page.locator('[data-legend="archived"]').textContent()).toMatch(/Archived 331/);
    expect(await cell(page, archiveDay.hot).getAttribute('data-state')).toBe('hot');
    expect(await cell(page, archiveDay.archived).textContent()).toContain('●');

    // In a month that is not shown.
    expect(await cell(page, archiveDay.damaged).count()).toBe(0);
    await page.getByText('Damaged', { exact: true }).first().locator('xpath=..').getByRole('button').click();
    await page.getByText('the file is missing').waitFor();
    await page.getByRole('button', { name: 'Earlier months' }).click();
    expect(await cell(page, archiveDay.damaged).textContent()).toContain('!');
    expect(faults).toEqual([]);
  });

  it('brings a day back after being asked, and sees the calendar change when it is there', async () => {
    const { page, faults } = await newPage();
    const { asked } = await fakeArchive(page);
    await open(page, '/operations/archive');
    await cell(page, archiveDay.archived).click();
    await page.getByText('Last proved').waitFor();
    await page.getByRole('button', { name: 'Bring back' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/1,000 events .* are copied back/).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(asked).toEqual([]);

    await page.getByRole('button', { name: 'Bring back' }).click();
    await dialog.getByRole('button', { name: 'Bring back' }).click();
    await page.getByText('25.0% · 250 of 1,000 · 50 a second · 15s left').waitFor();
    await page.getByTestId('run-result').getByText('1 days with 1000 events restored').waitFor();
    await page.locator(`[data-day="${archiveDay.archived}"][data-state="hot"]`).waitFor();
    expect(asked).toEqual([{ action: 'restore', body: { from: archiveDay.archived, to: archiveDay.archived } }]);
    expect(faults).toEqual([]);
  });

  it('merges the files of a day, and not of one that has a single one', async () => {
    const { page } = await newPage();
    const { asked } = await fakeArchive(page);
    await open(page, `/operations/archive?from=${archiveDay.archived}&to=${archiveDay.archived}`);
    expect(await page.getByRole('button', { name: 'Merge the files' }).isDisabled()).toBe(true);
    await open(page, `/operations/archive?from=${archiveDay.late}&to=${archiveDay.late}`);
    await page.getByRole('button', { name: 'Merge the files' }).click();
    await page.getByTestId('run-result').waitFor();
    expect(asked).toEqual([{ action: 'compact', body: { from: archiveDay.late, to: archiveDay.late } }]);
  });

  it('learns what would be deleted by age from the server itself', async () => {
    const { page, faults } = await newPage();
    await fakeArchive(page);
    await open(page, '/operations/archive');
    await page.getByLabel('Days after their day').fill('36525');
    await page.getByRole('button', { name: 'What would go?' }).click();
    await page.getByText('Nothing is older than 36,525 days.').waitFor();
    await page.getByText('They are kept for ever').waitFor();
    await page.getByLabel('Days after their day').fill('0');
    await page.getByRole('button', { name: 'What would go?' }).click();
    await page.getByRole('alert').getByText('must be a whole number from 1 to 36,525').waitFor();
    expect(faults.filter((fault) => !fault.includes('400'))).toEqual([]);
  });

  it('is told why something is refused, in the words of the API', async () => {
    const { page } = await newPage();
    await fakeArchive(page);
    await open(page, `/operations/archive?from=${archiveDay.hot}&to=${archiveDay.hot}`);
    expect(await page.getByRole('button', { name: 'Prove again' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Archive now' }).click();
    await page.getByRole('alert').getByText('from is hot for 30 days').waitFor();
  });

  it('needs no mouse', async () => {
    const { page } = await newPage();
    await fakeArchive(page);
    await open(page, '/operations/archive');
    const today = page.locator('[data-day][tabindex="0"]');
    expect(await today.count()).toBe(1);
    await today.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForURL(/from=/);
    const first = new URL(page.url()).searchParams.get('from') ?? '';
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Shift+Enter');
    await page.waitForURL((url) => url.searchParams.get('from') !== first);
    const { searchParams } = new URL(page.url());
    expect(Date.parse(first) - Date.parse(searchParams.get('from') ?? '')).toBe(7 * 86_400_000);
    expect(searchParams.get('to')).toBe(first);
    await page.getByRole('gridcell', { selected: true }).first().waitFor();
  });

  it('reads what will happen and when, while nothing is archived', async () => {
    const { page, faults } = await newPage();
    const answer = { data: [] as unknown[], total: 0 };
    await page.route(/\/api\/ops\/archive\?/, (route) => route.fulfill({ json: answer }));
    await open(page, '/operations/archive');
    await page.getByText('There are no events yet.').waitFor();
    answer.data.push({ day: '2026-01-01', state: 'hot', rows: 0, bytes: 0, restoredAt: null, parts: [] });
    await open(page, '/operations/archive');
    await page.getByText('Nothing is archived yet.').waitFor();
    await page.getByText('The earliest one here, Thu, 1 Jan 2026, is due on Sun, 1 Feb 2026').waitFor();
    expect(faults).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('is kept out of nothing in %s, on any screen', async (colorScheme) => {
    const { page, faults } = await newPage({ colorScheme });
    await fakeArchive(page);
    await open(page, `/operations/archive?from=${archiveDay.damaged}&to=${archiveDay.hot}&run=r1`);
    await expectAccessible(page);
    await page.setViewportSize(phone);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
    await expectAccessible(page);
    expect(faults).toEqual([]);
  });
});
