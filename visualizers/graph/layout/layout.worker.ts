import { layoutGraph, type Layout, type LayoutInput } from './layoutGraph.ts';

export interface LayoutRequest {
  readonly id: number;
  readonly input: LayoutInput;
}

export interface LayoutReply {
  readonly id: number;
  readonly layout: Layout;
}

addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => {
  postMessage({ id: data.id, layout: layoutGraph(data.input) } satisfies LayoutReply);
});
