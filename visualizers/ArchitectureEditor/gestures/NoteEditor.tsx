import { useRef } from 'react';
import type { Point } from '../../graph/index.ts';
import { useRecord } from '../../project/index.ts';
import styles from './NoteEditor.module.css';
import { WritingPopover } from './WritingPopover.tsx';

export interface NoteEditorProps {
  readonly layer: string;
  readonly at: Point;
  readonly onWrite: (note: string) => void;
  readonly onClose: () => void;
  readonly onClosed: () => void;
}

/** A comment, written where the layer is. Leaving it keeps what was written; Escape leaves it as it was. */
export function NoteEditor({ layer: id, at, onWrite, onClose, onClosed }: NoteEditorProps) {
  const layer = useRecord(id, 'Layer');
  const field = useRef<HTMLTextAreaElement>(null);
  const keep = () => {
    const text = field.current?.value.trim() ?? '';
    if (layer && text !== layer.note) onWrite(text);
    onClose();
  };
  if (!layer) return null;
  return (
    <WritingPopover
      label={`Comment on ${layer.name}`}
      className={styles.note}
      at={at}
      sideOffset={8}
      onKeep={keep}
      onClose={onClose}
      onClosed={onClosed}
    >
      <textarea
        ref={field}
        className={styles.text}
        aria-label={`Comment on ${layer.name}`}
        placeholder="What should others know of it?"
        rows={4}
        defaultValue={layer.note}
        autoFocus
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) keep();
        }}
      />
      <p className={styles.keys}>Ctrl+Enter keeps it, Escape leaves it as it was.</p>
    </WritingPopover>
  );
}
