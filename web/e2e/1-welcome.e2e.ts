import { describe, expect, it } from 'vitest';
import { ask, send, url } from './api';
import { expectAccessible, open, tile, useBrowser } from './pages';

describe('an installation without events', async () => {
  const newPage = useBrowser();
  const isEmpty = (await ask<{ activeUsers: { count: number }[] }>('/api/analytics/traffic?period=this_year')).activeUsers[0]?.count === 0;

  it.runIf(isEmpty)('greets with what to do, and turns into the dashboard when the first event arrives', async () => {
    const { page, faults } = await newPage();
    await open(page, '/');
    await page.getByRole('heading', { name: 'Waiting for the first event' }).waitFor();
    await page.getByText(`<script defer src="${url}/t.js"></script>`).waitFor();
    await page.getByText(`curl -i ${url}/api/events`).waitFor();
    await expectAccessible(page);

    await send([{ userId: 'first', sessionId: 'first-1', eventType: 'PAGE_VIEW', page: '/home' }]);
    await tile(page, 'sessions').waitFor();
    expect(await tile(page, 'sessions').textContent()).toBe('1');
    expect(faults).toEqual([]);
  });
});
