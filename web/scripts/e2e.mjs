// Runs the browser tests. They start an Api of their own, which serves the built web, on an empty data directory.
//   npm run e2e                                  build the web (npm run build) and the Api first
//   npm run e2e -- --suite first-view          how long the first view takes, on a machine with nothing else to do
//   npm run e2e -- --report FILE                 leaves the results there as JSON, too
//   npm run e2e -- --url http://127.0.0.1:8080   against a server that serves web and API already; it must be a throw-away one
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({ options: { url: { type: 'string' }, suite: { type: 'string' }, report: { type: 'string' } }, allowPositionals: true });
const root = fileURLToPath(new URL('..', import.meta.url));
const report = values.report ? ['--reporter=default', '--reporter=json', `--outputFile.json=${values.report}`] : [];
const { status } = spawnSync('npx', ['vitest', 'run', '--config', 'e2e/vitest.config.ts', ...report, ...positionals], {
  cwd: root, stdio: 'inherit', env: {
    ...process.env, ...(values.url ? { E2E_URL: values.url } : {}), ...(values.suite ? { E2E_SUITE: values.suite } : {}),
  },
});
process.exit(status ?? 1);
