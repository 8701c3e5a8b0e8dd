import type { ArgumentDescription, LayerType } from '../../meta/catalogue/index.ts';
import type { LayerRecord } from '../../meta/index.ts';
import { graphOf } from '../../src/domain/architecture/graph.ts';
import { operationForm } from '../../src/domain/architecture/operations.ts';
import { layerTypeIn } from '../../src/domain/customLayers/index.ts';
import type { ProjectView } from '../../src/domain/state.ts';

/** The type that the form of a layer is made of: of an operation, what is connected need not be given as a value. */
export function formType(
  view: ProjectView,
  { id, parent, type }: Pick<LayerRecord, 'id' | 'parent' | 'type'>,
): LayerType | undefined {
  const known = layerTypeIn(view, type);
  const operation = known ? undefined : operationForm(type);
  if (!operation) return known;
  const incoming = parent === null ? [] : (graphOf(view, parent).incoming.get(id) ?? []);
  const connected = incoming.map(({ targetPort }) => targetPort).filter((port) => /^x\d$/.test(port));
  return withoutOperands(operation, connected.sort().join());
}

/** The very same for the same operation and inputs. */
function withoutOperands(operation: LayerType, connected: string): LayerType {
  let forms = made.get(operation);
  if (!forms) made.set(operation, (forms = new Map<string, LayerType>()));
  let form = forms.get(connected);
  if (!form) {
    const ports = new Set(connected.split(','));
    const isOpen = ({ name, type: { kind } }: ArgumentDescription) => kind !== 'operand' || !ports.has(name);
    form = { ...operation, arguments: operation.arguments.filter(isOpen) };
    forms.set(connected, form);
  }
  return form;
}

const made = new Map<LayerType, Map<string, LayerType>>();
