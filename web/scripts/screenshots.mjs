// Takes pictures of every page of a running pipeline.
//   npm run screenshots -- --url http://127.0.0.1:8080 --out DIR [--only NAME,…] [--language fr] [--query 'from=2025-03-28&to=2025-04-01']
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchChromium } from './chromium.mjs';

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:8080' },
    out: { type: 'string', default: 'screenshots' },
    only: { type: 'string' },
    language: { type: 'string', default: 'en' },
    query: { type: 'string', default: 'period=last_7_days' },
    scheme: { type: 'string' },
    screen: { type: 'string' },
  },
});

const screens = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const schemes = ['light', 'dark'];

const aUser = async () => {
  const response = await fetch(new URL('/api/users/search?query=u1&limit=1', values.url));
  // Where one has to sign in first, there is only that page to see.
  return response.ok ? (await response.json()).data[0]?.userId ?? '' : '';
};

/** Starts a retry as an operator does, and shows what became of it. */
const retryInStages = async (page) => {
  await page.goto(new URL('/hangfire/failed-batches', values.url).href);
  await page.getByLabel('even if many fail').check();
  await page.getByRole('button', { name: 'Retry in stages' }).click();
  await page.waitForURL(/runs\/details/);
  const deadline = Date.now() + 30_000;
  while (!(await page.locator('body').innerText()).includes('failed again') && Date.now() < deadline) {
    await page.waitForTimeout(500);
    await page.reload();
  }
};

const pages = {
  traffic: `/dashboard/traffic?${values.query}`,
  search: `/dashboard/search?${values.query}`,
  products: `/dashboard/products?${values.query}`,
  revenue: `/dashboard/revenue?${values.query}`,
  behaviour: `/dashboard/behaviour?${values.query}`,
  today: '/dashboard/traffic?period=today',
  year: '/dashboard/traffic?period=this_year',
  now: '/now',
  journeys: `/journeys?user=${encodeURIComponent(await aUser())}`,
  'add-event': '/add-event',
  operations: '/operations',
  'failed-batches': '/operations/failed-batches',
  runs: '/operations/runs',
  alarms: '/operations/alarms',
  archive: '/operations/archive',
  audit: '/operations/audit',
  demo: '/demo',
  pipeline: '/hangfire/pipeline',
  'hangfire-failed-batches': '/hangfire/failed-batches?reason=invalid.userId',
  retry: retryInStages,
  'sign-in': '/sign-in?again=true',
};
const wanted = values.only?.split(',') ?? Object.keys(pages);

mkdirSync(values.out, { recursive: true });
const browser = await launchChromium();
for (const [screen, viewport] of Object.entries(screens)) {
  for (const scheme of schemes) {
    if ((values.screen && values.screen !== screen) || (values.scheme && values.scheme !== scheme)) {
      continue;
    }
    const context = await browser.newContext({ viewport, colorScheme: scheme, deviceScaleFactor: 1, reducedMotion: 'reduce' });
    await context.addInitScript((language) => localStorage.setItem('pipeline.language', language), values.language);
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && console.error(`${page.url()}: ${message.text()}`));
    page.on('pageerror', (error) => console.error(`${page.url()}: ${error.message}`));
    for (const name of wanted) {
      const show = pages[name];
      await (typeof show === 'string' ? page.goto(new URL(show, values.url).href, { waitUntil: 'networkidle' }) : show(page));
      await page.locator('.MuiSkeleton-root').first().waitFor({ state: 'detached' });
      await page.screenshot({ path: join(values.out, `${name}-${screen}-${scheme}.png`), fullPage: true });
    }
    await context.close();
  }
}
await browser.close();
console.log(`The pictures are in ${values.out}.`);
