import type { TestProject } from 'vitest/node';
import { startApi } from './startApi';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where an Api serves the web and itself. */
    url: string;
  }
}

/** Starts an Api on an empty data directory; with `E2E_URL` it uses that server. */
export const setup = async (project: TestProject) => {
  const given = process.env['E2E_URL'];
  if (given !== undefined) {
    project.provide('url', given.replace(/\/+$/, ''));
    return;
  }

  const server = await startApi();
  project.provide('url', server.url);
  return server.stop;
};
