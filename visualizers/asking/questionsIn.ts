import type { NetworkInference, ShapeQuestion } from '../../src/domain/shapes/index.ts';

/** What a check could not tell, and only Keras can. */
export function questionsIn({ layers }: NetworkInference): readonly ShapeQuestion[] {
  return layers.list.flatMap(({ inference }) =>
    inference.status === 'invalid' ? [] : (inference.question ?? []),
  );
}
