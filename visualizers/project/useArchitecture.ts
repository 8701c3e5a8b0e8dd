import { useMemo } from 'react';
import { withBlocks } from '../../src/domain/architecture/withBlocks.ts';
import type { ProjectView } from '../../src/domain/state.ts';
import { useScopes } from '../../src/sync/client/hooks.ts';
import type { ScopeStatus } from '../../src/sync/client/reader.ts';
import { useView } from './useView.ts';

/** Keeps an architecture loaded with all that its blocks stand for, however deep. */
export function useArchitecture(id: string): ScopeStatus {
  return useScopes(useView(useMemo(() => (view: ProjectView) => withBlocks(view, [id]), [id])));
}
