import type { ThumbnailGraph } from '../drawing/index.ts';

/** The picture of a template; one we have no picture of shows an empty page. */
export function templatePicture(id: string): ThumbnailGraph {
  return PICTURES[id] ?? NOTHING;
}

const NOTHING: ThumbnailGraph = { nodes: [], edges: [] };

const classification = (data: string): ThumbnailGraph => ({
  nodes: [
    { id: 'data', label: data, category: 'operation' },
    { id: 'train', label: 'Train', category: 'operation' },
    { id: 'score', label: 'ScoreModel', category: 'operation' },
    { id: 'output', label: 'Output', category: 'output' },
  ],
  edges: [
    { source: 'data', target: 'train' },
    { source: 'train', target: 'score' },
    { source: 'data', target: 'score' },
    { source: 'train', target: 'output' },
  ],
});

const PICTURES: Readonly<Record<string, ThumbnailGraph>> = {
  cifar10: classification('GetCifar10Data'),
  digits: classification('GetDigitsData'),
};
