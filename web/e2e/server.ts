import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { until } from './until';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where an Api serves the web and itself. */
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

/** Starts an Api that serves the built web, on an empty data directory; with `E2E_URL` it uses that server. */
export const setup = async (project: TestProject) => {
  const given = process.env['E2E_URL'];
  if (given !== undefined) {
    project.provide('url', given.replace(/\/+$/, ''));
    return;
  }

  const data = mkdtempSync(join(tmpdir(), 'pipeline-e2e-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const server = spawn('dotnet', [assembly, '--urls', url], {
    env: {
      ...process.env, Pipeline__DataDirectory: data, Pipeline__TimeZone: 'Asia/Kolkata', Web__Directory: join(web, 'dist'), Web__Demo: 'true',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await until('the Api to be ready', async () => {
    if (server.exitCode !== null) {
      throw new Error('The Api did not start.');
    }
    return await fetch(`${url}/api/health/ready`).then((response) => response.ok, () => false);
  }, 60_000);

  project.provide('url', url);

  return async () => {
    server.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
};
