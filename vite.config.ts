import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import manifest from './package.json' with { type: 'json' };

const GATEWAY = process.env.DEEPFORGE_GATEWAY ?? 'http://127.0.0.1:8765';

export default defineConfig({
  plugins: [react()],
  define: { __DEEPFORGE_VERSION__: JSON.stringify(manifest.version) },
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  worker: { format: 'es' },
  build: {
    outDir: 'dist/app',
    target: 'es2022',
    sourcemap: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What changes with every release apart from what a returning browser already has. Code that only
          // one place needs (CodeMirror, Plot) stays in the chunk of that place's dynamic import.
          groups: [{ name: 'react', test: /node_modules[\\/](react|react-dom|react-router|scheduler)[\\/]/ }],
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': { target: GATEWAY },
      '/socket.io': { target: GATEWAY, ws: true },
    },
  },
});
