import { useCallback } from 'react';
import { Link } from 'react-router';
import type { LayerRecord } from '../../meta/index.ts';
import { possibleBlocks } from '../../src/domain/architecture/blocks/insertBlock.ts';
import { faultOfRepeating } from '../../src/domain/architecture/blocks/repeating.ts';
import { MOST_COPIES } from '../../src/domain/architecture/copies.ts';
import type { ProjectView } from '../../src/domain/state.ts';
import { Section } from '../forms/index.ts';
import { useOpenProject, useRecord, useView } from '../project/index.ts';
import { NumberField, Select, TextField } from '../ui/index.ts';
import { BlockUses } from './BlockUses.tsx';
import styles from './LayerForm.module.css';
import type { Editor } from './useEditor.ts';

export const isStandIn = ({ type, block }: LayerRecord) =>
  block !== null || type === 'Block' || type === 'Functional' || type === 'Sequential';

export interface BlockFormProps {
  readonly layer: LayerRecord;
  readonly editor: Editor;
}

/** What a block or nested model stands for. */
export function BlockForm({ layer, editor: { editing } }: BlockFormProps) {
  const { base } = useOpenProject();
  const inner = useRecord(layer.block ?? undefined, 'Architecture');
  const fault = useView(useCallback((view: ProjectView) => faultOfRepeating(view, layer), [layer]));
  if (!inner) return <ChooseBlock layer={layer} editing={editing} />;
  const refused = editing.problems.find(({ at, part }) => at === inner.id && part === 'name')?.message;
  return (
    <Section title="Stands for">
      <TextField
        label="Architecture"
        value={inner.name}
        disabled={editing.readOnly}
        error={refused}
        onCommit={(name) => editing.assign(inner.id, ['name'], name)}
      />
      {layer.type === 'Block' && (
        <NumberField
          label="Repeat"
          integer
          min={1}
          max={MOST_COPIES}
          value={layer.repeat}
          hint={fault ?? 'How many times it is applied, each time to what it gave before.'}
          disabled={editing.readOnly || (fault !== undefined && layer.repeat <= 1)}
          onCommit={(repeat) => editing.assign(layer.id, ['repeat'], repeat ?? 1)}
        />
      )}
      <p className={styles.doc}>
        <Link to={`${base}/architectures/${inner.id}`}>Open {inner.name}</Link>
      </p>
      <BlockUses architecture={inner.id} />
    </Section>
  );
}

function ChooseBlock({
  layer,
  editing,
}: {
  readonly layer: LayerRecord;
  readonly editing: Editor['editing'];
}) {
  const offered = useCallback(
    (view: ProjectView) => possibleBlocks(view, layer.parent ?? ''),
    [layer.parent],
  );
  const options = useView(offered).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Section title="Stands for">
      <Select
        label="Architecture"
        value={undefined}
        options={options}
        disabled={editing.readOnly}
        onChange={(block) => editing.assign(layer.id, ['block'], block)}
      />
    </Section>
  );
}
