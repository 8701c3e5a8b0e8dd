import { createContext, useContext } from 'react';

/** Which project is on screen, and when. */
export interface OpenProject {
  readonly id: string;
  /** The commit that is looked at; null for the living branch. */
  readonly commit: string | null;
  /** The address under which its places lie. */
  readonly base: string;
}

export const OpenProjectContext = createContext<OpenProject | null>(null);

export function useOpenProject(): OpenProject {
  const project = useContext(OpenProjectContext);
  if (!project) throw new Error('This belongs inside an OpenProjectContext');
  return project;
}

export const presentBase = (project: string) => `/p/${encodeURIComponent(project)}`;

/** Commits begin with `#`, which addresses keep for themselves. */
export const pastBase = (project: string, commit: string) =>
  `${presentBase(project)}/at/${commit.replace('#', '')}`;
