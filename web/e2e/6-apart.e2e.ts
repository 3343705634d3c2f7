import { describe, expect, it, onTestFinished } from 'vitest';
import { closedSettings, signIn } from './accounts';
import { sendTraffic, url } from './api';
import { serveApart } from './apart';
import { tile, useBrowser } from './pages';
import { startApi } from './startApi';

describe('a web that is deployed apart from its API', () => {
  const newPage = useBrowser();

  it('asks the API that its configuration names, and sends it events', async () => {
    await sendTraffic();
    const apart = await serveApart(url);
    onTestFinished(apart.close);
    const { page, faults } = await newPage();
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).origin));

    await page.goto(`${apart.url}/dashboard/traffic`);
    await tile(page, 'sessions').waitFor();
    expect([...asked].sort()).toEqual([apart.url, url].sort());

    await page.goto(`${apart.url}/add-event`);
    await page.getByRole('combobox', { name: 'User' }).fill('from-afar');
    await page.getByRole('combobox', { name: 'Session' }).fill('from-afar-1');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Send event' }).click();
    expect(await page.getByTestId('event-id').textContent()).toMatch(/^[0-9a-f-]{36}$/);
    expect(faults).toEqual([]);
  });

  it('leads to the sign-in of an API that asks for one, and to the pages that the API serves itself', async () => {
    const api = await startApi({ settings: await closedSettings() });
    onTestFinished(api.stop);
    const apart = await serveApart(api.url);
    onTestFinished(apart.close);
    const { page, context } = await newPage();
    await page.goto(`${apart.url}/operations/runs`);
    await page.getByText('This server asks for a sign-in, which works at its own address only.').waitFor();
    const [there] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: 'Sign in' }).click()]);
    await signIn(there, 'ana');
    await there.waitForURL(`${api.url}/operations/runs`);
    await there.getByRole('heading', { name: 'Job runs' }).waitFor();
  });

  it('says so when its API is not there', async () => {
    const apart = await serveApart('http://127.0.0.1:9');
    onTestFinished(apart.close);
    const { page } = await newPage();
    await page.goto(`${apart.url}/dashboard/traffic`);
    await page.getByText('The server cannot be reached').waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
  });
});
