import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `pnpm --filter @lineshaft/designer dev` serves the pages alone; the API is that of a runtime. */
const runtime = process.env['LINESHAFT_URL'] ?? 'http://127.0.0.1:4400';

export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/api': runtime, '/health': runtime } },
  build: {
    sourcemap: true,
    // In one file with zod, zod-without-eval.ts runs before any other file makes a schema.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'zod', test: /node_modules\/zod\/|zod-without-eval/ }] } },
    },
  },
});
