import type { ComponentType } from 'react';
import { createBrowserRouter, redirect, type RouteObject } from 'react-router';
import { Shell } from './Shell.tsx';
import { Lost } from './Lost.tsx';

/** Each place is loaded when somebody goes there. */
const page = (load: () => Promise<{ readonly default: ComponentType }>) => ({
  lazy: async () => ({ Component: (await load()).default }),
});

const places: RouteObject[] = [
  // Before anything of the project shows: a redirect that came later could overtake a click.
  { index: true, loader: ({ request }) => redirect(`${new URL(request.url).pathname}/pipelines`) },
  { path: 'architectures', ...page(() => import('../../visualizers/ArchitectureList/ArchitectureList.tsx')) },
  {
    path: 'architectures/:architecture',
    ...page(() => import('../../visualizers/ArchitectureEditor/ArchitectureEditor.tsx')),
  },
  { path: 'pipelines', ...page(() => import('../../visualizers/PipelineList/PipelineList.tsx')) },
  {
    path: 'pipelines/:pipeline',
    ...page(() => import('../../visualizers/PipelineEditor/PipelineEditor.tsx')),
  },
  { path: 'operations', ...page(() => import('../../visualizers/OperationList/OperationList.tsx')) },
  {
    path: 'operations/:operation',
    ...page(() => import('../../visualizers/OperationEditor/OperationEditor.tsx')),
  },
  { path: 'code', ...page(() => import('../../visualizers/ModuleList/ModuleList.tsx')) },
  { path: 'code/:module', ...page(() => import('../../visualizers/ModuleEditor/ModuleEditor.tsx')) },
  { path: 'executions', ...page(() => import('../../visualizers/ExecutionList/ExecutionList.tsx')) },
  {
    path: 'executions/:execution',
    ...page(() => import('../../visualizers/ExecutionView/ExecutionView.tsx')),
  },
  { path: 'artifacts', ...page(() => import('../../visualizers/ArtifactList/ArtifactList.tsx')) },
];

const history: RouteObject = {
  path: 'history',
  ...page(() => import('../../visualizers/HistoryBrowser/HistoryBrowser.tsx')),
};

const frame = page(() => import('../../visualizers/Frame/Frame.tsx'));

export const router = createBrowserRouter([
  {
    element: <Shell />,
    errorElement: <Lost />,
    HydrateFallback: () => null,
    children: [
      { index: true, ...page(() => import('../../visualizers/ProjectsPage/ProjectsPage.tsx')) },
      { path: 'p/:project', ...frame, children: [...places, history] },
      { path: 'p/:project/at/:commit', ...frame, children: places },
      { path: '*', element: <Lost /> },
    ],
  },
]);
