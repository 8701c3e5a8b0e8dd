import type { ModelRecord, OperationRecord } from '../../meta/index.ts';
import { blank } from '../../src/domain/state.ts';

/** An operation to start from: one input, one output, and code that already runs. */
export function newOperation(
  parent: string,
  newId: () => string,
  name = 'NewOperation',
): [OperationRecord, ...ModelRecord[]] {
  const id = newId();
  return [
    blank('Operation', { id, parent, name, code: starterCode(name) }),
    blank('Port', { id: newId(), parent: id, name: 'data', direction: 'input' }),
    blank('Port', { id: newId(), parent: id, name: 'result', direction: 'output' }),
  ];
}

const starterCode = (name: string) => `class ${name}:
    """Say what it does in a sentence."""

    def execute(self, data):
        result = data
        return result
`;
