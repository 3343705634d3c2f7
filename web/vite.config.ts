import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { contentSecurityPolicy, demoFallback } from './scripts/serving.mjs';

const api = process.env['API_URL'] ?? 'http://127.0.0.1:8080';
const proxy = { '/api': api, '/hangfire': api };

export default defineConfig({
  plugins: [react(), demoFallback()],
  build: {
    target: 'es2022',
    manifest: true,
    rollupOptions: { input: { main: 'index.html', demo: 'demo/index.html' } },
  },
  server: { proxy },
  preview: { proxy, headers: { 'Content-Security-Policy': contentSecurityPolicy } },
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}', 'tracker/**/*.test.ts'],
    restoreMocks: true,
  },
});
