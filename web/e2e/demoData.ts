import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const tools = fileURLToPath(new URL('../../Tools/bin/Release/net10.0/Pipeline.Tools.dll', import.meta.url));

/** What `scripts/dev --demo` fills an installation with: a month of a shop's traffic. Ends when the numbers are complete. */
export const sendDemoData = async (url: string): Promise<void> => {
  const filler = spawn('dotnet', [tools, 'demo', '--url', url], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(filler, 'exit') as [number | null];
  if (code !== 0) {
    throw new Error(`The demo data is not complete: the tool ended with ${code ?? 'a signal'}.`);
  }
};
