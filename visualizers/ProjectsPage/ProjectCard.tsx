import { Copy, Download, EllipsisVertical, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { ProjectInfo } from '../../src/sync/protocol/rest.ts';
import { NameInPlace } from '../controls/index.ts';
import { Thumbnail } from '../drawing/index.ts';
import { IconButton, Menu, type MenuEntry } from '../ui/index.ts';
import { Ago, counted } from '../words/index.ts';
import styles from './ProjectsPage.module.css';

export interface ProjectCardProps {
  readonly project: ProjectInfo;
  readonly onRename: (name: string) => void;
  readonly onDuplicate: () => void;
  readonly onExport: () => void;
  readonly onDelete: () => void;
}

export function ProjectCard({ project, onRename, onDuplicate, onExport, onDelete }: ProjectCardProps) {
  const [renaming, setRenaming] = useState(false);
  const entries: readonly MenuEntry[] = [
    { id: 'rename', label: 'Rename', icon: <Pencil />, onSelect: () => setRenaming(true) },
    { id: 'duplicate', label: 'Duplicate', icon: <Copy />, onSelect: onDuplicate },
    { id: 'export', label: 'Export', icon: <Download />, onSelect: onExport },
    'separator',
    { id: 'delete', label: 'Delete', icon: <Trash2 />, danger: true, onSelect: onDelete },
  ];
  return (
    <li className={styles.card}>
      <div className={styles.picture}>{project.preview && <Thumbnail graph={project.preview} />}</div>
      <div className={styles.caption}>
        <h2 className={styles.title}>
          {renaming ? (
            <NameInPlace
              name={project.name}
              label="Name of the project"
              editing
              onEditing={setRenaming}
              onRename={onRename}
            />
          ) : (
            <Link to={`/p/${encodeURIComponent(project.id)}`} className={styles.link}>
              {project.name}
            </Link>
          )}
        </h2>
        <Menu entries={entries} align="end">
          <IconButton
            label={`Actions for ${project.name}`}
            icon={<EllipsisVertical />}
            className={styles.more}
          />
        </Menu>
        <p className={styles.contents}>{contentsInWords(project)}</p>
        <p className={styles.changed}>
          <Ago time={project.modifiedAt} /> by {project.modifiedBy}
        </p>
      </div>
    </li>
  );
}

function contentsInWords({ counts }: ProjectInfo): string {
  const parts = [
    counts.pipelines > 0 && counted(counts.pipelines, 'pipeline'),
    counts.architectures > 0 && counted(counts.architectures, 'architecture'),
    counts.executions > 0 && counted(counts.executions, 'execution'),
    counts.artifacts > 0 && counted(counts.artifacts, 'artifact'),
  ];
  return parts.filter(Boolean).join(' · ') || 'Empty';
}
