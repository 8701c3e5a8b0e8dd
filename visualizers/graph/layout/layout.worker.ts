import { layoutGraph } from './layoutGraph.ts';
import { packLayout, unpackInput, type PackedInput, type PackedLayout } from './packedLayout.ts';

export interface LayoutRequest {
  readonly id: number;
  readonly input: PackedInput;
}

export interface LayoutReply {
  readonly id: number;
  readonly layout: PackedLayout;
}

addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => {
  const input = unpackInput(data.input);
  postMessage({ id: data.id, layout: packLayout(layoutGraph(input), input) } satisfies LayoutReply);
});
