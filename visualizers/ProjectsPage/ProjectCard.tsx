import { Copy, Download, Trash2 } from 'lucide-react';
import type { ProjectInfo } from '../../src/sync/protocol/rest.ts';
import { Card, CardLine } from '../cards/index.ts';
import { Thumbnail } from '../drawing/index.ts';
import type { MenuEntry } from '../ui/index.ts';
import { Ago, counted } from '../words/index.ts';

export interface ProjectCardProps {
  readonly project: ProjectInfo;
  readonly onRename: (name: string) => void;
  readonly onDuplicate: () => void;
  readonly onExport: () => void;
  readonly onDelete: () => void;
}

export function ProjectCard({ project, onRename, onDuplicate, onExport, onDelete }: ProjectCardProps) {
  const { name, preview, modifiedAt, modifiedBy } = project;
  const entries: readonly MenuEntry[] = [
    { id: 'duplicate', label: 'Duplicate', icon: <Copy />, onSelect: onDuplicate },
    { id: 'export', label: 'Export', icon: <Download />, onSelect: onExport },
    'separator',
    { id: 'delete', label: 'Delete', icon: <Trash2 />, danger: true, onSelect: onDelete },
  ];
  return (
    <Card
      name={name}
      nameLabel="Name of the project"
      to={`/p/${encodeURIComponent(project.id)}`}
      picture={preview && <Thumbnail graph={preview} />}
      onRename={onRename}
      entries={entries}
    >
      <CardLine>{contentsInWords(project)}</CardLine>
      <CardLine faint>
        <Ago time={modifiedAt} /> by {modifiedBy}
      </CardLine>
    </Card>
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
