import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';
import { contentSecurityPolicy } from '../scripts/serving.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Serves the built web at an origin of its own, as a bucket behind a CDN does, and tells it where the API is. */
export const serveApart = async (apiBaseUrl: string): Promise<{ url: string; close: () => Promise<void> }> => {
  const dist = mkdtempSync(join(tmpdir(), 'pipeline-web-'));
  cpSync(join(root, 'dist'), dist, { recursive: true });
  writeFileSync(join(dist, 'config.json'), JSON.stringify({ apiBaseUrl }));
  const server = await preview({
    root, configFile: false, logLevel: 'error', build: { outDir: dist },
    preview: {
      host: '127.0.0.1', port: 0,
      headers: { 'Content-Security-Policy': `${contentSecurityPolicy}; connect-src 'self' ${apiBaseUrl}` },
    },
  });
  const address = server.httpServer.address();
  if (typeof address !== 'object' || !address) {
    throw new Error('The web has no address.');
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      await server.close();
      rmSync(dist, { recursive: true, force: true });
    },
  };
};
