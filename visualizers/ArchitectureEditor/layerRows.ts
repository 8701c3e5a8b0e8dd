import type { ArgumentValue } from '../../meta/catalogue/index.ts';
import { argumentsOf } from '../../src/domain/architecture/ports.ts';
import { isArrayValue } from '../../src/domain/shapes/index.ts';
import { find, type ProjectView } from '../../src/domain/state.ts';
import type { NodeRow } from '../graph/index.ts';
import { kindInWords } from './arguments/operand.ts';
import { writeLiteral } from './arguments/pythonLiteral.ts';
import { formType } from './formType.ts';
import { groupArguments, shownInNode } from './groupArguments.ts';

/** What the form in the node of a layer shows. */
export function layerRows(view: ProjectView, id: string): readonly NodeRow[] {
  const layer = find(view, 'Layer', id);
  if (!layer) return [];
  const args = argumentsOf(layer);
  return shownInNode(groupArguments(formType(view, layer), args)).map(({ name, default: fallback }) => ({
    label: name,
    value: inWords(args[name] ?? fallback),
  }));
}

const inWords = (value: ArgumentValue | undefined) =>
  isArrayValue(value) ? kindInWords(value) : writeLiteral(value);
