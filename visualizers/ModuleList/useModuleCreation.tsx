import { FileCode2, Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import type { CodeRecord } from '../../meta/index.ts';
import type { Action } from '../actions/index.ts';
import { useOpenProject, useRoot, type Editing } from '../project/index.ts';
import { newLayerModule, newModule } from './newModule.ts';

/** Making a Python module, empty or with a layer to start from, and going there. */
export function useModuleCreation({ run, readOnly }: Editing): readonly [layer: Action, module: Action] {
  const { base } = useOpenProject();
  const parent = useRoot()?.id ?? '';
  const navigate = useNavigate();
  return useMemo(() => {
    const create = (made: (parent: string, id: string) => CodeRecord) => () => {
      const record = made(parent, crypto.randomUUID());
      if (run({ type: 'insert', records: [record] }).length === 0) void navigate(`${base}/code/${record.id}`);
    };
    const common = { group: 'Code', disabled: readOnly };
    return [
      { ...common, id: 'layer.new', label: 'New custom layer', icon: <Plus />, run: create(newLayerModule) },
      { ...common, id: 'module.new', label: 'New module', icon: <FileCode2 />, run: create(newModule) },
    ] as const;
  }, [parent, run, readOnly, base, navigate]);
}
