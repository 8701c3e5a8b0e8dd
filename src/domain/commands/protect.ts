import type { ConceptName, ModelRecord } from '../../../meta/index.ts';

const MADE_BY_EXECUTIONS: ReadonlySet<ConceptName> = new Set<ConceptName>([
  'Execution',
  'Job',
  'Metric',
  'Figure',
  'Artifact',
]);
const NEVER_SET: ReadonlySet<string> = new Set(['Project.metamodel', 'Operation.role', 'Layer.type']);

/** What only the execution engine makes: people cannot add it, and of it they may only change the name. */
export const protectedFromPeople = (record: ModelRecord) => MADE_BY_EXECUTIONS.has(record.concept);

export function mayPeopleSet(record: ModelRecord, field: string): boolean {
  if (record.concept === 'Connection' && field !== 'order') return false;
  if (record.concept === 'Step' && field === 'operation') return false;
  if (NEVER_SET.has(`${record.concept}.${field}`)) return false;
  return (
    !protectedFromPeople(record) ||
    ((record.concept === 'Execution' || record.concept === 'Artifact') && field === 'name')
  );
}

/** What people may take away: executions and artifacts as wholes, but no part of an execution. */
export const mayPeopleRemove = (record: ModelRecord) =>
  record.concept !== 'Project' &&
  record.concept !== 'Job' &&
  record.concept !== 'Metric' &&
  record.concept !== 'Figure';
