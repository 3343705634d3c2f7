import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';
import type { TestProject } from 'vitest/node';
import { until } from './until';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where web and API are served. */
    url: string;
  }
}

const web = fileURLToPath(new URL('..', import.meta.url));
const assembly = join(web, '../Api/bin/Release/net10.0/Pipeline.Api.dll');

const freePort = () => new Promise<number>((resolve, reject) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const address = probe.address();
    probe.close(() => typeof address === 'object' && address ? resolve(address.port) : reject(new Error('No port is free.')));
  });
});

/** Starts an Api with an empty data directory and the built web in front of it; with `E2E_URL` it uses that server. */
export const setup = async (project: TestProject) => {
  const given = process.env['E2E_URL'];
  if (given !== undefined) {
    project.provide('url', given.replace(/\/+$/, ''));
    return;
  }

  const data = mkdtempSync(join(tmpdir(), 'pipeline-e2e-'));
  const api = `http://127.0.0.1:${await freePort()}`;
  const server = spawn('dotnet', [assembly, '--urls', api], {
    env: { ...process.env, Pipeline__DataDirectory: data, Pipeline__TimeZone: 'Asia/Kolkata' }, stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await until('the Api to be ready', async () => {
    if (server.exitCode !== null) {
      throw new Error('The Api did not start.');
    }
    return await fetch(`${api}/api/health/ready`).then((response) => response.ok, () => false);
  }, 60_000);

  process.env['API_URL'] = api;
  const port = await freePort();
  const front = await preview({ root: web, logLevel: 'warn', preview: { host: '127.0.0.1', port, strictPort: true } });
  project.provide('url', `http://127.0.0.1:${port}`);

  return async () => {
    await front.close();
    server.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
};
