import type { Page } from 'playwright-core';
import { run } from './startApi';

const password = 'correct horse battery';

/** Settings with an operator, a reader and a shop's key. */
export const closedSettings = async (): Promise<Record<string, string>> => {
  const lines = await Promise.all([
    run('Tools', ['account', 'ana', '--role', 'operator'], `${password}\n`), run('Tools', ['account', 'rob', '--role', 'reader'], `${password}\n`),
    run('Tools', ['key', 'shop']),
  ]);
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
};

/** Fills in the sign-in page that is open. */
export const signIn = async (page: Page, name: 'ana' | 'rob', secret = password): Promise<void> => {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
};
