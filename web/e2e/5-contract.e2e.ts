import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { url } from './api';

it('compiles against the API that is served (npm run api-types brings it up to date)', async () => {
  const copy = JSON.parse(readFileSync(new URL('../openapi/openapi.json', import.meta.url), 'utf8')) as unknown;
  const served = await fetch(`${url}/api/openapi.json`).then((response) => response.json() as Promise<{ servers?: unknown }>);
  // Where it was fetched from is not part of it.
  delete served.servers;
  expect(served).toEqual(copy);
});
