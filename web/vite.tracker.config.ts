import { defineConfig } from 'vite';

/** The tracker is one file without imports, beside the dashboard's build. */
export default defineConfig({
  publicDir: false,
  build: {
    target: 'es2018',
    emptyOutDir: false,
    lib: { entry: 'tracker/tracker.ts', formats: ['iife'], name: 'pipelineTracker', fileName: () => 't.js' },
  },
});
