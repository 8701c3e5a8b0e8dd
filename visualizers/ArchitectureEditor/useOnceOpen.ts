import { useState } from 'react';
import type { ScopeStatus } from '../../src/sync/client/reader.ts';

/**
 * Whether an architecture has been open once with all its blocks. A block that is added later loads while the rest
 * stays on screen; one that cannot be loaded holds nothing up.
 */
export function useOnceOpen(architecture: string, status: ScopeStatus): boolean {
  const [opened, setOpened] = useState<string>();
  const isOpen = status === 'open' || status === 'failed';
  if (isOpen && opened !== architecture) setOpened(architecture);
  return isOpen || opened === architecture;
}
