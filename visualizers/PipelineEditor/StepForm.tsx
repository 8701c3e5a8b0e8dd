import { CodeXml } from 'lucide-react';
import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import type { PortRecord, StepRecord } from '../../meta/index.ts';
import type { ProjectView } from '../../src/domain/state.ts';
import { Form, Section } from '../forms/index.ts';
import { useOpenProject, useRecord, useView, type Editing } from '../project/index.ts';
import { Button } from '../ui/index.ts';
import { AttributeField } from './AttributeField.tsx';
import { interfaceOf } from './interfaceOf.ts';
import { ReferenceField } from './ReferenceField.tsx';
import styles from './StepForm.module.css';

export interface StepFormProps {
  readonly step: StepRecord;
  readonly editing: Editing;
  /** In the node itself there is less room. */
  readonly terse?: boolean;
}

/** Everything a step has: inputs, outputs, attributes and references, edited in place. */
export function StepForm({ step, editing, terse }: StepFormProps) {
  const { inputs, outputs, attributes, references } = useInterface(step.operation);
  const { readOnly, assign } = editing;
  return (
    <Form compact={terse}>
      <OpenCode operation={step.operation} />
      {inputs.length > 0 && (
        <Section title="Inputs">
          <Ports ports={inputs} />
        </Section>
      )}
      {outputs.length > 0 && (
        <Section title="Outputs">
          <Ports ports={outputs} />
        </Section>
      )}
      {attributes.length > 0 && (
        <Section title="Attributes">
          {attributes.map((attribute) => (
            <AttributeField
              key={attribute.id}
              attribute={attribute}
              value={step.args[attribute.name]}
              disabled={readOnly}
              terse={terse}
              onChange={(value) => assign(step.id, ['args', attribute.name], value)}
            />
          ))}
        </Section>
      )}
      {references.length > 0 && (
        <Section title="References">
          {references.map((reference) => (
            <ReferenceField
              key={reference.id}
              reference={reference}
              value={step.references[reference.name] ?? null}
              disabled={readOnly}
              onChange={(target) => assign(step.id, ['references', reference.name], target)}
            />
          ))}
        </Section>
      )}
    </Form>
  );
}

/** The records are the same objects while they do not change; the lists around them are compared by content. */
function useInterface(operation: string) {
  const parts = useView(
    useCallback(
      (view: ProjectView) => {
        const { inputs, outputs, attributes, references } = interfaceOf(view, operation);
        return [...inputs, ...outputs, ...attributes, ...references];
      },
      [operation],
    ),
  );
  return {
    inputs: parts.filter((part) => part.concept === 'Port' && part.direction === 'input') as PortRecord[],
    outputs: parts.filter((part) => part.concept === 'Port' && part.direction === 'output') as PortRecord[],
    attributes: parts.filter((part) => part.concept === 'Attribute'),
    references: parts.filter((part) => part.concept === 'Reference'),
  };
}

function OpenCode({ operation }: { readonly operation: string }) {
  const { base } = useOpenProject();
  const navigate = useNavigate();
  const record = useRecord(operation, 'Operation');
  if (record?.role !== 'python') return null;
  return (
    <Button
      kind="quiet"
      icon={<CodeXml />}
      className={styles.code}
      onClick={() => void navigate(`${base}/operations/${operation}`)}
    >
      Open the code of {record.name}
    </Button>
  );
}

function Ports({ ports }: { readonly ports: readonly PortRecord[] }) {
  return (
    <ul className={styles.ports}>
      {ports.map(({ id, name, type, optional }) => (
        <li key={id} className={styles.port}>
          <span>{name}</span>
          <code className={styles.type}>
            {type}
            {optional && ', optional'}
          </code>
        </li>
      ))}
    </ul>
  );
}
