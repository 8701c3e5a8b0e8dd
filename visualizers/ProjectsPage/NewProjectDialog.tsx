import { RadioGroup } from 'radix-ui';
import { useMemo, useState, type SubmitEvent } from 'react';
import type { ProjectInfo, TemplateInfo } from '../../src/sync/protocol/rest.ts';
import { Thumbnail } from '../drawing/index.ts';
import { Remote, useGateway, useRemote, wordsOf } from '../gateway/index.ts';
import { Button, Dialog, Skeleton, TextField } from '../ui/index.ts';
import { freeTitle } from './freeTitle.ts';
import styles from './NewProjectDialog.module.css';
import { templatePicture } from './templatePictures.ts';

export interface NewProjectDialogProps {
  readonly open: boolean;
  readonly taken: ReadonlySet<string>;
  readonly onClose: () => void;
  readonly onCreated: (project: ProjectInfo) => void;
}

export function NewProjectDialog({ open, onClose, ...form }: NewProjectDialogProps) {
  return (
    <Dialog open={open} onClose={onClose} title="New project">
      <NewProjectForm onCancel={onClose} {...form} />
    </Dialog>
  );
}

type FormProps = Omit<NewProjectDialogProps, 'open' | 'onClose'> & { readonly onCancel: () => void };

/** Mounted with the dialog, so that what was typed last time is gone. */
function NewProjectForm({ taken, onCancel, onCreated }: FormProps) {
  const gateway = useGateway();
  const templates = useRemote(useMemo(() => new Remote(() => gateway.templates()), [gateway]));
  const [chosen, setChosen] = useState<string>();
  const [typed, setTyped] = useState<string>();
  const [creation, setCreation] = useState<{ readonly busy: boolean; readonly error?: string }>({
    busy: false,
  });
  const list = templates.status === 'ready' ? templates.value : [];
  const template = list.find(({ id }) => id === chosen) ?? list.find(({ id }) => id === 'digits') ?? list[0];
  const name = typed ?? freeTitle(template?.name ?? '', taken);

  const create = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!template || name.trim() === '') return;
    setCreation({ busy: true });
    try {
      onCreated(await gateway.createProject(name.trim(), template.id));
    } catch (error) {
      setCreation({ busy: false, error: wordsOf(error) });
    }
  };
  const fault = templates.status === 'failed' ? wordsOf(templates.error) : creation.error;
  return (
    <form className={styles.form} onSubmit={(event) => void create(event)}>
      {templates.status === 'loading' ? (
        <Skeleton height={224} />
      ) : (
        <TemplateChoice templates={list} value={template?.id} onChange={setChosen} />
      )}
      <TextField label="Name" value={name} onChange={setTyped} error={fault} autoFocus />
      <div className={styles.actions}>
        <Button onClick={onCancel}>Cancel</Button>
        <Button kind="primary" type="submit" disabled={!template || name.trim() === '' || creation.busy}>
          {creation.busy ? 'Creating …' : 'Create'}
        </Button>
      </div>
    </form>
  );
}

interface TemplateChoiceProps {
  readonly templates: readonly TemplateInfo[];
  readonly value: string | undefined;
  readonly onChange: (id: string) => void;
}

function TemplateChoice({ templates, value, onChange }: TemplateChoiceProps) {
  return (
    <RadioGroup.Root
      className={styles.templates}
      aria-label="Template"
      value={value ?? ''}
      onValueChange={onChange}
    >
      {templates.map((template) => (
        <RadioGroup.Item
          key={template.id}
          value={template.id}
          className={styles.template}
          aria-label={template.name}
          aria-describedby={`template-${template.id}`}
        >
          <span className={styles.picture}>
            <Thumbnail graph={templatePicture(template.id)} />
          </span>
          <span className={styles.words}>
            <span className={styles.name}>{template.name}</span>
            <span id={`template-${template.id}`} className={styles.sentence}>
              {template.description}
            </span>
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
