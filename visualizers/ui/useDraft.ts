import { useState, type ChangeEvent, type KeyboardEvent } from 'react';

export interface DraftHandlers {
  readonly value: string;
  readonly onChange: (event: ChangeEvent<HTMLInputElement>) => void;
  readonly onBlur: () => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void;
}

/**
 * What is being typed lives here only until it is committed; the value itself stays with its owner, so an
 * edit by someone else shows as soon as the field is at rest.
 */
export function useDraft(
  value: string,
  onChange?: (value: string) => void,
  onCommit?: (value: string) => void,
): DraftHandlers {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    if (draft !== null && draft !== value) onCommit?.(draft);
    setDraft(null);
  };
  return {
    value: draft ?? value,
    onChange: (event) => {
      if (onCommit) setDraft(event.target.value);
      onChange?.(event.target.value);
    },
    onBlur: commit,
    onKeyDown: (event) => {
      if (event.key === 'Enter') commit();
      if (event.key === 'Escape' && draft !== null) {
        event.stopPropagation();
        setDraft(null);
      }
    },
  };
}
