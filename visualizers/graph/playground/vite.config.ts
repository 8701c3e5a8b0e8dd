import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `npx vite -c visualizers/graph/playground/vite.config.ts`: the kernel by itself; not part of the product. */
export default defineConfig({
  root: import.meta.dirname,
  cacheDir: '../../../node_modules/.vite-playground',
  plugins: [react()],
  worker: { format: 'es' },
});
