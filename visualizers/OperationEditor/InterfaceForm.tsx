import { Plus } from 'lucide-react';
import { useCallback } from 'react';
import { inOrder } from '../../src/domain/inOrder.ts';
import type { OperationRecord } from '../../meta/index.ts';
import { Form, LongTextField, Section } from '../forms/index.ts';
import { useChildren, type Editing } from '../project/index.ts';
import { Button, Panel, TextField } from '../ui/index.ts';
import { declare, SECTIONS, sectionOf, type Part, type SectionId } from './interfaceEdits.ts';
import { PartFields } from './PartFields.tsx';
import { UsedIn } from './UsedIn.tsx';

export interface InterfaceFormProps {
  readonly operation: OperationRecord;
  readonly editing: Editing;
}

/** What an operation is called, takes and gives; the code beside it is written against this. */
export function InterfaceForm({ operation, editing }: InterfaceFormProps) {
  const { id, name, category, description } = operation;
  const { readOnly, assign } = editing;
  const parts = useChildren(id).filter(isPart).sort(inOrder);
  return (
    <Panel title="Interface">
      <Form>
        <TextField
          label="Name"
          value={name}
          mono
          disabled={readOnly}
          error={editing.problems.find(({ at, part }) => at === id && part === 'name')?.message}
          onCommit={(next) => assign(id, ['name'], next)}
        />
        <TextField
          label="Category"
          value={category}
          disabled={readOnly}
          onCommit={(next) => assign(id, ['category'], next)}
        />
        <LongTextField
          label="What it does"
          value={description}
          disabled={readOnly}
          onCommit={(next) => assign(id, ['description'], next)}
        />
        {SECTIONS.map((section) => (
          <Declarations
            key={section.id}
            section={section.id}
            title={section.title}
            noun={section.noun}
            operation={id}
            parts={parts.filter((part) => sectionOf(part) === section.id)}
            editing={editing}
          />
        ))}
        <UsedIn operation={id} />
      </Form>
    </Panel>
  );
}

const isPart = (record: { readonly concept: string }): record is Part =>
  ['Port', 'Attribute', 'Reference'].includes(record.concept);

interface DeclarationsProps {
  readonly section: SectionId;
  readonly title: string;
  readonly noun: string;
  readonly operation: string;
  readonly parts: readonly Part[];
  readonly editing: Editing;
}

function Declarations({ section, title, noun, operation, parts, editing }: DeclarationsProps) {
  const { run, readOnly } = editing;
  const add = useCallback(
    () => run(declare(section, operation, parts, crypto.randomUUID())),
    [run, section, operation, parts],
  );
  return (
    <Section title={title}>
      {parts.map((part) => (
        <PartFields key={part.id} part={part} siblings={parts} noun={noun} editing={editing} />
      ))}
      {!readOnly && (
        <Button kind="quiet" icon={<Plus />} onClick={add} style={{ justifySelf: 'start' }}>
          Add {noun}
        </Button>
      )}
    </Section>
  );
}
