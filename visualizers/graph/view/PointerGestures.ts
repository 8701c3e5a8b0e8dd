import { pointOfPort } from '../edgeGeometry.ts';
import { rectBetween } from '../geometry.ts';
import { outermost, withinAll } from '../GraphIndex.ts';
import { MESSAGES } from '../messages.ts';
import { select, type Selection } from '../selection.ts';
import type { Placement, Point } from '../types.ts';
import { aim, release } from './connectGesture.ts';
import type { GraphContext } from './GraphContext.ts';
import { IDLE, MISS, sameHit, type Connecting, type Hit, type Interaction } from './interaction.ts';
import { framePoint, graphPoint, hitAt, hitForEvent, isBody, isControl, isTool } from './pointing.ts';
import { finishReordering, reorderAt, startReordering } from './reorderGesture.ts';

const THRESHOLD = 4;
const BORDER = 36;
const LARGEST_STEP = 14;

interface Press {
  readonly pointer: number;
  readonly start: Point;
  /** In the graph, since the view may move while the pointer does not. */
  readonly grasped: Point;
  readonly hit: Hit;
  readonly extend: boolean;
  readonly touch: boolean;
  readonly base: Selection;
  moved: boolean;
}

/** What the pointer does, one gesture at a time. Moving the view by mouse or touch is d3's part. */
export class PointerGestures {
  readonly #context: () => GraphContext | undefined;
  #press: Press | undefined;
  #pointer: Point = { x: 0, y: 0 };
  #panning = 0;
  #panKeyHeld = false;

  constructor(context: () => GraphContext | undefined) {
    this.#context = context;
  }

  /** Where it was seen last, in client coordinates. */
  get pointer(): Point {
    return this.#pointer;
  }

  readonly holdPanKey = (held: boolean): void => {
    this.#panKeyHeld = held;
  };

  /** Whether the gesture that starts with this event moves the view. */
  readonly movesView = (event: Event): boolean => {
    if (event instanceof WheelEvent) return event.ctrlKey || event.metaKey;
    if (event instanceof MouseEvent) return event.button === 1 || (event.button === 0 && this.#panKeyHeld);
    const context = this.#context();
    if (!context || !(event instanceof TouchEvent) || isControl(event.target) || isBody(event.target)) {
      return false;
    }
    if (event.touches.length > 1) {
      this.cancel();
      return true;
    }
    const touch = event.touches[0]!;
    const hit = hitAt(context, { x: touch.clientX, y: touch.clientY });
    return hit.kind === 'empty' || hit.kind === 'edge';
  };

  readonly down = (event: PointerEvent): void => {
    const context = this.#context();
    if (!context || event.button !== 0 || this.#panKeyHeld || isControl(event.target)) return;
    const hit = hitForEvent(context, event);
    const extend = event.shiftKey || event.ctrlKey || event.metaKey;
    if (isBody(event.target)) {
      this.#pickPressed(context, hit, false);
      return;
    }
    context.root.focus({ preventScroll: true });
    const interaction = context.interaction.get();
    if (isLooseEnd(interaction)) {
      release(context, aim(context, interaction, graphPoint(context, client(event)), hit), hit);
      return;
    }
    const touch = event.pointerType === 'touch';
    this.#press = {
      pointer: event.pointerId,
      start: client(event),
      grasped: graphPoint(context, client(event)),
      hit,
      extend,
      touch,
      base: context.selection,
      moved: false,
    };
    if (hit.kind === 'node' && !extend) this.#pickPressed(context, hit, false);
  };

  readonly move = (event: PointerEvent): void => {
    const context = this.#context();
    if (!context) return;
    const moves = distance(this.#pointer, client(event)) > 0;
    this.#pointer = client(event);
    const press = this.#press;
    if (!press) {
      this.#hover(context, event, moves);
      return;
    }
    if (press.pointer !== event.pointerId) return;
    if (!press.moved && distance(press.start, this.#pointer) < THRESHOLD) return;
    if (!press.moved) {
      press.moved = true;
      context.root.setPointerCapture(event.pointerId);
      context.hover.set(MISS);
      this.#begin(context, press);
    }
    this.#follow(context);
    this.#panNearBorder(context);
  };

  readonly up = (event: PointerEvent): void => {
    const context = this.#context();
    const press = this.#press;
    if (!context || !press || press.pointer !== event.pointerId) return;
    this.#press = undefined;
    this.#stopPanning();
    if (press.moved) this.#finish(context);
    else this.#click(context, press);
  };

  readonly leave = (): void => {
    this.#context()?.hover.set(MISS);
  };

  readonly cancel = (): void => {
    this.#press = undefined;
    this.#stopPanning();
    this.#context()?.interaction.set(IDLE);
  };

  /** The person has turned to something else: no connection stays in hand. */
  readonly abandon = (): void => {
    const interaction = this.#context()?.interaction;
    const now = interaction?.get();
    if (now && (now.kind === 'choosePort' || isLooseEnd(now))) interaction?.set(IDLE);
  };

  readonly doubleClick = (event: MouseEvent): void => {
    const context = this.#context();
    if (!context || isControl(event.target) || isBody(event.target)) return;
    const hit = hitForEvent(context, event);
    if (hit.kind === 'node' || hit.kind === 'port') context.handlers.onOpen?.(hit.id);
    else if (hit.kind === 'empty') context.viewport.zoomBy(1.6, framePoint(context, client(event)));
  };

  #hover(context: GraphContext, event: PointerEvent, moves: boolean): void {
    if (isTool(event.target)) return;
    const hit = hitForEvent(context, event);
    const interaction = context.interaction.get();
    // What scrolls under a resting pointer is not pointed at.
    if (moves && isLooseEnd(interaction)) {
      context.interaction.set(aim(context, interaction, graphPoint(context, client(event)), hit));
    }
    const before = context.hover.get();
    if (sameHit(before, hit)) return;
    context.hover.set(hit);
    const { nodes, edges } = context.scene.index;
    const edge = hit.kind === 'edge' ? edges.get(hit.id) : undefined;
    const node = hit.kind === 'node' || hit.kind === 'port' ? nodes.get(hit.id) : undefined;
    if (edge || before.kind === 'edge') context.handlers.onHoverEdge?.(edge, client(event));
    if (node || before.kind === 'node') context.handlers.onHoverNode?.(node, client(event));
  }

  #begin(context: GraphContext, press: Press): void {
    const { interaction, handlers, readOnly } = context;
    const { hit, grasped } = press;
    if (hit.kind === 'port' && !readOnly && handlers.onConnect) {
      interaction.set({ kind: 'connect', by: 'drag', from: hit.port, to: grasped });
    } else if (hit.kind === 'node' || hit.kind === 'port') {
      if (readOnly || !handlers.onPlace) return;
      const { index } = context.scene;
      const selected = context.selection.nodes;
      const ids = selected.has(hit.id) ? outermost(index, selected) : new Set([hit.id]);
      const carried = withinAll(index, ids);
      interaction.set({ kind: 'drag', ids, carried, offset: { x: 0, y: 0 }, dropped: false });
    } else if (hit.kind === 'edge' && hit.end && startReordering(context, hit.id)) return;
    else if (!press.touch) {
      const inside = hit.kind === 'empty' ? hit.inside : context.scene.frameAt(grasped);
      interaction.set({ kind: 'marquee', inside, from: grasped, to: grasped });
    }
  }

  #follow(context: GraphContext): void {
    const { interaction } = context;
    const now = interaction.get();
    const to = graphPoint(context, this.#pointer);
    const press = this.#press;
    if (!press) return;
    if (now.kind === 'drag') {
      const offset = { x: to.x - press.grasped.x, y: to.y - press.grasped.y };
      interaction.set({ ...now, offset });
    } else if (now.kind === 'marquee') {
      interaction.set({ ...now, to });
      const { index } = context.scene;
      const nodes = context.scene
        .nodesIn(rectBetween(now.from, to))
        .filter((id) => index.parents.get(id) === now.inside);
      const base = press.extend ? press.base : { nodes: new Set<string>(), edges: new Set<string>() };
      context.setSelection(select(context.selection, { type: 'area', nodes, base }));
    } else if (now.kind === 'connect') {
      interaction.set(aim(context, now, to, hitAt(context, this.#pointer)));
    } else if (now.kind === 'reorder') interaction.set(reorderAt(context, now, to));
  }

  #finish(context: GraphContext): void {
    const now = context.interaction.get();
    if (now.kind === 'connect') release(context, now, hitAt(context, this.#pointer));
    else if (now.kind === 'reorder') finishReordering(context, now);
    else if (now.kind === 'drag') {
      // Shown where it was dropped until the host's answer has been laid out.
      context.interaction.set({ ...now, dropped: true });
      context.handlers.onPlace?.(placements(context, now.ids, now.offset));
    } else {
      context.interaction.set(IDLE);
      context.announce(MESSAGES.selected(context.selection.nodes.size + context.selection.edges.size));
    }
  }

  #click(context: GraphContext, { hit, extend, grasped }: Press): void {
    if (hit.kind === 'port' && !context.readOnly && context.handlers.onConnect) {
      this.#startClickConnect(context, hit, grasped);
    } else if (hit.kind === 'empty') {
      if (!extend) context.setSelection(select(context.selection, { type: 'clear' }));
    } else if (extend || hit.kind === 'edge') this.#pickPressed(context, hit, extend);
    else context.setSelection(select(context.selection, { type: 'pick', kind: 'node', id: hit.id, extend }));
  }

  #startClickConnect(context: GraphContext, hit: Hit & { kind: 'port' }, to: Point): void {
    const connecting: Connecting = { kind: 'connect', by: 'click', from: hit.port, to };
    const node = context.scene.index.nodes.get(hit.id);
    const box = context.scene.layout.boxes.get(hit.id);
    if (!node || !box) return;
    const at = pointOfPort(node, hit.port.side, hit.port.port, box, context.scene.layout.direction);
    context.interaction.set({ ...connecting, to: at });
    context.announce(MESSAGES.chooseByPointer(node.label));
  }

  #pickPressed(context: GraphContext, hit: Hit, extend: boolean): void {
    if (hit.kind === 'empty') return;
    const kind = hit.kind === 'edge' ? 'edge' : 'node';
    if (kind === 'node') context.setActive(hit.id);
    if (!extend && kind === 'node' && context.selection.nodes.has(hit.id)) return;
    context.setSelection(select(context.selection, { type: 'pick', kind, id: hit.id, extend }));
  }

  /** Keeps the view moving while something is held near the border, faster the closer it is. */
  #panNearBorder(context: GraphContext): void {
    if (this.#panning !== 0) return;
    const step = () => {
      const by = borderPull(framePoint(context, this.#pointer), context.viewport.get().size);
      if (!this.#press || (by.x === 0 && by.y === 0)) {
        this.#panning = 0;
        return;
      }
      const current = this.#context();
      current?.viewport.panBy(by);
      if (current) this.#follow(current);
      this.#panning = requestAnimationFrame(step);
    };
    this.#panning = requestAnimationFrame(step);
  }

  #stopPanning(): void {
    cancelAnimationFrame(this.#panning);
    this.#panning = 0;
  }
}

export function placements(
  { scene }: GraphContext,
  ids: Iterable<string>,
  offset: Point,
): readonly Placement[] {
  return [...ids].flatMap((id) => {
    const box = scene.layout.boxes.get(id);
    if (!box) return [];
    const { x, y } = scene.local(box, scene.index.parents.get(id));
    return [{ id, x: Math.round(x + offset.x), y: Math.round(y + offset.y) }];
  });
}

function borderPull(at: Point, size: { width: number; height: number }): Point {
  const pull = (position: number, length: number) => {
    if (position < BORDER) return Math.min(1, (BORDER - position) / BORDER) * LARGEST_STEP;
    if (position > length - BORDER) {
      return -Math.min(1, (position - length + BORDER) / BORDER) * LARGEST_STEP;
    }
    return 0;
  };
  return { x: pull(at.x, size.width), y: pull(at.y, size.height) };
}

/** A connection in hand while no button is held: the next press lets it go. */
const isLooseEnd = (interaction: Interaction): interaction is Connecting =>
  interaction.kind === 'connect' && interaction.by !== 'drag';

const client = (event: MouseEvent): Point => ({ x: event.clientX, y: event.clientY });
const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);
