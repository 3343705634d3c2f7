// Builds the dashboard and the demo shop into dist/, and the tracker into dist/t.js.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
await build({ root });
await build({ root, configFile: `${root}vite.tracker.config.ts` });
