import { ProblemLines } from '../controls/index.ts';
import { GraphView } from '../graph/index.ts';
import { centredAt, FloatingPicker, GraphPlace, GraphToolbar, PickerList } from '../graphEditing/index.ts';
import { useRecord, type Editing } from '../project/index.ts';
import { EmptyState } from '../ui/index.ts';
import styles from './PipelineEditor.module.css';
import { StepForm } from './StepForm.tsx';
import type { StepAnchor } from './stepLinks.ts';
import { useArranging } from './useArranging.ts';
import { useOffered, useOperations } from './useOperations.tsx';
import type { PipelineEditorState } from './usePipelineEditor.ts';

/** The palette and the graph. */
export function PipelineCanvas({ editor }: { readonly editor: PipelineEditorState }) {
  const { editing, graph, edits, picker, handle } = editor;
  const items = useOperations();
  const offered = useOffered(items, picker.anchor);
  const { direction, actions } = useArranging(editor);
  return (
    <GraphPlace
      palette={
        editing.readOnly ? null : (
          <PickerList label="Search operations" items={items} onPick={(item) => edits.add(item)} draggable />
        )
      }
      onDropItem={(item, client) => {
        const found = handle.current?.locate(client);
        if (found) edits.add(item, { kind: 'place', at: centredAt(found.at) });
      }}
      notices={<ProblemLines problems={editing.problems} />}
    >
      {graph.nodes.length === 0 && <Nothing />}
      <PipelineGraph editor={editor} direction={direction} />
      <GraphToolbar label="Pipeline" actions={actions} />
      <FloatingPicker
        label="Add an operation"
        items={offered}
        at={picker.at}
        onClose={picker.close}
        onClosed={() => handle.current?.focus()}
        onPick={(item) => edits.add(item, picker.anchor)}
      />
    </GraphPlace>
  );
}

interface PipelineGraphProps {
  readonly editor: PipelineEditorState;
  readonly direction: 'vertical' | 'horizontal';
}

function PipelineGraph({ editor, direction }: PipelineGraphProps) {
  const { pipeline, editing, graph, edits, picker, handle } = editor;
  return (
    <GraphView
      ref={handle}
      direction={direction}
      label={`Pipeline ${pipeline.name}`}
      nodes={graph.nodes}
      edges={graph.edges}
      readOnly={editing.readOnly}
      selection={editor.selection}
      onSelect={editor.select}
      expanded={editor.expanded}
      minimap={graph.nodes.length > 12}
      canConnect={edits.canConnect}
      onConnect={({ source, target }) => edits.connect(source, target)}
      onConnectToEmpty={(port, _at, screen) => picker.open(screen, { kind: 'port', port })}
      onQuickAdd={(node, screen) => picker.open(screen, firstOutput(graph.nodes, node))}
      onInsertOnEdge={(edge, _at, screen) => picker.open(screen, { kind: 'edge', edge })}
      onContextMenu={(hit, _at, screen) => hit.kind === 'empty' && picker.open(screen)}
      onPlace={edits.place}
      onDelete={edits.remove}
      onOpen={editor.toggle}
      renderNode={(node) => <StepBody id={node.id} editing={editing} />}
    />
  );
}

function StepBody({ id, editing }: { readonly id: string; readonly editing: Editing }) {
  const step = useRecord(id, 'Step');
  return step ? <StepForm step={step} editing={editing} terse /> : null;
}

function Nothing() {
  return (
    <div className={styles.nothing}>
      <EmptyState sentence="Add an operation from the list at the left, by clicking or dragging it here. Then draw connections from its outputs to the inputs of others." />
    </div>
  );
}

function firstOutput(
  nodes: readonly { readonly id: string; readonly outputs: readonly { readonly id: string }[] }[],
  node: string,
): StepAnchor | undefined {
  const port = nodes.find(({ id }) => id === node)?.outputs[0];
  return port && { kind: 'port', port: { node, port: port.id, side: 'output' } };
}
