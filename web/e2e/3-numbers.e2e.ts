import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatOf } from '../src/lib/format';
import { ask, sendTraffic } from './api';
import { open, tile, useBrowser } from './pages';

const format = formatOf('en', 'EUR', 'UTC');
const range = 'period=last_7_days';

const rowsOf = (page: Page, table: string) =>
  page.getByRole('table', { name: table, exact: true }).locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));

describe('the numbers on the screen', () => {
  const newPage = useBrowser();
  beforeAll(sendTraffic);

  it('are the API’s: traffic', async () => {
    const report = await ask<{ totalSessions: { count: number }[]; activeUsers: { count: number }[]; pageViewsByPage: { page: string; views: number }[] }>(`/api/analytics/traffic?${range}&limit=1000`);
    const { page } = await newPage();
    await open(page, `/dashboard/traffic?${range}`);
    expect(await tile(page, 'sessions').textContent()).toBe(format.count(report.totalSessions[0]?.count ?? -1));
    expect(await tile(page, 'users').textContent()).toBe(format.count(report.activeUsers[0]?.count ?? -1));
    expect(await tile(page, 'views').textContent()).toBe(format.count(report.pageViewsByPage.reduce((sum, row) => sum + row.views, 0)));
    const rows = await rowsOf(page, 'Pages');
    expect(rows.map(([name, views]) => [name, views])).toEqual(report.pageViewsByPage.slice(0, 10).map((row) => [row.page, format.count(row.views)]));
  });

  it('are the API’s: search, with texts shown and not interpreted', async () => {
    const report = await ask<{ totalSearches: { count: number }[]; topQueries: { query: string; searches: number }[] }>(`/api/analytics/search?${range}`);
    const { page } = await newPage();
    await open(page, `/dashboard/search?${range}`);
    expect(await tile(page, 'searches').textContent()).toBe(format.count(report.totalSearches[0]?.count ?? -1));
    const rows = await rowsOf(page, 'Top queries');
    expect(rows.map(([name]) => name)).toEqual(report.topQueries.slice(0, 10).map((row) => row.query));
    await page.getByRole('searchbox', { name: 'Filter Top queries' }).fill('<img');
    await page.getByRole('table', { name: 'Top queries', exact: true }).getByText('<img src=x onerror=alert(1)>', { exact: true }).waitFor();
    expect(await page.locator('main img').count()).toBe(0);
  });

  it('are the API’s: revenue and products', async () => {
    const revenue = await ask<{ revenueStats: { orders: number; revenue: number; avgOrderValue: number }[] }>(`/api/analytics/revenue-and-conversion?${range}`);
    const products = await ask<{ cartActions: { eventType: string; count: number }[]; topProducts: { productId: string; quantity: number }[] }>(`/api/analytics/product-and-cart?${range}`);
    const { page } = await newPage();
    await open(page, `/dashboard/revenue?${range}`);
    const stats = revenue.revenueStats[0];
    expect(await tile(page, 'revenue').textContent()).toBe(format.money(stats?.revenue ?? -1));
    expect(await tile(page, 'orders').textContent()).toBe(format.count(stats?.orders ?? -1));
    expect(await tile(page, 'average').textContent()).toBe(format.money(stats?.avgOrderValue ?? -1));
    await open(page, `/dashboard/products?${range}`);
    const added = products.cartActions.find(({ eventType }) => eventType === 'ADD_TO_CART')?.count ?? -1;
    expect(await tile(page, 'added').textContent()).toBe(format.count(added));
    expect(await tile(page, 'conversion').textContent()).toBe(format.share((stats?.orders ?? 0) / added));
  });

  it('are the API’s: the funnel, in its own order', async () => {
    const report = await ask<{ funnel: { eventType: string; uniqueUsersCount: number }[] }>(`/api/analytics/user-behavior-and-funnel?${range}`);
    const { page } = await newPage();
    await open(page, `/dashboard/behaviour?${range}`);
    const steps = await page.locator('[data-tile^="funnel-"]').evaluateAll((elements) => elements.map((element) => [element.getAttribute('data-tile')?.slice(7), element.textContent]));
    expect(steps).toEqual(['SEARCH', 'PAGE_VIEW', 'ADD_TO_CART', 'ORDER_PLACED'].map((type) =>
      [type, format.count(report.funnel.find(({ eventType }) => eventType === type)?.uniqueUsersCount ?? 0)]));
    await page.getByText('Not given').waitFor();
  });

  it('carry the reporting zone’s days whatever the browser’s zone', async () => {
    const report = await ask<{ ordersOverTime: { date: string; orders: number }[] }>(`/api/analytics/revenue-and-conversion?${range}`);
    const seen = await Promise.all(['Pacific/Kiritimati', 'America/Los_Angeles'].map(async (timezoneId) => {
      const { page } = await newPage({ timezoneId });
      await open(page, `/dashboard/revenue?${range}&days_sort=day`);
      return (await rowsOf(page, 'Orders by day')).map(([day, orders]) => [day, orders]);
    }));
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]?.map(([, orders]) => orders)).toEqual(report.ordersOverTime.map(({ orders }) => format.count(orders)));
  });

  it('leave as they are shown: sorted and filtered, in a file', async () => {
    const { page } = await newPage();
    await open(page, `/dashboard/traffic?${range}&pages_filter=product&pages_sort=name`);
    const shown = await rowsOf(page, 'Pages');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Pages: save as CSV' }).click()]);
    const lines = readFileSync(await file.path(), 'utf8').replace('\uFEFF', '').trim().split('\r\n');
    expect(lines[0]).toMatch(/^Page,Views,/);
    const { pageViewsByPage } = await ask<{ pageViewsByPage: { page: string }[] }>(`/api/analytics/traffic?${range}&limit=1000`);
    expect(lines).toHaveLength(1 + pageViewsByPage.filter(({ page: name }) => name.includes('product')).length);
    expect(lines.slice(1, 11).map((line) => line.split(',').slice(0, 2))).toEqual(shown.map(([name, views]) => [name, views]));
  });

  it('can be seen as a table and saved as an image', async () => {
    const { page } = await newPage();
    await open(page, `/dashboard/traffic?${range}`);
    await page.locator('svg [data-series="full"]').first().waitFor({ state: 'attached' });
    const [image] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Sessions over time: Save as image' }).click()]);
    expect(image.suggestedFilename()).toMatch(/^traffic-.*\.png$/);
    expect(readFileSync(await image.path()).subarray(1, 4).toString()).toBe('PNG');
    await page.getByRole('button', { name: 'Sessions over time: Show as table' }).click();
    expect(await rowsOf(page, 'Sessions over time')).toHaveLength(7);
  });

  it('are shown to someone else by the same link', async () => {
    const { page } = await newPage();
    await open(page, '/dashboard/traffic');
    await page.getByRole('combobox', { name: 'Period' }).selectOption('this_month');
    await page.getByRole('searchbox', { name: 'Filter Pages' }).fill('/product/1');
    await page.getByRole('button', { name: 'Page', exact: true }).click();
    await page.waitForURL(/period=this_month.*pages_filter=.*pages_sort=name/);
    const mine = await rowsOf(page, 'Pages');
    const other = await newPage();
    await open(other.page, page.url().replace(/^https?:\/\/[^/]+/, ''));
    expect(await rowsOf(other.page, 'Pages')).toEqual(mine);
  });
});
