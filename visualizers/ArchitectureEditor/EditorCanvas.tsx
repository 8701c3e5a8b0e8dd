import { useMemo } from 'react';
import { GraphView, type GraphHandle, type GraphNode } from '../graph/index.ts';
import { centredAt, GraphPlace, GraphToolbar, PickerList } from '../graphEditing/index.ts';
import { useRecord } from '../project/index.ts';
import { EmptyState } from '../ui/index.ts';
import styles from './ArchitectureEditor.module.css';
import type { EditorAction } from './editorAction.ts';
import { EditorOverlays } from './gestures/EditorOverlays.tsx';
import { Notices } from './gestures/Notices.tsx';
import { useFits } from './gestures/useFittingItems.ts';
import { LayerForm } from './LayerForm.tsx';
import { layerRows } from './layerRows.ts';
import type { Anchor } from '../../src/domain/rearranging/attach.ts';
import { afterAll } from './anchors.ts';
import { recordOf } from './nodePath.ts';
import { usePaletteItems } from './usePaletteItems.ts';
import type { Editor } from './useEditor.ts';
import { useTypedWords } from './useTypedWords.ts';

export interface EditorCanvasProps {
  readonly editor: Editor;
  readonly actions: readonly EditorAction[];
}

/** The palette and the graph. */
export function EditorCanvas({ editor, actions }: EditorCanvasProps) {
  const { editing, graph, edits, handle, gestures } = editor;
  const items = usePaletteItems(editor.architecture.id);
  const typedWords = useTypedWords();
  const { nodes } = editor.selection;
  const anchor = useMemo(() => afterAll(nodes), [nodes]);
  const fits = useFits(anchor, editor);
  return (
    <GraphPlace
      palette={
        editing.readOnly ? null : (
          <PickerList
            label="Search layers"
            items={items}
            onPick={(item, typed) => edits.add(item, anchor, typed)}
            typedWords={typedWords}
            fits={fits}
            autoFocus={graph.nodes.length === 0}
            draggable
          />
        )
      }
      onDropItem={(type, client) => {
        const found = handle.current?.locate(client);
        if (found) edits.add(type, droppedAt(found));
      }}
      onPointer={gestures.clipboard.point}
      notices={<Notices editor={editor} />}
    >
      {graph.nodes.length === 0 && (
        <div className={styles.nothing}>
          <EmptyState sentence="Begin with an Input from the list at the left; each layer you add after it follows the selected one. Arguments are typed behind the name: input 28 28 1, then conv2d 64 3 relu." />
        </div>
      )}
      <EditorGraph editor={editor} />
      <GraphToolbar label="Architecture" actions={actions} />
      <EditorOverlays editor={editor} actions={actions} />
    </GraphPlace>
  );
}

function EditorGraph({ editor }: { readonly editor: Editor }) {
  const { architecture, editing, graph, edits, picker, handle, gestures, selection } = editor;
  const { clipboard, overlay } = gestures;
  return (
    <GraphView
      ref={handle}
      label={`Architecture ${architecture.name}`}
      nodes={useMarked(graph.nodes, gestures.marked)}
      edges={graph.edges}
      facts={graph.facts}
      direction={gestures.direction}
      readOnly={editing.readOnly}
      selection={selection}
      onSelect={editor.select}
      expanded={editor.expanded}
      minimap={graph.nodes.length > 12}
      canConnect={edits.canConnect}
      onConnect={({ source, target }) => edits.connect(source, target)}
      onConnectToEmpty={(port, _at, screen) => picker.open(screen, { kind: 'port', port })}
      onQuickAdd={(node, screen) =>
        picker.open(screen, afterAll(selection.nodes.has(node) ? selection.nodes : new Set([node])))
      }
      onInsertOnEdge={(edge, _at, screen) => picker.open(screen, { kind: 'edge', edge })}
      onContextMenu={({ kind }, _at, at) =>
        overlay.show({ kind: 'menu', about: kind === 'port' ? 'node' : kind, at })
      }
      onCopy={clipboard.copy}
      onCut={clipboard.cut}
      onPaste={clipboard.paste}
      onReorderInputs={edits.reorderInputs}
      onPlace={edits.place}
      onDelete={edits.remove}
      onOpen={(node) => open(editor, node)}
      onFold={(node) => editor.fold(node, editor.unfolded.has(node))}
      renderNode={(node) => <LayerBody id={node.id} editor={editor} />}
      describeNode={({ id }) => layerRows(editor.view, recordOf(id))}
    />
  );
}

function useMarked(nodes: readonly GraphNode[], marked: ReadonlySet<string>): readonly GraphNode[] {
  return useMemo(
    () =>
      marked.size === 0
        ? nodes
        : nodes.map((node) => (marked.has(node.id) ? { ...node, marked: true } : node)),
    [nodes, marked],
  );
}

/** The layer itself, opened in its node. */
function LayerBody({ id, editor }: { readonly id: string; readonly editor: Editor }) {
  const layer = useRecord(recordOf(id), 'Layer');
  const { editing, graph } = editor;
  return layer ? <LayerForm layer={layer} node={id} editing={editing} check={graph.check} terse /> : null;
}

/** A block shows its layers, any other layer its arguments. */
function open({ graph, unfolded, fold, toggle }: Editor, node: string): void {
  if (graph.nodes.find(({ id }) => id === node)?.foldable) fold(node, unfolded.has(node));
  else toggle(node);
}

/** On a connection a layer takes its place; elsewhere it stays where it was dropped. */
const droppedAt = ({ at, hit, inside }: NonNullable<ReturnType<GraphHandle['locate']>>): Anchor =>
  hit.kind === 'edge'
    ? { kind: 'edge', edge: hit.id }
    : { kind: 'place', at: centredAt(at), ...(inside === undefined ? {} : { inside }) };
