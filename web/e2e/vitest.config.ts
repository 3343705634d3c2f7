import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** By name: the first file needs a server that has seen no event. */
class ByName extends BaseSequencer {
  override sort(files: TestSpecification[]) {
    return Promise.resolve([...files].sort((a, b) => a.moduleId.localeCompare(b.moduleId)));
  }
}

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    // What measures runs by itself, under its name.
    include: [`e2e/${process.env['E2E_SUITE'] ?? '[0-9]-*'}.e2e.ts`],
    globalSetup: 'e2e/server.ts',
    fileParallelism: false,
    sequence: { sequencer: ByName },
    // A browser beside a server on two busy cores: what fails twice is broken.
    retry: 1,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
