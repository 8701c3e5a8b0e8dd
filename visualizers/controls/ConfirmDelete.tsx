import { Button, Dialog } from '../ui/index.ts';

export interface ConfirmDeleteProps {
  /** The question, naming the thing: Delete the project "Digits"? */
  readonly title: string;
  readonly consequence: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onDelete: () => void;
}

/** Only for what undo cannot bring back. */
export function ConfirmDelete({ title, consequence, open, onClose, onDelete }: ConfirmDeleteProps) {
  const confirm = () => {
    onClose();
    onDelete();
  };
  const actions = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button kind="danger" onClick={confirm}>
        Delete
      </Button>
    </>
  );
  return <Dialog open={open} onClose={onClose} title={title} description={consequence} actions={actions} />;
}
