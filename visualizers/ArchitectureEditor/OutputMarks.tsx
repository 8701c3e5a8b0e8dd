import { useCallback } from 'react';
import type { LayerRecord } from '../../meta/index.ts';
import { outputsOf } from '../../src/domain/architecture/ports.ts';
import { endsOf } from '../../src/domain/rearranging/ends.ts';
import type { ProjectView } from '../../src/domain/state.ts';
import { FieldGroup } from '../forms/index.ts';
import { useView } from '../project/index.ts';
import { Checkbox } from '../ui/index.ts';
import styles from './LayerForm.module.css';
import type { Editor } from './useEditor.ts';

export interface OutputMarksProps {
  readonly layer: LayerRecord;
  readonly editor: Editor;
}

/** Which outputs of a layer the network gives: also such as other layers take, or none but a state. */
export function OutputMarks({ layer, editor: { editing, edits, architecture } }: OutputMarksProps) {
  const names = useView(useCallback((view: ProjectView) => outputsOf(view, layer).join('\n'), [layer]));
  const marked = useView(useCallback((view: ProjectView) => marksOf(view, layer), [layer]));
  const whole = layer.parent === architecture.id ? 'network' : 'block';
  const mark = (index: number, label: string) => {
    const isImplied = marked.includes(IMPLIED + String(index));
    return (
      <Checkbox
        key={index}
        label={label}
        checked={isImplied || marked.split(' ').includes(String(index))}
        disabled={editing.readOnly || isImplied}
        hint={isImplied ? 'Since no layer takes it.' : undefined}
        onChange={(isOutput) => edits.setOutput(layer, index, isOutput)}
      />
    );
  };
  const all = names.split('\n');
  if (all.length === 1) return mark(0, `Output of the ${whole}`);
  return (
    <FieldGroup label={`Outputs of the ${whole}`}>
      <div className={styles.marks}>{all.map((name, index) => mark(index, name))}</div>
    </FieldGroup>
  );
}

const IMPLIED = '~';

/** The outputs among those of the network; as a text, which is compared more easily than a list. */
const marksOf = (view: ProjectView, { id, parent }: LayerRecord) =>
  endsOf(view, parent ?? '', 'outputs')
    .filter(({ layer }) => layer === id)
    .map(({ index, order }) => (order === '' ? IMPLIED : '') + String(index))
    .join(' ');
