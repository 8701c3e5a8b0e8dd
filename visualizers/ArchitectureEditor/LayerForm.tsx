import { layerType, type ArgumentDescription, type ArgumentValue } from '../../meta/catalogue/index.ts';
import type { LayerRecord } from '../../meta/index.ts';
import type { Json } from '../../meta/json.ts';
import type { ArchitectureProblem } from '../../src/domain/architecture/check.ts';
import { Form } from '../forms/index.ts';
import type { Editing } from '../project/index.ts';
import { ArgumentField } from './arguments/ArgumentField.tsx';
import styles from './LayerForm.module.css';
import { useDocumentation } from './useDocumentation.ts';

export interface LayerFormProps {
  readonly layer: LayerRecord;
  readonly editing: Editing;
  readonly problems: readonly ArchitectureProblem[];
  /** In the node itself only what is most often set. */
  readonly terse?: boolean;
}

/** The name is the layer's own, and `activity_regularizer` and the like are rarely wanted. */
const RARE: ReadonlySet<string> = new Set(['activity_regularizer', 'trainable', 'dtype', 'autocast']);
const MOST_IN_NODE = 5;

/** The arguments of a layer as its catalogue entry lists them. */
export function LayerForm({ layer, editing, problems, terse }: LayerFormProps) {
  const documentation = useDocumentation(layer.type);
  const all = (layerType(layer.type)?.arguments ?? []).filter(({ name }) => name !== 'name');
  const usual = all.filter(({ name }) => !RARE.has(name));
  const rare = all.filter(({ name }) => RARE.has(name));
  const field = (argument: ArgumentDescription) => (
    <ArgumentField
      key={argument.name}
      argument={argument}
      // Arguments are JSON; the inference says what of it Keras does not take.
      value={layer.args[argument.name] as ArgumentValue | undefined}
      hint={terse ? undefined : firstSentence(documentation?.arguments[argument.name])}
      fault={problems.find((problem) => problem.argument === argument.name)?.message}
      disabled={editing.readOnly}
      onChange={(value) => editing.assign(layer.id, ['args', argument.name], value as Json | undefined)}
    />
  );
  if (terse) {
    const shown = usual.filter(({ name, required }) => required === true || layer.args[name] !== undefined);
    const more = usual.filter((argument) => !shown.includes(argument));
    return (
      <Form compact>{[...shown, ...more].slice(0, Math.max(MOST_IN_NODE, shown.length)).map(field)}</Form>
    );
  }
  return (
    <Form>
      {documentation && <p className={styles.doc}>{firstParagraph(documentation.doc)}</p>}
      {usual.map(field)}
      {rare.length > 0 && (
        <details className={styles.rare}>
          <summary>Common to all layers</summary>
          <Form>{rare.map(field)}</Form>
        </details>
      )}
    </Form>
  );
}

const firstParagraph = (text: string) => text.split('\n\n')[0] ?? '';

const LONGEST_HINT = 140;

function firstSentence(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  const sentence = /^.*?[.](?=\s|$)/s.exec(text)?.[0] ?? text;
  return sentence.length > LONGEST_HINT ? `${sentence.slice(0, LONGEST_HINT - 1)}…` : sentence;
}
