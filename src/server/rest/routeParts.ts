import type { ContentStore } from '../../jobs/contentStore.ts';
import type { Architectures } from '../architectures.ts';
import type { Executions } from '../executions.ts';
import type { Keras } from '../keras.ts';
import type { Projects } from '../projects.ts';

/** What routes are made of. */
export interface RouteParts {
  readonly projects: Projects;
  readonly executions: Executions;
  readonly architectures: Architectures;
  readonly keras: Keras;
  readonly content: ContentStore;
  readonly author: string;
  readonly version: string;
  readonly now: () => number;
}
