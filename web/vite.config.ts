import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { contentSecurityPolicy, demoFallback } from './scripts/serving.mjs';

const api = process.env['API_URL'] ?? 'http://127.0.0.1:8080';
const proxy = { '/api': api, '/hangfire': api, '/sign-in': api };

export default defineConfig({
  plugins: [react(), demoFallback()],
  build: {
    target: 'es2022',
    manifest: true,
    rolldownOptions: {
      input: { main: 'index.html', demo: 'demo/index.html' },
      // Left alone, these would be cut into the parts that each page has in common with others: many small files compress worse.
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ name: 'panels', test: /@mui[\\/]material[\\/](Table|Skeleton|Link|IconButton|Paper|Box)|src[\\/]components[\\/](Data(Row|Table)|Table|table|Tile|Spark|Panel|States|Choice|Loaded|Icon|icons|errorText|SignIn)|src[\\/]lib[\\/](signIn|apiError)/ }],
        },
      },
    },
  },
  server: { proxy },
  preview: { proxy, headers: { 'Content-Security-Policy': contentSecurityPolicy } },
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}', 'tracker/**/*.test.ts'],
    restoreMocks: true,
  },
});
