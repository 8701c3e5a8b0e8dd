import { useRef } from 'react';
import { useRecord } from '../../project/index.ts';
import styles from './NoteEditor.module.css';
import type { NoteEditorProps } from './NoteEditor.tsx';
import { WritingPopover } from './WritingPopover.tsx';

/** The name of a layer, written where it stands. Enter or leaving it keeps it; Escape leaves it as it was. */
export function NameEditor({ layer: id, at, onWrite, onClose, onClosed }: NoteEditorProps) {
  const layer = useRecord(id, 'Layer');
  const field = useRef<HTMLInputElement>(null);
  const keep = () => {
    const name = field.current?.value.trim() ?? '';
    if (layer && name !== '' && name !== layer.name) onWrite(name);
    onClose();
  };
  if (!layer) return null;
  return (
    <WritingPopover
      label={`Rename ${layer.name}`}
      className={styles.naming}
      at={at}
      sideOffset={-2}
      onKeep={keep}
      onClose={onClose}
      onClosed={onClosed}
    >
      <input
        ref={field}
        className={styles.name}
        aria-label={`Name of ${layer.name}`}
        defaultValue={layer.name}
        spellCheck={false}
        autoComplete="off"
        autoFocus
        onFocus={(event) => event.target.select()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') keep();
        }}
      />
    </WritingPopover>
  );
}
