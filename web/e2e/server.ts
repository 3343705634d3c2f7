import { spawn } from 'node:child_process';
import { once } from 'node:events';
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

const freePort = () => new Promise<number>((resolve, reject) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const address = probe.address();
    probe.close(() => typeof address === 'object' && address ? resolve(address.port) : reject(new Error('No port is free.')));
  });
});

const program = (name: string) => join(web, `../${name}/bin/Release/net10.0/Pipeline.${name.replace(/.*\//, '')}.dll`);

/** What a program of the repository prints. */
export const run = async (name: string, args: readonly string[], input = ''): Promise<string> => {
  const child = spawn('dotnet', [program(name), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(input);
  let output = '';
  child.stdout.on('data', (text: Buffer) => { output += text.toString(); });
  const [code] = await once(child, 'exit') as [number | null];
  if (code !== 0) {
    throw new Error(`${name} ${args.join(' ')} ended with ${code ?? 'a signal'}.`);
  }
  return output.trim();
};

/** Starts an Api that serves the built web, on a data directory of its own. */
export const startApi = async (
  settings: Record<string, string>, prepare: (data: string) => Promise<unknown> = () => Promise.resolve(),
): Promise<{ url: string; stop: () => Promise<void> }> => {
  const data = mkdtempSync(join(tmpdir(), 'pipeline-e2e-'));
  await prepare(data);
  const url = `http://127.0.0.1:${await freePort()}`;
  const server = spawn('dotnet', [program('Api'), '--urls', url], {
    env: {
      ...process.env, Pipeline__DataDirectory: data, Pipeline__TimeZone: 'Asia/Kolkata', Web__Directory: join(web, 'dist'), Web__Demo: 'true', ...settings,
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
  return {
    url,
    stop: async () => {
      server.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
};

/** One server for all files, empty at first; with `E2E_URL` it uses that one. */
export const setup = async (project: TestProject) => {
  const given = process.env['E2E_URL'];
  if (given !== undefined) {
    project.provide('url', given.replace(/\/+$/, ''));
    return;
  }

  const { url, stop } = await startApi({});
  project.provide('url', url);
  return stop;
};
