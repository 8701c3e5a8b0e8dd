import type { Selection } from '../selection.ts';
import type { Point } from '../types.ts';
import type { GraphHandlers } from './GraphContext.ts';
import type { Hit, Interaction } from './interaction.ts';
import type { Scene } from './Scene.ts';
import type { Store } from './Store.ts';
import type { CullWindow } from './useCullWindow.ts';
import type { Departure } from './useMotion.ts';

/** What everything that lives in the graph's own coordinates is drawn from. */
export interface GraphSceneProps {
  readonly scene: Scene;
  readonly window: CullWindow;
  /** Thousands in sight: the canvas draws them, and only what is being worked on are elements. */
  readonly far: boolean;
  readonly selection: Selection;
  readonly active: string | undefined;
  readonly readOnly: boolean;
  readonly expanded: ReadonlySet<string>;
  readonly interaction: Store<Interaction>;
  readonly hover: Store<Hit>;
  readonly handlers: GraphHandlers;
  readonly domId: (node: string) => string;
  readonly onMeasure: (id: string, height: number) => void;
  readonly onInsert: (edge: string, at: Point) => void;
  readonly onFold: ((node: string) => void) | undefined;
  readonly hold: Departure['hold'];
}
