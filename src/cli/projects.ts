import type { ProjectInfo } from '../sync/protocol/rest.ts';
import { findProject, withConnection } from './connection.ts';
import type { ConnectionOptions } from './options.ts';
import { printTable } from './table.ts';

export async function listProjects(options: ConnectionOptions): Promise<void> {
  const projects = await withConnection(options, async (gateway) =>
    gateway.request<ProjectInfo[]>('GET', '/projects'),
  );
  if (options.json) {
    console.log(JSON.stringify(projects, null, 2));
    return;
  }
  printTable(
    ['name', 'id', 'changed', 'by'],
    projects.map(({ name, id, modifiedAt, modifiedBy }) => [
      name,
      id,
      new Date(modifiedAt).toLocaleString(),
      modifiedBy,
    ]),
  );
}

export async function createProject(
  name: string,
  options: ConnectionOptions & { template: string },
): Promise<void> {
  const { template } = options;
  const project = await withConnection(options, async (gateway) =>
    gateway.request<ProjectInfo>('POST', '/projects', { name, template }),
  );
  console.log(options.json ? JSON.stringify(project, null, 2) : `Created "${project.name}" (${project.id})`);
}

export async function trustProject(wanted: string, options: ConnectionOptions): Promise<void> {
  const project = await withConnection(options, async (gateway) => {
    const found = await findProject(gateway, wanted);
    await gateway.request('POST', `/projects/${encodeURIComponent(found.id)}/trust`);
    return found;
  });
  console.log(
    options.json ? JSON.stringify(project, null, 2) : `The Python of "${project.name}" may run here`,
  );
}
