import { describe, expect, it } from 'vitest';
import { ask, settled, url } from './api';
import { open, tile, useBrowser } from './pages';
import { until } from './until';

const number = (text: string | null) => Number((text ?? '').replace(/[^\d.-]/g, ''));

interface Journeys { totalEvents: number; sessions: { events: { eventType: string; page: string; metadata?: Record<string, unknown> }[] }[] }

describe('an event that is added by hand', () => {
  const newPage = useBrowser();

  it('is accepted, becomes visible, and changes the number', async () => {
    const { page, faults } = await newPage();
    await open(page, '/dashboard/revenue?period=today');
    const before = number(await tile(page, 'orders').textContent());
    const user = `by-hand-${Date.now()}`;

    await page.getByRole('link', { name: 'Add event' }).click();
    await page.getByRole('combobox', { name: 'User' }).fill(user);
    await page.getByRole('button', { name: 'New' }).click();
    await page.getByRole('combobox', { name: 'Event type' }).fill('ORDER_PLACED');
    await page.getByRole('textbox', { name: 'Metadata' }).fill('{"amount": 10');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Send event' }).click();
    await page.getByText('This is not JSON yet.').waitFor();

    await page.getByRole('textbox', { name: 'Metadata' }).fill('{"amount": 10, "quantity": 1}');
    await page.getByRole('button', { name: 'Send event' }).click();
    expect(await page.getByTestId('event-id').textContent()).toMatch(/^[0-9a-f-]{36}$/);
    await page.getByText('Visible in the numbers after').waitFor();

    await page.getByRole('link', { name: 'Dashboard' }).click();
    await open(page, '/dashboard/revenue?period=today');
    expect(number(await tile(page, 'orders').textContent())).toBe(before + 1);

    await open(page, `/journeys?user=${user}`);
    await page.getByText('ORDER_PLACED').waitFor();
    expect(await tile(page, 'purchased').textContent()).toBe('€10.00');
    expect(faults).toEqual([]);
  });
});

describe('a server in trouble', () => {
  const newPage = useBrowser();

  it.each([
    [401, 'Sign in in another tab'], [429, 'too much to do'], [503, 'not ready'],
  ])('a %d is said, what is typed stays, and it goes on by itself', async (status, words) => {
    const { page } = await newPage();
    await open(page, '/add-event');
    await page.route('**/api/events', (route) => route.fulfill({ status, headers: { 'Retry-After': '1' }, json: { message: 'no', status } }));
    await page.getByRole('combobox', { name: 'User' }).fill('keeps');
    await page.getByRole('combobox', { name: 'Session' }).fill('keeps-1');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Send event' }).click();
    await page.getByText(words).waitFor();
    expect(await page.getByRole('combobox', { name: 'User' }).inputValue()).toBe('keeps');
    await page.unroute('**/api/events');
    await page.getByRole('button', { name: 'Send event' }).click();
    await page.getByTestId('event-id').waitFor();
  });

  it('keeps old numbers and says so, then recovers without being asked', async () => {
    const { page } = await newPage();
    await open(page, '/dashboard/traffic?period=today');
    const shown = await tile(page, 'sessions').textContent();
    await page.route('**/api/analytics/**', (route) => route.abort());
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByText('These numbers are from').first().waitFor();
    expect(await tile(page, 'sessions').textContent()).toBe(shown);
    await page.unroute('**/api/analytics/**');
    await page.getByText('These numbers are from').first().waitFor({ state: 'detached' });
  });

  it('says when an answer makes no sense', async () => {
    const { page } = await newPage();
    await page.route('**/api/analytics/search*', (route) => route.fulfill({ json: { data: { topQueries: 'none' } } }));
    await open(page, '/dashboard/search');
    await page.getByText('The answer makes no sense to this page.').first().waitFor();
    await page.unroute('**/api/analytics/search*');
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await tile(page, 'searches').waitFor();
  });
});

describe('the demo shop', () => {
  const newPage = useBrowser();

  it('is walked through, and its order is in Revenue', async () => {
    const before = (await ask<{ revenueStats: { orders: number; revenue: number }[] }>('/api/analytics/revenue-and-conversion?period=today')).revenueStats[0];
    const { page, faults } = await newPage();
    await open(page, '/demo');
    await page.getByRole('searchbox').fill('lamp');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Classic Desk Lamp' }).click();
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('button', { name: 'Order' }).click();
    await page.getByRole('heading', { name: 'Thank you for your order' }).waitFor();
    await until('the queue to be sent', () => page.evaluate(() => localStorage.getItem('pl_queue') === '[]'));
    await settled(Date.now());
    await page.getByRole('link', { name: 'Open the dashboard' }).click();
    await tile(page, 'orders').waitFor();
    expect(number(await tile(page, 'orders').textContent())).toBe((before?.orders ?? 0) + 1);
    expect(number(await tile(page, 'revenue').textContent())).toBeCloseTo((before?.revenue ?? 0) + 64.5, 2);
    expect(faults).toEqual([]);
  });
});

describe('the tracker', () => {
  const newPage = useBrowser();

  it('keeps events while offline and counts each once when it is back', async () => {
    const { page, context } = await newPage();
    await open(page, '/demo');
    await until('the first view to be sent', () => page.evaluate(() => localStorage.getItem('pl_queue') === '[]'));
    const user = await page.evaluate(() => localStorage.getItem('pl_user'));

    await context.setOffline(true);
    await page.evaluate(() => {
      const { track } = (window as unknown as { pipeline: { track: (type: string, metadata: object) => void } }).pipeline;
      for (let step = 0; step < 5; step++) {
        track('STEP', { step });
      }
    });
    await until('failed tries', () => page.evaluate(() => (JSON.parse(localStorage.getItem('pl_queue') ?? '[]') as unknown[]).length === 5));

    // The answer to the first try after that is lost: the events have arrived, and the tracker cannot know.
    let lost = 0;
    await page.route('**/api/events/batch', async (route) => {
      if (lost++ === 0) {
        await fetch(`${url}/api/events/batch`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: route.request().postData() });
        await route.abort();
      } else {
        await route.continue();
      }
    });
    await context.setOffline(false);
    await until('the queue to be empty', () => page.evaluate(() => localStorage.getItem('pl_queue') === '[]'));
    await settled(Date.now());
    expect(lost).toBeGreaterThan(1);

    const journeys = await ask<Journeys>(`/api/users/${user ?? ''}/journeys`);
    const steps = journeys.sessions.flatMap(({ events }) => events).filter(({ eventType }) => eventType === 'STEP');
    expect(steps.map(({ metadata }) => metadata?.['step']).sort()).toEqual([0, 1, 2, 3, 4]);
  });
});
