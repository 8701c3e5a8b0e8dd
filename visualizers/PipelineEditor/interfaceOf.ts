import type { AttributeRecord, PortRecord, ReferenceRecord } from '../../meta/index.ts';
import { inOrder } from '../../src/domain/inOrder.ts';
import { portsOf } from '../../src/domain/pipeline/check.ts';
import { childrenOf, type ProjectView } from '../../src/domain/state.ts';

/** What an operation takes and gives, each in the order people gave it. */
export interface OperationInterface {
  readonly inputs: readonly PortRecord[];
  readonly outputs: readonly PortRecord[];
  readonly attributes: readonly AttributeRecord[];
  readonly references: readonly ReferenceRecord[];
}

export function interfaceOf(view: ProjectView, operation: string): OperationInterface {
  return {
    inputs: portsOf(view, operation, 'input'),
    outputs: portsOf(view, operation, 'output'),
    attributes: childrenOf(view, operation, 'Attribute').sort(inOrder),
    references: childrenOf(view, operation, 'Reference').sort(inOrder),
  };
}
