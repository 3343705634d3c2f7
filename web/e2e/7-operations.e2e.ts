import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, open, screens, tile, useBrowser } from './pages';
import { startApi } from './startApi';
import { until } from './until';

const list = '/operations/failed-batches';

interface Batches { total: number; data: { id: string }[] }

describe('an operator with 40 failed batches', () => {
  const newPage = useBrowser();
  let server: Awaited<ReturnType<typeof startApi>>;
  const batches = async (query: string) =>
    await fetch(`${server.url}/api/ops/failed-batches?${query}`).then((response) => response.json()) as Batches;
  const post = (path: string, body: unknown) => fetch(`${server.url}/api/ops/failed-batches/${path}`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });

  beforeAll(async () => {
    server = await startApi({ isPoisoned: true });
    await until('the bad events to have failed', async () => (await batches('limit=1')).total === 40);
  });
  afterAll(() => server.stop());

  const ended = async (page: Page, result: string): Promise<void> => {
    await page.getByTestId('run-state').getByText('Done', { exact: true }).waitFor();
    expect(await page.getByTestId('run-result').locator('li').first().textContent()).toBe(result);
  };

  it('sees that something is wrong, and that nothing is lost', async () => {
    const { page, faults } = await newPage();
    await open(page, '/operations', server.url);
    expect(await tile(page, 'failedBatches').textContent()).toBe('40');
    expect(await tile(page, 'ledger-accepted').textContent()).toBe('= 5,000');
    await page.getByText('The sum closes.').waitFor();
    await page.getByRole('link', { name: 'See them' }).click();
    await page.locator('[data-group]').first().waitFor();
    const groups = await page.locator('[data-group]').evaluateAll((found) => found.map((group) => [group.getAttribute('data-group'), group.textContent]));
    expect(groups.sort()).toEqual(['eventType', 'metadata', 'timestamp', 'userId'].map((name) => [`invalid.${name}`, '10']));
    expect(faults).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('is kept out of nothing in %s, on any screen', async (colorScheme) => {
    const { page } = await newPage({ colorScheme });
    const one = (await batches('limit=1')).data[0]?.id ?? '';
    for (const path of [list, `${list}/${one}`]) {
      await open(page, path, server.url);
      await expectAccessible(page);
      await page.setViewportSize(screens.phone);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(screens.phone.width);
      await page.setViewportSize(screens.desktop);
    }
  });

  it('narrows the list, and a link shows the same to someone else', async () => {
    const { page } = await newPage();
    await open(page, list, server.url);
    await page.getByRole('button', { name: /^invalid.metadata/ }).click();
    await page.getByRole('searchbox').fill('s0');
    const wanted = (await batches('reason=invalid.metadata&text=s0')).total;
    await page.waitForURL(/reason=invalid.metadata.*text=s0/);
    await page.getByText(`${wanted} of ${wanted}`, { exact: true }).waitFor();
    const other = await newPage();
    await open(other.page, new URL(page.url()).pathname + new URL(page.url()).search, server.url);
    await other.page.getByText(`${wanted} of ${wanted}`, { exact: true }).waitFor();
    await other.page.getByRole('searchbox').fill('100% no such text');
    await other.page.getByText('Nothing matches these filters.').waitFor();
  });

  it('mends a group by rule, after seeing what the rule does', async () => {
    const { page } = await newPage();
    await open(page, `${list}?reason=invalid.userId`, server.url);
    await page.getByRole('combobox', { name: 'What to do' }).selectOption('mend');
    await page.getByRole('combobox', { name: 'Change', exact: true }).selectOption('remove');
    await page.getByRole('textbox', { name: 'Field' }).fill('/nothing');
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('would change nothing').waitFor();

    await page.getByRole('combobox', { name: 'Change', exact: true }).selectOption('rename');
    await page.getByRole('textbox', { name: 'Field' }).fill('/usr');
    await page.getByRole('textbox', { name: 'New name' }).fill('userId');
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('invalid.userId: 10 would be stored').waitFor();
    expect(await page.getByRole('region', { name: 'Before' }).first().textContent()).toContain('"usr":"u');
    expect(await page.getByRole('region', { name: 'After' }).first().textContent()).toContain('"userId":"u');
    expect((await batches('reason=invalid.userId')).total).toBe(10);

    await page.getByRole('button', { name: 'Mend and retry 10' }).click();
    await ended(page, '10 new, 0 already there, 0 failed again');
    await page.getByText('Nothing matches these filters.').waitFor();
  });

  it('mends one by hand, and keeps what was typed when the server refuses it', async () => {
    const { page } = await newPage();
    await open(page, `${list}?reason=invalid.timestamp`, server.url);
    await page.getByRole('table', { name: 'Failed batches' }).getByRole('link').first().click();
    const payload = page.getByRole('textbox', { name: 'New payload' });
    const text = await payload.inputValue();
    await payload.fill(text.replace('yesterday', 'tomorrow'));
    await page.getByRole('button', { name: 'Save and retry' }).click();
    await page.getByRole('alert').getByText('timestamp').waitFor();
    expect(await payload.inputValue()).toContain('tomorrow');

    await payload.fill(text.replace('yesterday', new Date(Date.now() - 3_600_000).toISOString()));
    await page.getByRole('button', { name: 'Save and retry' }).click();
    await ended(page, '1 new, 0 already there, 0 failed again');
    await page.getByText('payload changed').waitFor();
    await page.getByRole('region', { name: 'Payload', exact: true }).getByText('yesterday').waitFor();
  });

  it('is told when somebody else was faster', async () => {
    const { page } = await newPage();
    await open(page, `${list}?reason=invalid.eventType`, server.url);
    const first = page.locator('tr[data-batch]').first();
    await first.getByRole('checkbox').check();
    await page.getByText('with the 1 that is chosen').waitFor();
    const id = await first.getAttribute('data-batch');
    expect((await post('discard', { ids: [id], reason: 'a colleague' })).ok).toBe(true);
    await page.getByRole('button', { name: 'Retry 1' }).click();
    await page.getByText('Somebody has dealt with some of these').waitFor();
  });

  it('retries the rest in stages, to the end', async () => {
    const { page } = await newPage();
    await open(page, list, server.url);
    await page.getByRole('button', { name: 'Retry 28' }).click();
    await ended(page, '0 new, 0 already there, 1 failed again');
    await page.getByText('stopped after stage 1').waitFor();

    await page.getByRole('spinbutton', { name: 'Most that may fail, %' }).fill('100');
    await page.getByRole('spinbutton', { name: 'Most in a second' }).fill('10');
    await page.getByRole('button', { name: 'Retry 28' }).click();
    await page.getByRole('progressbar', { name: 'Progress' }).waitFor();
    await until('the retry to be done', async () => await page.getByTestId('run-result').locator('li').first().textContent() === '0 new, 0 already there, 28 failed again');
    await page.getByRole('link', { name: 'See this run' }).click();
    await page.getByRole('heading', { name: 'retry-failed-batches' }).waitFor();
  });

  it('discards what is not needed, for a reason, and the sum still closes', async () => {
    const { page } = await newPage();
    await open(page, list, server.url);
    await page.getByRole('combobox', { name: 'What to do' }).selectOption('discard');
    await page.getByRole('textbox', { name: 'Why they are not needed' }).fill('a test shop');
    await page.getByRole('button', { name: 'Discard 28' }).click();
    await page.getByText('Everything that was accepted could be stored.').waitFor();
    await page.getByRole('combobox', { name: 'State' }).selectOption('discarded');
    await page.getByText('29 of 29', { exact: true }).waitFor();

    await open(page, '/operations', server.url);
    await until('the ledger to be posted', async () => await tile(page, 'ledger-stored').textContent() === '4,971');
    expect(await tile(page, 'ledger-rejected').textContent()).toBe('+ 29');
    expect(await tile(page, 'ledger-gap').textContent()).toBe('+ 0');
    await page.getByText('The sum closes.').waitFor();
  });

  it('rebuilds the numbers', async () => {
    const { page } = await newPage();
    await open(page, '/operations/runs', server.url);
    await page.getByRole('button', { name: 'Rebuild' }).click();
    await page.getByTestId('run-state').getByText('Done', { exact: true }).waitFor();
    await page.getByRole('table', { name: 'Job runs' }).getByRole('link', { name: 'rebuild-rollups' }).waitFor();
  });

  it('reads in the audit log who did what, shown and never interpreted', async () => {
    const hostile = '<img/src=x/onerror=alert(1)>';
    // By hand: a browser and fetch would write these characters in another way.
    const asked = request(`${server.url}/api/ops/alarms/none/acknowledge`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, path: `/api/ops/alarms/none/acknowledge?${hostile}` });
    const answered = once(asked, 'response') as Promise<[IncomingMessage]>;
    asked.end('{}');
    expect((await answered)[0].statusCode).toBe(404);

    const { page, faults } = await newPage();
    await open(page, '/operations/audit', server.url);
    const log = page.getByRole('table', { name: 'Audit log' });
    const first = log.locator('tbody tr').first();
    await first.getByText('Refused (404)').waitFor();
    expect(await first.textContent()).toContain(`/api/ops/alarms/none/acknowledge?${hostile}`);
    expect(await page.locator('main img').count()).toBe(0);
    await expectAccessible(page);

    await log.getByRole('button', { name: 'Rebuild of the numbers' }).click();
    await page.waitForURL(/what=RebuildRollups/);
    await log.getByRole('row', { name: /local Rebuild of the numbers .* Done \(202\)/ }).waitFor();
    expect(await log.locator('tbody tr').count()).toBe(1);
    await page.getByRole('searchbox', { name: 'Who, by the whole name' }).fill('nobody');
    await page.getByText('Nothing matches these filters.').waitFor();
    await page.getByRole('searchbox', { name: 'Who, by the whole name' }).fill('local');
    await log.getByRole('link', { name: 'See this run' }).click();
    await page.getByRole('heading', { name: 'rebuild-rollups' }).waitFor();

    for (let number = 0; number < 60; number++) {
      await fetch(`${server.url}/api/ops/alarms/none-${number}/acknowledge`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });
    }
    await open(page, '/operations/audit?what=AcknowledgeAlarm', server.url);
    expect(await log.locator('tbody tr').count()).toBe(50);
    await page.getByRole('button', { name: 'Show more' }).click();
    await until('the rest', async () => await log.locator('tbody tr').count() === 61);
    expect(faults).toEqual([]);
  });

  it('sees how the last hour was, also on a page that was opened just now', async () => {
    const { page, faults } = await newPage();
    await until('a minute of samples', async () => {
      const { data } = await fetch(`${server.url}/api/ops/status/history`).then((response) => response.json()) as { data: { drainedPerSecond: number | null }[] };
      return data.filter(({ drainedPerSecond }) => drainedPerSecond !== null).length > 1;
    }, 50_000);
    await open(page, '/operations', server.url);
    for (const id of ['queue', 'age', 'drained', 'deadLetters', 'dirty', 'lag', 'failedBatches']) {
      await tile(page, id).locator('xpath=..').locator('svg').waitFor();
    }
    expect(await tile(page, 'drained').textContent()).toMatch(/^[\d,.]+$/);
    const probe = page.getByRole('region', { name: 'Probe' });
    await probe.getByText(/^after \d+ ms$/).first().waitFor();
    expect(await tile(page, 'probe').textContent()).toMatch(/^[\d.]+(s|m)/);
    expect(await probe.locator('dt').allTextContents()).toEqual(expect.arrayContaining(['In the queue', 'Stored', 'In the numbers']));
    expect(faults).toEqual([]);
  });
});
