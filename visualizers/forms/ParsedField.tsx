import { useState, type ReactNode } from 'react';
import { TextField } from '../ui/index.ts';

export type Parsed<T> = { readonly value: T } | { readonly fault: string };

export interface ParsedFieldProps<T> {
  readonly label: string;
  readonly labelHidden?: boolean;
  readonly hint?: ReactNode;
  /** The value as text. */
  readonly text: string;
  readonly parse: (text: string) => Parsed<T>;
  readonly onCommit: (value: T) => void;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly mono?: boolean;
}

/** A field for what has to be understood: it says while one types why it cannot be, and keeps what was typed. */
export function ParsedField<T>({ text, parse, onCommit, hint, ...field }: ParsedFieldProps<T>) {
  const [typing, setTyping] = useState<string>();
  const [refused, setRefused] = useState<string>();
  const shown = typing ?? refused;
  const parsed = shown === undefined ? undefined : parse(shown);
  const commit = (typed: string) => {
    const answer = parse(typed);
    setTyping(undefined);
    setRefused('fault' in answer ? typed : undefined);
    if ('value' in answer) onCommit(answer.value);
  };
  const forget = () => {
    setTyping(undefined);
    setRefused(undefined);
  };
  return (
    <div onKeyUp={(event) => event.key === 'Escape' && forget()} style={{ minWidth: 0 }}>
      <TextField
        {...field}
        hint={hint}
        value={refused ?? text}
        onChange={setTyping}
        onCommit={commit}
        error={parsed && 'fault' in parsed ? parsed.fault : undefined}
        spellCheck={false}
        autoComplete="off"
      />
    </div>
  );
}
