import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import {
  ProjectProvider,
  useChildren,
  useProjectClient,
  useRecord,
  useSaveStatus,
  useScope,
  useUndo,
} from '../../../src/sync/client/hooks.ts';
import { pastProject } from '../../../src/sync/client/pastProject.ts';
import type { ProjectReader } from '../../../src/sync/client/reader.ts';
import {
  EditingRoom,
  emptyProject,
  id,
  layer,
  NETWORK,
  PIPELINE,
  setUnits,
} from '../../doubles/sync/editing.ts';

function Network() {
  const network = useRecord(NETWORK, 'Architecture');
  const layers = useChildren(NETWORK, 'Layer');
  const { state } = useSaveStatus();
  const { undoLabel = 'nothing' } = useUndo();
  const access = useProjectClient() ? 'editable' : 'read-only';
  const names = layers.map(({ name }) => name).join(' and ');
  return `${network?.name}: ${names}; ${access}, ${state}, ${useScope(PIPELINE)}; undo ${undoLabel}`;
}

const shown = (project: ProjectReader) =>
  renderToString(
    <ProjectProvider value={project}>
      <Network />
    </ProjectProvider>,
  );

test('components show the project as it is now', async () => {
  const room = new EditingRoom(emptyProject(layer(10, 'first'), layer(11, 'second')));
  const { client } = await room.enter('ann');
  client.run(setUnits(10, 3));
  expect(shown(client)).toBe(
    'Net: first and second; editable, saving, opening; undo Set units of first to 3',
  );
});

test('and the same components show it as it was', async () => {
  const records = emptyProject(layer(10, 'old'));
  const past = pastProject((scope) =>
    Promise.resolve(
      records.filter(({ id, parent }) => (scope === 'project' ? parent !== NETWORK : parent === scope) && id),
    ),
  );
  past.open('project');
  past.open(NETWORK);
  await new Promise(setImmediate);
  expect(shown(past)).toBe('Net: old; read-only, saved, opening; undo nothing');
});

test('what a past project could not load says so, and is tried again when opened again', async () => {
  let away = true;
  const past = pastProject(() =>
    away ? Promise.reject(new Error('away')) : Promise.resolve(emptyProject()),
  );
  past.open('project');
  await new Promise(setImmediate);
  expect(past.scopeStatus('project')).toBe('failed');
  away = false;
  past.open('project');
  await new Promise(setImmediate);
  expect(past.isOpen('project')).toBe(true);
  expect(past.view.get(id(1))).toBeDefined();
});
