import { architectureRoutes } from './architectureRoutes.ts';
import { artifactRoutes } from './artifactRoutes.ts';
import { executionRoutes } from './executionRoutes.ts';
import { historyRoutes } from './historyRoutes.ts';
import { projectRoutes } from './projectRoutes.ts';
import type { Route } from './route.ts';
import type { RouteParts } from './routeParts.ts';

/** All routes of the gateway but the OpenAPI document, which is made from them. */
export function routes(parts: RouteParts): Route[] {
  return [
    ...projectRoutes(parts),
    ...historyRoutes(parts),
    ...executionRoutes(parts),
    ...artifactRoutes(parts),
    ...architectureRoutes(parts),
  ];
}
