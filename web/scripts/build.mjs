// Builds the dashboard and the demo shop into dist/, the tracker into dist/t.js, and a brotli and a gzip copy beside each text file:
// servers send those and compress nothing themselves.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
await build({ root });
await build({ root, configFile: join(root, 'vite.tracker.config.ts') });

const dist = join(root, 'dist');
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name);
  // The configuration of a deployment is changed after the build, and a stale copy would win over it.
  if (entry.isFile() && /\.(js|css|html|svg)$/.test(entry.name)) {
    const content = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(content));
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  }
}
