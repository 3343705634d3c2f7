// Measures what the browser loads, against the budgets; --files tells of what. Run it after `npm run build`.
import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
const compressedSize = (file) => brotliCompressSync(readFileSync(new URL(file, dist))).length;

/** All files that a module and what it imports are in. */
const filesOf = (name, found = new Set()) => {
  const chunk = manifest[name];
  if (!chunk) {
    throw new Error(`The build has no ${name}.`);
  }
  if (!found.has(chunk.file)) {
    found.add(chunk.file);
    for (const imported of chunk.imports ?? []) {
      filesOf(imported, found);
    }
  }
  return found;
};

// The dashboard's first tab with its chart, in English.
const firstLoad = new Set();
for (const name of ['index.html', 'src/locales/en.json', 'src/features/dashboard/DashboardPage.tsx', 'src/components/TimeChart.tsx']) {
  filesOf(name, firstLoad);
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
let isOver = false;
const check = (what, size, most) => {
  console.log(`${what}: ${kilobytes(size)} brotli (at most ${kilobytes(most)})`);
  isOver ||= size > most;
};

check('first load, JavaScript', [...firstLoad].reduce((sum, file) => sum + compressedSize(file), 0), 250_000);
check('tracker', compressedSize('t.js'), 2_000);
if (process.argv.includes('--files')) {
  for (const file of [...firstLoad].sort((a, b) => compressedSize(b) - compressedSize(a))) {
    console.log(`  ${kilobytes(compressedSize(file))} ${file}`);
  }
}
if (isOver) {
  console.error('A budget is exceeded.');
  process.exit(1);
}
