import { Fragment } from 'react';
import type { LayerRecord } from '../../meta/index.ts';
import { outputsOf } from '../../src/domain/architecture/ports.ts';
import { fractionOf } from '../../src/domain/architecture/shares.ts';
import { formatShape, type Inference } from '../../src/domain/shapes/index.ts';
import { FixButtons } from '../graphEditing/index.ts';
import { useProject } from '../project/index.ts';
import { bytes, count } from '../words/index.ts';
import { fixesFor } from './fixesFor.ts';
import styles from './LayerForm.module.css';
import { percent } from './ShareBar.tsx';
import { type MEASURES } from './SummaryPanel.tsx';
import type { Editor } from './useEditor.ts';

interface LayerFactsProps {
  readonly layer: LayerRecord;
  readonly node: string;
  readonly editor: Editor;
}

/** What a layer gives and costs, or what is wrong with it and how it is mended. */
export function LayerFacts({ layer, node, editor }: LayerFactsProps) {
  const result = editor.graph.check.results.get(node);
  if (!result) return null;
  const { inference, problems } = result;
  return (
    <>
      {problems.map((problem) => (
        <div key={problem.message} className={styles.problem}>
          <p>{withoutName(layer, problem.message)}</p>
          <FixButtons fixes={fixesFor(editor, problem)} />
        </div>
      ))}
      {inference.status === 'known' && (
        <Known layer={layer} node={node} editor={editor} inference={inference} />
      )}
      {inference.status === 'unknown' && problems.length === 0 && (
        <dl className={styles.facts}>
          <dt>Output</dt>
          <dd>unknown: {inference.reason}</dd>
        </dl>
      )}
    </>
  );
}

interface KnownProps extends LayerFactsProps {
  readonly inference: Extract<Inference, { status: 'known' }>;
}

function Known({ layer, node, editor, inference }: KnownProps) {
  const { view } = useProject();
  const names = outputsOf(view, layer);
  const { outputs, params, macs, activationBytes } = inference;
  return (
    <>
      <dl className={styles.facts}>
        {outputs.map(({ shape, dtype }, index) => (
          <Fragment key={index}>
            <dt>{outputs.length === 1 ? 'Output' : (names[index] ?? `output ${String(index)}`)}</dt>
            <dd>
              <span className={styles.whole}>{formatShape(shape)}</span>{' '}
              <span className={styles.dtype}>{dtype}</span>
            </dd>
          </Fragment>
        ))}
      </dl>
      <dl className={styles.facts}>
        <dt>Parameters</dt>
        <dd>{params === null ? 'unknown' : withShare(editor, node, 'params', count(params.total))}</dd>
        {params !== null && params.trainable < params.total && (
          <>
            <dt>of them trainable</dt>
            <dd>{count(params.trainable)}</dd>
          </>
        )}
        <dt>Multiply-adds</dt>
        <dd>{macs === null ? 'unknown' : withShare(editor, node, 'macs', count(macs))}</dd>
        <dt>Activations per sample</dt>
        <dd>
          {activationBytes === null
            ? 'unknown'
            : withShare(editor, node, 'activationBytes', bytes(activationBytes))}
        </dd>
      </dl>
    </>
  );
}

/** How much of the whole network it is. */
function withShare(
  { graph: { check } }: Editor,
  node: string,
  measure: (typeof MEASURES)[number]['measure'],
  words: string,
) {
  const fraction = fractionOf(check, measure, node);
  if (fraction === undefined) return words;
  return (
    <>
      {words} <span className={styles.whole}>({percent(fraction)})</span>
    </>
  );
}

const withoutName = ({ name }: LayerRecord, message: string) =>
  message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message;
