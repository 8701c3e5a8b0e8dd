import { useMemo, type ReactNode } from 'react';
import {
  type ArgumentDescription,
  type ArgumentValue,
  type LayerDocumentation,
} from '../../meta/catalogue/index.ts';
import type { LayerRecord } from '../../meta/index.ts';
import type { Json } from '../../meta/json.ts';
import type { ArchitectureCheck, ArchitectureProblem } from '../../src/domain/architecture/check.ts';
import { argumentsOf } from '../../src/domain/architecture/ports.ts';
import { argumentFault, faultAt, type ArgumentFault } from '../../src/domain/shapes/argumentFault.ts';
import { faultWith } from '../../src/domain/shapes/tryArguments.ts';
import { counted } from '../words/index.ts';
import { Disclosure, Form, Markdown } from '../forms/index.ts';
import type { ProjectView } from '../../src/domain/state.ts';
import { useView, type Editing } from '../project/index.ts';
import { ArgumentField } from './arguments/ArgumentField.tsx';
import { formType } from './formType.ts';
import { groupArguments, shownInNode } from './groupArguments.ts';
import styles from './LayerForm.module.css';
import { useDocumentation } from './useDocumentation.ts';

export interface LayerFormProps {
  readonly layer: LayerRecord;
  readonly editing: Editing;
  /** Where it is drawn: inside an unfolded block, the way to it. */
  readonly node?: string;
  readonly check: ArchitectureCheck;
  /** In the node itself only what is most often set. */
  readonly terse?: boolean;
}

/** The arguments of a layer as its catalogue entry lists them. */
export function LayerForm({ layer, node = layer.id, editing, check, terse = false }: LayerFormProps) {
  const inNetwork = check.network.parts.get(node)?.layers[0] ?? layer.id;
  const documentation = useDocumentation(layer.type);
  const { id, parent, type: name } = layer;
  const type = useView(
    useMemo(() => (view: ProjectView) => formType(view, { id, parent, type: name }), [id, parent, name]),
  );
  const groups = groupArguments(type, argumentsOf(layer));
  const problems = check.results.get(node)?.problems ?? [];
  const field = (argument: ArgumentDescription) => (
    <ArgumentField
      key={argument.name}
      argument={argument}
      value={argumentsOf(layer)[argument.name]}
      doc={terse ? undefined : documentation?.arguments[argument.name]}
      fault={faultOf(layer, problems, argument.name)}
      disabled={editing.readOnly}
      check={(value) =>
        faultWith(check.inference, inNetwork, withValue(layer, argument.name, value), argument.name)
      }
      onChange={(value) => editing.assign(layer.id, ['args', argument.name], value as Json | undefined)}
    />
  );
  if (terse) return <Form compact>{shownInNode(groups).map(field)}</Form>;
  return (
    <Form>
      {documentation && <About name={layer.type} documentation={documentation} />}
      {groups.usual.map(field)}
      <Folded
        title="Initial values, penalties and constraints"
        group={groups.weights}
        set={groups.set}
        field={field}
      />
      <Folded title="Common to all layers" group={groups.common} set={groups.set} field={field} />
    </Form>
  );
}

/** The first paragraph of what Keras says of the layer, and the rest where there is more. */
function About({
  name,
  documentation: { doc },
}: {
  readonly name: string;
  readonly documentation: LayerDocumentation;
}) {
  const [first = '', ...rest] = doc.split('\n\n');
  return (
    <div className={styles.doc}>
      <Markdown source={first} />
      {rest.length > 0 && (
        <Disclosure title={`More about ${name}`}>
          <Markdown source={rest.join('\n\n')} />
        </Disclosure>
      )}
    </div>
  );
}

interface FoldedProps {
  readonly title: string;
  readonly group: readonly ArgumentDescription[];
  readonly set: ReadonlySet<string>;
  readonly field: (argument: ArgumentDescription) => ReactNode;
}

/** Folded away until one of them is set. */
function Folded({ title, group, set, field }: FoldedProps) {
  if (group.length === 0) return null;
  const changed = group.filter(({ name }) => set.has(name)).length;
  return (
    <Disclosure
      title={changed === 0 ? title : `${title} (${counted(changed, 'value')} set)`}
      open={changed > 0}
    >
      <Form>{group.map(field)}</Form>
    </Disclosure>
  );
}

const withValue = (layer: LayerRecord, name: string, value: ArgumentValue) => ({
  ...argumentsOf(layer),
  [name]: value,
});

/** Beside its field a sentence need not say which layer it means. */
function faultOf(
  { name }: LayerRecord,
  problems: readonly ArchitectureProblem[],
  argument: string,
): ArgumentFault | undefined {
  const prefix = `${name}: `;
  return problems
    .map((problem) =>
      argumentFault(
        problem,
        problem.message.startsWith(prefix) ? problem.message.slice(prefix.length) : problem.message,
      ),
    )
    .find((fault) => faultAt(fault, argument) !== undefined);
}
