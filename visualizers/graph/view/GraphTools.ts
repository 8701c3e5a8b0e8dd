import type { FocusEvent, KeyboardEvent, MouseEvent, PointerEvent } from 'react';
import type { Point, PortRef } from '../types.ts';
import { openContextMenu } from './contextMenu.ts';
import { fold, holdFolded, type Held } from './folding.ts';
import type { GraphContext } from './GraphContext.ts';
import { IDLE, MISS, type Hit, type Interaction } from './interaction.ts';
import { pressKey } from './keyboard.ts';
import { PointerGestures } from './PointerGestures.ts';
import { framePoint, isBody } from './pointing.ts';
import type { Scene } from './Scene.ts';
import { Store } from './Store.ts';
import { holdBeginning } from './holdBeginning.ts';
import { holdTurned } from './holdTurned.ts';
import type { Shown } from './useMotion.ts';
import { ViewportStore } from './ViewportStore.ts';

/** What one graph on screen keeps for as long as it is there. The handlers are made once; the context is today's. */
export class GraphTools {
  readonly viewport = new ViewportStore();
  readonly interaction = new Store<Interaction>(IDLE);
  readonly hover = new Store<Hit>(MISS);
  /** The node that the keyboard is at. */
  readonly active = new Store<string | undefined>(undefined);
  /** The node that is kept in sight while its place changes. */
  readonly followed = new Store<string | undefined>(undefined);
  /** The port from which a connection is to be drawn as soon as it is there. */
  readonly loose = new Store<PortRef | undefined>(undefined);
  readonly held = new Store<Held | undefined>(undefined);
  readonly announcement = new Store('');
  readonly context = new Store<GraphContext | undefined>(undefined);
  readonly #gestures = new PointerGestures(this.context.get);

  readonly movesView = this.#gestures.movesView;
  readonly fold = (node: string): void => fold(this, node);
  readonly hold = (before: Shown, scene: Scene): Point => holderOf(before, scene)(this, before, scene);

  /** Where the pointer is in the graph's frame. */
  readonly pointer = (): Point => {
    const context = this.context.get();
    return context ? framePoint(context, this.#gestures.pointer) : { x: 0, y: 0 };
  };

  readonly handlers = {
    onPointerDown: (event: PointerEvent) => {
      this.#letGo();
      this.#gestures.down(event.nativeEvent);
    },
    onWheel: () => this.#letGo(),
    onPointerMove: (event: PointerEvent) => this.#gestures.move(event.nativeEvent),
    onPointerUp: (event: PointerEvent) => this.#gestures.up(event.nativeEvent),
    onPointerCancel: () => this.#gestures.cancel(),
    onPointerLeave: () => this.#gestures.leave(),
    onDoubleClick: (event: MouseEvent) => this.#gestures.doubleClick(event.nativeEvent),
    onContextMenu: (event: MouseEvent) => {
      const context = this.context.get();
      if (context) openContextMenu(context, event.nativeEvent);
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => this.#keyDown(event),
    onKeyUp: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key === ' ') this.#holdPanKey(event.currentTarget, false);
    },
    onBlur: (event: FocusEvent<HTMLElement>) => {
      this.#holdPanKey(event.currentTarget, false);
      if (hasLeft(event)) this.#gestures.abandon();
    },
  };

  /** The person moves on. */
  #letGo(): void {
    this.followed.set(undefined);
    this.held.set(undefined);
  }

  #keyDown(event: KeyboardEvent<HTMLElement>): void {
    const context = this.context.get();
    if (!context) return;
    this.followed.set(undefined);
    if (event.target !== event.currentTarget) {
      // Out of the body of a node, back to the graph.
      if (event.key === 'Escape' && isBody(event.target)) event.currentTarget.focus({ preventScroll: true });
    } else if (event.key === ' ') {
      this.#holdPanKey(event.currentTarget, true);
      event.preventDefault();
    } else if (pressKey(context, event.nativeEvent)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  #holdPanKey(root: HTMLElement, held: boolean): void {
    this.#gestures.holdPanKey(held);
    root.toggleAttribute('data-pan', held);
  }
}

/** What keeps in sight what one looks at while everything finds another place. */
function holderOf({ layout: before }: Shown, { layout }: Scene) {
  if (before.isBeginning) return holdBeginning;
  return before.direction === layout.direction ? holdFolded : holdTurned;
}

/** For something else on the page; not because the window went behind another. */
const hasLeft = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) =>
  !currentTarget.contains(relatedTarget) && document.hasFocus();
