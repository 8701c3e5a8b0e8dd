import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import manifest from './package.json' with { type: 'json' };

const GATEWAY = process.env.DEEPFORGE_GATEWAY ?? 'http://127.0.0.1:8765';

/**
 * Lets the page ask at once for the app, which its first script imports only after it has set up zod: what is fetched
 * beforehand is run in its turn.
 */
const preloadApp: Plugin = {
  name: 'preload-app',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {}, chunk }) => {
      const files = (chunk?.dynamicImports ?? []).flatMap((app) => {
        const built = bundle[app];
        return built?.type === 'chunk' ? [app, ...built.imports] : [];
      });
      const further = new Set(
        files.filter((file) => !chunk?.imports.includes(file) && file !== chunk?.fileName),
      );
      return [...further].map((file) => ({
        tag: 'link',
        attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
        injectTo: 'head' as const,
      }));
    },
  },
};

export default defineConfig({
  plugins: [react(), preloadApp],
  define: { __DEEPFORGE_VERSION__: JSON.stringify(manifest.version) },
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  worker: { format: 'es' },
  build: {
    outDir: 'dist/app',
    target: 'es2022',
    sourcemap: true,
    // For the gateway, which tells a browser beforehand what a page will ask for.
    manifest: true,
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
