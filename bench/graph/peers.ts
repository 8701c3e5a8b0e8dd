import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { DrawnGraph } from './drawnGraph.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The pages on which others draw the one graph and lay out the other. */
export interface PeerPages {
  readonly url: string;
  close(): Promise<void>;
}

export async function servePeers(graphs: {
  readonly drawn: DrawnGraph;
  readonly laidOut: DrawnGraph;
}): Promise<PeerPages> {
  const folder = await mkdtemp(path.join(tmpdir(), 'deepforge-peers-'));
  await bundle(folder);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'graph.json'), JSON.stringify(graphs.drawn));
  await writeFile(path.join(folder, 'layout.json'), JSON.stringify(graphs.laidOut.input));
  for (const page of ['reactFlow', 'layouts']) await writeFile(path.join(folder, `${page}.html`), html(page));
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

async function bundle(outdir: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: {
      reactFlow: 'bench/graph/page/reactFlow.tsx',
      layouts: 'bench/graph/page/layouts.ts',
    },
    outdir,
    ...FOR_BROWSER,
    format: 'esm',
  });
  await build({
    absWorkingDir: root,
    entryPoints: {
      deepforge: 'visualizers/graph/layout/layout.worker.ts',
      dagre: 'bench/graph/page/dagre.worker.ts',
      elk: 'elkjs/lib/elk-worker.min.js',
    },
    outdir,
    ...FOR_BROWSER,
    format: 'iife',
  });
}

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
