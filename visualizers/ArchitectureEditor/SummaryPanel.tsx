import { useMemo, useState } from 'react';
import { sharesOf, type Measure } from '../../src/domain/architecture/shares.ts';
import { find } from '../../src/domain/state.ts';
import { bandOf, layerCategory } from '../drawing/index.ts';
import { Section } from '../forms/index.ts';
import { useProject } from '../project/index.ts';
import { bytes, count } from '../words/index.ts';
import type { Total } from '../../src/domain/shapes/index.ts';
import styles from './LayerForm.module.css';
import { ShareBar } from './ShareBar.tsx';
import bars from './ShareBar.module.css';
import type { Editor } from './useEditor.ts';

export const MEASURES: readonly {
  readonly measure: Measure;
  readonly title: string;
  readonly words: (value: number) => string;
}[] = [
  { measure: 'params', title: 'Parameters', words: count },
  { measure: 'macs', title: 'Multiply-adds', words: count },
  { measure: 'activationBytes', title: 'Activations per sample', words: bytes },
];

/** What the network costs, and which of its layers cost most. */
export function SummaryPanel({ editor }: { readonly editor: Editor }) {
  const { check } = editor.graph;
  const { view } = useProject();
  const [marked, setMarked] = useState<string>();
  const all = useMemo(() => MEASURES.map(({ measure }) => sharesOf(check, measure)), [check]);
  const layerOf = (id: string) => find(view, 'Layer', id);
  return (
    <Section title="In total">
      <dl className={styles.facts}>
        <dt>Layers</dt>
        <dd>{count(check.network.layers.length)}</dd>
        <dt>Trainable parameters</dt>
        <dd>{totalWords(check.totals.trainable, count)}</dd>
      </dl>
      <div className={bars.measures}>
        {MEASURES.map(({ measure, title, words }, index) => {
          const shares = all[index];
          return (
            shares && (
              <ShareBar
                key={measure}
                title={title}
                shares={shares}
                words={words}
                nameOf={(id) => layerOf(id)?.name ?? ''}
                bandOf={(id) => bandOf(layerCategory(layerOf(id)?.type ?? ''))}
                marked={marked}
                onMark={setMarked}
                onGoTo={(id) => {
                  editor.selectNode(id);
                  editor.handle.current?.goTo(id);
                }}
              />
            )
          );
        })}
      </div>
    </Section>
  );
}

/** A sum with an unknown part says so. */
const totalWords = ({ value, isComplete }: Total, words: (value: number) => string) =>
  isComplete ? words(value) : `${words(value)} and an unknown part`;
