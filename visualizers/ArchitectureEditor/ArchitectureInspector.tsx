import { memo, useDeferredValue, useMemo, type ReactNode } from 'react';
import type { LayerRecord } from '../../meta/index.ts';
import { UNCHECKED } from '../../src/domain/architecture/checkInPieces.ts';
import { isNetworkInput } from '../../src/domain/architecture/graph.ts';
import { ActionButton } from '../actions/index.ts';
import { Form, LongTextField, Section } from '../forms/index.ts';
import { useRecord } from '../project/index.ts';
import { Panel, TextField } from '../ui/index.ts';
import { counted } from '../words/index.ts';
import { BlockForm, isStandIn } from './BlockForm.tsx';
import { BlockUses } from './BlockUses.tsx';
import type { EditorAction } from './editorAction.ts';
import { EndsSection } from './gestures/EndsSection.tsx';
import { typeLabel } from './layerItems.ts';
import { LayerFacts } from './LayerFacts.tsx';
import { LayerForm } from './LayerForm.tsx';
import styles from './LayerForm.module.css';
import { placeOf, recordOf } from './nodePath.ts';
import { OutputMarks } from './OutputMarks.tsx';
import { SummaryPanel } from './SummaryPanel.tsx';
import { CLASS_WRITING } from './useClassWriting.tsx';
import type { Editor } from './useEditor.ts';

export interface ArchitectureInspectorProps {
  readonly editor: Editor;
  readonly actions: readonly EditorAction[];
}

/** What is selected. Another layer is selected in the graph at once, and its form follows: nobody waits for it. */
export function ArchitectureInspector({ editor, actions }: ArchitectureInspectorProps) {
  const now = useMemo(() => ({ editor, actions }), [editor, actions]);
  const before = useDeferredValue(now);
  const isAnother = editor.selected !== undefined && editor.selected !== before.editor.selected;
  return <Inspected {...(isAnother ? before : now)} />;
}

/** The selected layer; where there is none, the network with its totals. */
const Inspected = memo(function Inspected({ editor, actions }: ArchitectureInspectorProps) {
  const { selection, selected } = editor;
  const layer = useRecord(selected === undefined ? undefined : recordOf(selected), 'Layer');
  const size = selection.nodes.size + selection.edges.size;
  const offered = actions.filter(({ button }) => button === 'selection');
  if (layer) {
    const buttons = offered.map((action) => <ActionButton key={action.id} action={action} iconOnly />);
    const writing = actions.find(({ id }) => id === CLASS_WRITING);
    return (
      <OneLayer layer={layer} node={selected ?? ''} editor={editor} buttons={buttons} writing={writing} />
    );
  }
  // It was just replaced by another.
  if (selected !== undefined) return null;
  if (size > 0) {
    return (
      <Panel title={`${counted(size, 'item')} selected`}>
        <div className={styles.buttons}>
          {offered.map((action) => (
            <ActionButton key={action.id} action={action} kind="quiet" />
          ))}
        </div>
      </Panel>
    );
  }
  return <Network editor={editor} />;
});

interface OneLayerProps {
  readonly layer: LayerRecord;
  readonly node: string;
  readonly editor: Editor;
  readonly buttons: readonly ReactNode[];
  readonly writing: EditorAction | undefined;
}

function OneLayer({ layer, node, editor, buttons, writing }: OneLayerProps) {
  const { editing, graph } = editor;
  const owner = useRecord(layer.shares ?? undefined, 'Layer');
  return (
    <Panel title={typeLabel(layer.type)} actions={<div className={styles.icons}>{buttons}</div>}>
      <Form>
        <TextField
          label="Name"
          value={layer.name}
          disabled={editing.readOnly}
          error={editing.problems.find(({ at, part }) => at === layer.id && part === 'name')?.message}
          onCommit={(name) => editing.assign(layer.id, ['name'], name)}
        />
        <LayerFacts layer={layer} node={node} editor={editor} />
        {writing && <WantedClass writing={writing} />}
        {!isNetworkInput(layer.type) && <OutputMarks layer={layer} editor={editor} />}
        {isStandIn(layer) && <BlockForm layer={layer} editor={editor} />}
        {owner ? (
          <SharedArguments owner={owner} node={placeOf(node) + owner.id} editor={editor} />
        ) : (
          <LayerForm layer={layer} node={node} editing={editing} check={graph.check} />
        )}
        <LongTextField
          label="Comment"
          value={layer.note}
          disabled={editing.readOnly}
          onCommit={(note) => editing.assign(layer.id, ['note'], note)}
        />
      </Form>
    </Panel>
  );
}

/** What a layer computes that nobody knows is written in Python. */
function WantedClass({ writing }: { readonly writing: EditorAction }) {
  return (
    <div className={styles.wanted}>
      <p className={styles.doc}>
        Its code is not part of the network. Write what it computes as a class in the code of the project; the
        layer becomes one of that class and keeps its connections.
      </p>
      <ActionButton action={writing} />
    </div>
  );
}

interface SharedArgumentsProps {
  readonly owner: LayerRecord;
  readonly node: string;
  readonly editor: Editor;
}

/** A layer called again has the arguments and weights of the one it calls. */
function SharedArguments({ owner, node, editor }: SharedArgumentsProps) {
  const { editing, graph } = editor;
  return (
    <Section title="Called again">
      <p className={styles.doc}>
        This is another call of{' '}
        <button type="button" className={styles.link} onClick={() => editor.showLayer(node)}>
          {owner.name}
        </button>
        , with the same weights. Its arguments are edited there.
      </p>
      <LayerForm layer={owner} node={node} editing={{ ...editing, readOnly: true }} check={graph.check} />
    </Section>
  );
}

function Network({ editor }: { readonly editor: Editor }) {
  const { architecture, editing, graph } = editor;
  return (
    <Panel title={architecture.name}>
      <Form>
        <TextField
          label="Name"
          value={architecture.name}
          disabled={editing.readOnly}
          error={editing.problems.find(({ at, part }) => at === architecture.id && part === 'name')?.message}
          onCommit={(name) => editing.assign(architecture.id, ['name'], name)}
        />
        <LongTextField
          label="What it is for"
          value={architecture.description}
          disabled={editing.readOnly}
          onCommit={(description) => editing.assign(architecture.id, ['description'], description)}
        />
        <EndsSection editor={editor} side="inputs" />
        <EndsSection editor={editor} side="outputs" />
        {graph.check !== UNCHECKED && <SummaryPanel editor={editor} />}
        <BlockUses architecture={architecture.id} />
      </Form>
    </Panel>
  );
}
