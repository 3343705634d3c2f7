import { run } from './startApi';

/** What `scripts/dev --demo` fills an installation with: a month of a shop's traffic. Ends when the numbers are complete. */
export const sendDemoData = async (url: string): Promise<void> => {
  await run('Tools', ['demo', '--url', url]);
};
