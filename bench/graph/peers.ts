import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Format } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Pages on which others draw graphs or lay them out. */
export interface PeerPages {
  readonly url: string;
  close(): Promise<void>;
}

type Page = keyof typeof SCRIPTS;

/** With the graphs as JSON files beside the pages, by their names. */
export async function servePeers(
  pages: readonly Page[],
  graphs: Readonly<Record<string, unknown>>,
): Promise<PeerPages> {
  const folder = await mkdtemp(path.join(tmpdir(), 'deepforge-peers-'));
  for (const page of pages) {
    await bundle(folder, 'esm', SCRIPTS[page].page);
    await bundle(folder, 'iife', SCRIPTS[page].workers);
    await writeFile(path.join(folder, `${page}.html`), html(page));
  }
  for (const [name, graph] of Object.entries(graphs))
    await writeFile(path.join(folder, `${name}.json`), JSON.stringify(graph));
  const server = createServer((request, response) => {
    const name = path.basename(request.url ?? '');
    readFile(path.join(folder, name)).then(
      (content) => response.setHeader('content-type', TYPES[path.extname(name)] ?? 'text/plain').end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** What each page runs: itself, and its workers. */
const SCRIPTS = {
  reactFlow: { page: { reactFlow: 'bench/graph/page/reactFlow.tsx' }, workers: {} },
  layouts: {
    page: { layouts: 'bench/graph/page/layouts.ts' },
    workers: {
      deepforge: 'visualizers/graph/layout/layout.worker.ts',
      dagre: 'bench/graph/page/dagre.worker.ts',
      elk: 'elkjs/lib/elk-worker.min.js',
    },
  },
} as const;

const bundle = (outdir: string, format: Format, entryPoints: Readonly<Record<string, string>>) =>
  build({ absWorkingDir: root, entryPoints, outdir, ...FOR_BROWSER, format });

const FOR_BROWSER = {
  bundle: true,
  minify: true,
  target: 'es2022',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'error',
} as const;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
};

const html = (script: string) => `<!doctype html>
<meta charset="utf-8" />
<link rel="icon" href="data:," />
<link rel="stylesheet" href="${script}.css" />
<style>
  html, body { margin: 0; height: 100% }
  .layer { box-sizing: border-box; width: 100%; height: 100%; padding: 10px; border: 1px solid #bbb; border-radius: 8px;
    background: #fff; font: 12px sans-serif; text-align: center; overflow: hidden }
</style>
<body></body>
<script type="module" src="${script}.js"></script>
`;
