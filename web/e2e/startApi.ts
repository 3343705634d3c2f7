import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './until';

const root = fileURLToPath(new URL('../..', import.meta.url));
const assembly = (project: string, name: string) => join(root, project, `bin/Release/net10.0/Pipeline.${name}.dll`);

const freePort = () => new Promise<number>((resolve, reject) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const address = probe.address();
    probe.close(() => typeof address === 'object' && address ? resolve(address.port) : reject(new Error('No port is free.')));
  });
});

/** What a program of the repository prints. */
export const run = async (project: string, args: readonly string[], input = ''): Promise<string> => {
  const child = spawn('dotnet', [assembly(project, project.replace(/.*\//, '')), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(input);
  let output = '';
  child.stdout.on('data', (text: Buffer) => { output += text.toString(); });
  const [code] = await once(child, 'exit') as [number | null];
  if (code !== 0) {
    throw new Error(`${project} ended with ${code ?? 'a signal'}.`);
  }
  return output.trim();
};

interface ApiOptions {
  /** Whether its data directory has 5,000 events of which 40 fail, ten for each of four reasons; otherwise it is empty. */
  isPoisoned?: boolean;
  /** So many more were accepted and are lost. */
  lost?: number;
  settings?: Record<string, string>;
}

/** Starts an Api that serves the built web. */
export const startApi = async ({ isPoisoned = false, lost = 0, settings = {} }: ApiOptions = {}): Promise<{ url: string; stop: () => Promise<void> }> => {
  const data = mkdtempSync(join(tmpdir(), 'pipeline-e2e-'));
  if (isPoisoned) {
    await run('Tests/PoisonedQueue', [data, String(lost)]);
  }
  const url = `http://127.0.0.1:${await freePort()}`;
  const server = spawn('dotnet', [assembly('Api', 'Api'), '--urls', url], {
    env: {
      ...process.env, Pipeline__DataDirectory: data, Pipeline__TimeZone: 'Asia/Kolkata', Web__Directory: join(root, 'web/dist'), Web__Demo: 'true',
      ...settings,
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
