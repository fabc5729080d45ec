import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `pnpm --filter @lineshaft/designer dev` serves the pages alone; the API is the runtime's on its usual port. */
const runtime = 'http://127.0.0.1:4400';

export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/api': runtime, '/health': runtime } },
  build: { sourcemap: true },
});
