import { useCallback } from 'react';
import type { ReferenceRecord } from '../../meta/index.ts';
import { nameOf } from '../../src/domain/names.ts';
import { childrenOf, type ProjectView } from '../../src/domain/state.ts';
import { rootOf, useView } from '../project/index.ts';
import { Select } from '../ui/index.ts';

export interface ReferenceFieldProps {
  readonly reference: ReferenceRecord;
  readonly value: string | null;
  readonly onChange: (target: string | null) => void;
  readonly disabled?: boolean;
}

const NOTHING = 'nothing';

/** Chooses what a reference points to, from everything it may point to. */
export function ReferenceField({ reference, value, onChange, disabled }: ReferenceFieldProps) {
  const { name, target, doc } = reference;
  const things = useView(
    useCallback(
      (view: ProjectView) => {
        const root = rootOf(view);
        return root ? childrenOf(view, root.id, target) : [];
      },
      [target],
    ),
  );
  const options = things
    .map((thing) => ({ value: thing.id, label: nameOf(thing) }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
  const missing = value === null || !things.some(({ id }) => id === value);
  return (
    <Select
      label={name}
      hint={doc === '' ? undefined : doc}
      error={missing ? `Choose an ${target.toLowerCase()}.` : undefined}
      value={missing ? undefined : value}
      placeholder={options.length === 0 ? `There is no ${target.toLowerCase()} yet` : 'Choose'}
      options={missing ? options : [...options, { value: NOTHING, label: 'Nothing' }]}
      disabled={disabled === true || options.length === 0}
      onChange={(chosen) => onChange(chosen === NOTHING ? null : chosen)}
    />
  );
}
