import { GripVertical } from 'lucide-react';
import { useCallback, useState, type KeyboardEvent } from 'react';
import { endsOf, type EndSide, type NetworkEnd } from '../../../src/domain/rearranging/ends.ts';
import type { ProjectView } from '../../../src/domain/state.ts';
import { Section } from '../../forms/index.ts';
import { useView } from '../../project/index.ts';
import { classNames, spoken } from '../../ui/index.ts';
import type { Editor } from '../useEditor.ts';
import styles from './EndsSection.module.css';

export interface EndsSectionProps {
  readonly editor: Editor;
  readonly side: EndSide;
}

const TITLES: Readonly<Record<EndSide, string>> = { inputs: 'Inputs', outputs: 'Outputs' };

/** The inputs or outputs of the network in their order; they change places by dragging or by the arrow keys. */
export function EndsSection({ editor, side }: EndsSectionProps) {
  const { architecture, editing, edits, showLayer } = editor;
  const ends = useEnds(architecture.id, side);
  const [said, say] = useState('');
  if (ends.length === 0) return null;
  const move = (end: NetworkEnd, before: NetworkEnd | undefined) => {
    edits.reorderEnds(side, end.id, before?.id);
    say(before ? `${end.name} is now before ${before.name}` : `${end.name} is now the last`);
  };
  return (
    <Section title={TITLES[side]}>
      <ol className={styles.ends} aria-label={TITLES[side]}>
        {ends.map((end, index) => (
          <End
            key={end.id}
            end={end}
            isFixed={editing.readOnly || ends.length < 2}
            onShow={() => showLayer(end.layer)}
            onDrop={(id) => {
              const dropped = ends.find((one) => one.id === id);
              if (dropped) move(dropped, ends.indexOf(dropped) < index ? ends[index + 1] : end);
            }}
            onStep={(step) => {
              const target = index + step;
              if (target >= 0 && target < ends.length) move(end, ends[step < 0 ? target : target + 1]);
            }}
          />
        ))}
      </ol>
      <div role="status" className={spoken}>
        {said}
      </div>
    </Section>
  );
}

interface EndProps {
  readonly end: NetworkEnd;
  readonly isFixed: boolean;
  readonly onShow: () => void;
  readonly onDrop: (end: string) => void;
  readonly onStep: (step: number) => void;
}

const DRAGGED_END = 'application/x-deepforge-end';

function End({ end, isFixed, onShow, onDrop, onStep }: EndProps) {
  const [isOver, setOver] = useState(false);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onStep(step);
  };
  return (
    <li
      className={classNames(styles.end, isOver && styles.over)}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED_END)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        onDrop(event.dataTransfer.getData(DRAGGED_END));
      }}
    >
      {!isFixed && (
        <button
          type="button"
          className={styles.grip}
          aria-label={`Move ${end.name}`}
          title="Drag it, or press the up and down arrows"
          draggable
          onDragStart={(event) => event.dataTransfer.setData(DRAGGED_END, end.id)}
          onKeyDown={onKeyDown}
        >
          <GripVertical />
        </button>
      )}
      <button type="button" className={styles.name} onClick={onShow}>
        {end.name}
      </button>
    </li>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

function useEnds(architecture: string, side: EndSide): readonly NetworkEnd[] {
  const key = useView(
    useCallback(
      (view: ProjectView) => JSON.stringify(endsOf(view, architecture, side)),
      [architecture, side],
    ),
  );
  // The text is compared, not the objects, which are new each time.
  return JSON.parse(key) as readonly NetworkEnd[];
}
