import { indexGraph, type GraphIndex } from './GraphIndex.ts';
import type { Layout, LayoutInput } from './layout/layoutGraph.ts';
import type { LaidOut } from './layout/layout.ts';
import { measureForm, type Form, type MeasuredForm } from './layoutInput.ts';
import type { GraphEdge, GraphNode } from './types.ts';
import { Geometry } from './view/Geometry.ts';

/** Reads the graph on screen again after each edit, which costs what the edit changes. */
export class GraphReader {
  #index: GraphIndex | undefined;
  #form: MeasuredForm | undefined;
  #geometry: Geometry | undefined;
  /** Graphs become what they were, and then lie as they did. */
  readonly #geometries = new WeakMap<Layout, Geometry>();

  index(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): GraphIndex {
    this.#index = indexGraph(nodes, edges, this.#index);
    return this.#index;
  }

  /** The very same as long as the form of the graph is: most edits change a name or an argument. */
  measure(form: Form): LayoutInput {
    this.#form = measureForm(form, this.#form);
    return this.#form.input;
  }

  place(laidOut: LaidOut): Geometry {
    this.#geometry = this.#geometries.get(laidOut.layout) ?? new Geometry(laidOut, this.#geometry);
    this.#geometries.set(laidOut.layout, this.#geometry);
    return this.#geometry;
  }
}
