import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

/** What Vite tells of what it built, by the source files: what each became, and what that imports in turn. */
const Manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    imports: z.array(z.string()).optional(),
    css: z.array(z.string()).optional(),
  }),
);
type Manifest = z.infer<typeof Manifest>;

const FRAME = 'visualizers/Frame/Frame.tsx';

/** What shows the documents of each place. */
const EDITORS: Readonly<Record<string, string>> = {
  architectures: 'visualizers/ArchitectureEditor/ArchitectureEditor.tsx',
  pipelines: 'visualizers/PipelineEditor/PipelineEditor.tsx',
  operations: 'visualizers/OperationEditor/OperationEditor.tsx',
  code: 'visualizers/ModuleEditor/ModuleEditor.tsx',
  executions: 'visualizers/ExecutionView/ExecutionView.tsx',
};

/**
 * Tells for the address of a page, as a `Link` header, the files that the page will ask for: a browser fetches them
 * while its first script still runs, instead of file after file as each names the next. Undefined where it is not
 * known, as before the pages are built.
 */
export function preloadsOf(pages: string): (address: string) => string | undefined {
  const manifest = manifestIn(pages);
  const known = new Map<string, string>();
  return (address) => {
    const sources = sourcesOf(address).filter((source) => manifest[source] !== undefined);
    if (sources.length === 0) return undefined;
    const key = sources.join(' ');
    const links = known.get(key) ?? linksTo(manifest, sources);
    known.set(key, links);
    return links;
  };
}

function manifestIn(pages: string): Manifest {
  try {
    return Manifest.parse(JSON.parse(readFileSync(path.join(pages, '.vite', 'manifest.json'), 'utf8')));
  } catch {
    return {};
  }
}

/** A project is shown in its frame, and a document of it in its editor, as it is now or as it was at a commit. */
function sourcesOf(address: string): readonly string[] {
  const [, first, project = '', ...rest] = address.split('/');
  if (first !== 'p' || project === '') return [];
  const [place = '', document = ''] = rest[0] === 'at' ? rest.slice(2) : rest;
  const editor = document === '' ? undefined : EDITORS[place];
  return editor === undefined ? [FRAME] : [FRAME, editor];
}

function linksTo(manifest: Manifest, sources: readonly string[]): string {
  const files = new Set<string>();
  const waiting = new Set(sources);
  // The set grows while it is read.
  for (const source of waiting) {
    const { file, css = [], imports = [] } = manifest[source] ?? {};
    for (const one of [file, ...css]) if (one !== undefined) files.add(one);
    for (const one of imports) waiting.add(one);
  }
  return [...files].map(linkTo).join(', ');
}

const linkTo = (file: string) =>
  `</${file}>; ${file.endsWith('.css') ? 'rel=preload; as=style' : 'rel=modulepreload'}; crossorigin`;
