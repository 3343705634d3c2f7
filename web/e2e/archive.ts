import type { Page } from 'playwright-core';
import { aDay } from '../src/test/archiveDay';

const dayMilliseconds = 86_400_000;
const dayBefore = (days: number) => new Date(Date.now() - days * dayMilliseconds).toISOString().slice(0, 10);

/** As many days back as the year that {@link fakeArchive} shows. */
export const archiveDay = { hot: dayBefore(3), archived: dayBefore(40), late: dayBefore(45), damaged: dayBefore(300) };

const stateOf = (age: number, restored: ReadonlySet<string>) =>
  age <= 30 || restored.has(dayBefore(age)) ? 'hot' : age === 31 ? 'sealed' : age === 45 ? 'late' : age === 300 ? 'damaged' : 'archived';

/** A year of days in the archive, which no test can wait for: the page sees them in place of the server's own. */
export const fakeArchive = async (page: Page): Promise<{ asked: { action: string; body: unknown }[] }> => {
  const asked: { action: string; body: unknown }[] = [];
  const restored = new Set<string>();
  let answers = 0;
  await page.route(/\/api\/ops\/archive\?/, (route) => {
    const isFirst = !new URL(route.request().url()).searchParams.has('cursor');
    const ages = Array.from({ length: 365 }, (_, age) => age).filter((age) => age !== 20 && (age < 200) === isFirst);
    return route.fulfill({
      json: {
        data: ages.map((age) => {
          const state = stateOf(age, restored);
          return aDay(dayBefore(age), state, state === 'hot' || state === 'sealed' ? 0 : age === 45 ? 2 : 1);
        }),
        total: 364,
        next: isFirst ? dayBefore(199) : null,
      },
    });
  });
  await page.route(/\/api\/ops\/(archive|restore|verify|compact)$/, async (route) => {
    const action = new URL(route.request().url()).pathname.split('/').at(-1) ?? '';
    asked.push({ action, body: route.request().postDataJSON() });
    if (action === 'archive') {
      await route.fulfill({ status: 400, json: { message: 'from is hot for 30 days and can’t be archived yet' } });
    } else {
      answers = 0;
      await route.fulfill({ status: 202, json: { data: { runId: 'r1' } } });
    }
  });
  await page.route(/\/api\/ops\/runs\/r1$/, (route) => {
    answers += 1;
    const isOver = answers > 3;
    if (isOver) {
      restored.add(archiveDay.archived);
    }
    return route.fulfill({
      json: {
        data: {
          id: 'r1', job: 'restore-days', arguments: '{}', state: isOver ? 'succeeded' : 'running', startedBy: 'operator', attempt: 1, queuedAt: new Date().toISOString(),
          progress: { done: isOver ? 1_000 : 250, total: 1_000, perSecond: 50, secondsLeft: isOver ? null : 15 },
          result: isOver ? '1 days with 1000 events restored' : null, error: null,
        },
      },
    });
  });
  return { asked };
};
