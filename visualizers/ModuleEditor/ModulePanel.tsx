import { useCallback } from 'react';
import type { CodeRecord } from '../../meta/index.ts';
import { customLayersOf, type CustomLayer } from '../../src/domain/customLayers/index.ts';
import type { ProjectView } from '../../src/domain/state.ts';
import { Form, LongTextField, Section } from '../forms/index.ts';
import { useView, type Editing } from '../project/index.ts';
import { Badge, Panel, StatusLine, TextField } from '../ui/index.ts';
import styles from './ModulePanel.module.css';
import { usersOfLayer } from './usersOfModule.ts';

/** What the module is called, and the layers that its classes make. */
export function ModulePanel({ module, editing }: { readonly module: CodeRecord; readonly editing: Editing }) {
  const { id, name, description } = module;
  const layers = useView(
    useCallback((view: ProjectView) => customLayersOf(view).layers.filter((one) => one.module === id), [id]),
  );
  const problems = useView(
    useCallback(
      (view: ProjectView) => customLayersOf(view).problems.filter((one) => one.module === id),
      [id],
    ),
  );
  return (
    <Panel title="Module">
      <Form>
        <TextField
          label="Name"
          value={name}
          mono
          disabled={editing.readOnly}
          error={editing.problems.find(({ at, part }) => at === id && part === 'name')?.message}
          onCommit={(next) => editing.assign(id, ['name'], next)}
        />
        <LongTextField
          label="What it offers"
          value={description}
          disabled={editing.readOnly}
          onCommit={(next) => editing.assign(id, ['description'], next)}
        />
        {problems.length > 0 && (
          <Section title="Problems">
            {problems.map(({ line, message }) => (
              <StatusLine key={`${String(line)} ${message}`} tone="problem">
                {message}
              </StatusLine>
            ))}
          </Section>
        )}
        <Section title="Layers">
          {layers.length === 0 ? (
            <p className={styles.faint}>
              None yet: a class that derives from <code>keras.layers.Layer</code> appears here.
            </p>
          ) : (
            layers.map((layer) => <LayerFound key={layer.type.name} layer={layer} />)
          )}
        </Section>
      </Form>
    </Panel>
  );
}

function LayerFound({ layer }: { readonly layer: CustomLayer }) {
  const { type, className, line, documentation, shapes, hasNamesake, outputs } = layer;
  const users = useView(
    useCallback((view: ProjectView) => usersOfLayer(view, type.name).join(', '), [type.name]),
  );
  const own = type.arguments.filter(({ name }) => !COMMON.has(name));
  return (
    <section className={styles.layer} aria-label={`Layer ${className}`}>
      <h3 className={styles.name}>
        {className} <span className={styles.faint}>line {line}</span>
        {hasNamesake && <Badge>{type.name}</Badge>}
      </h3>
      {documentation.doc !== '' && <p className={styles.faint}>{documentation.doc.split('\n\n')[0]}</p>}
      <dl className={styles.facts}>
        <dt>Arguments</dt>
        <dd>{own.map(({ name }) => name).join(', ') || 'none'}</dd>
        <dt>Inputs</dt>
        <dd>
          {type.inputs.map(({ name, required }) => (required ? name : `${name} (optional)`)).join(', ')}
        </dd>
        {outputs.length > 1 && (
          <>
            <dt>Outputs</dt>
            <dd>{outputs.join(', ')}</dd>
          </>
        )}
        <dt>Shapes</dt>
        <dd>{shapes === undefined ? 'asked of Keras' : <code>{shapes}</code>}</dd>
        <dt>Used in</dt>
        <dd>{users || 'no architecture yet'}</dd>
      </dl>
    </section>
  );
}

/** What every layer has is not what makes this one. */
const COMMON: ReadonlySet<string> = new Set([
  'name',
  'trainable',
  'dtype',
  'autocast',
  'activity_regularizer',
]);
