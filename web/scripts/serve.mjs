// Serves the built web with the headers that a real server sends, in front of an Api.
//   npm run preview -- --api http://127.0.0.1:8080 --port 4173
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { api: { type: 'string', default: 'http://127.0.0.1:8080' }, port: { type: 'string', default: '4173' } },
});
process.env.API_URL = values.api;
const { preview } = await import('vite');
const server = await preview({
  root: fileURLToPath(new URL('..', import.meta.url)),
  preview: { host: '127.0.0.1', port: Number(values.port), strictPort: true },
});
server.printUrls();
