import type { AttributeRecord, StepRecord } from '../../../meta/index.ts';
import type { Json } from '../../../meta/json.ts';
import { problem, type Problem } from '../problem.ts';
import { childrenOf, type ProjectView } from '../state.ts';

/** Whether a step may give one of its operation's attributes this value. */
export function faultOfArgument(
  view: ProjectView,
  step: StepRecord,
  name: string,
  value: Json,
): Problem | undefined {
  const where = { at: step.id, part: name };
  const attribute = childrenOf(view, step.operation, 'Attribute').find(
    (candidate) => candidate.name === name,
  );
  if (!attribute) return problem('no-port', where, step.name, name);
  const expected = expectationUnmet(attribute, value);
  return expected === undefined
    ? undefined
    : problem('argument-wrong', where, step.name, name, expected, JSON.stringify(value));
}

/** What the attribute expects, in words, when the value does not meet it. */
export function expectationUnmet(attribute: AttributeRecord, value: Json): string | undefined {
  switch (attribute.type) {
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) && inRange(attribute, value)
        ? undefined
        : `a whole number${rangeInWords(attribute)}`;
    case 'float':
      return typeof value === 'number' && inRange(attribute, value)
        ? undefined
        : `a number${rangeInWords(attribute)}`;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'True or False';
    case 'choice':
      return typeof value === 'string' && attribute.options.includes(value)
        ? undefined
        : `one of ${attribute.options.join(', ')}`;
    case 'text':
      return typeof value === 'string' ? undefined : 'text';
    default:
      return attribute.type satisfies never;
  }
}

const inRange = ({ min, max }: AttributeRecord, value: number) =>
  (min === null || value >= min) && (max === null || value <= max);

function rangeInWords({ min, max }: AttributeRecord): string {
  if (min !== null && max !== null) return ` from ${String(min)} to ${String(max)}`;
  if (min !== null) return ` of at least ${String(min)}`;
  return max === null ? '' : ` of at most ${String(max)}`;
}
