import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Answers, NetworkInference } from '../../src/domain/shapes/index.ts';
import { useGateway } from '../gateway/index.ts';
import { useOpenProject } from '../project/index.ts';
import { KerasAnswers } from './KerasAnswers.ts';
import { questionsIn } from './questionsIn.ts';

/** What Keras answered about the layers of the project; `ask` sends it what is still open. */
export function useKerasAnswers(): KerasAnswers {
  const gateway = useGateway();
  const { id } = useOpenProject();
  return useMemo(() => new KerasAnswers((questions) => gateway.shapes(id, questions)), [gateway, id]);
}

export const useAnswers = (asked: KerasAnswers): Answers =>
  useSyncExternalStore(asked.subscribe, asked.snapshot);

/** Asks what a check could not tell. */
export function useAsking(asked: KerasAnswers, inference: NetworkInference): void {
  useEffect(() => {
    asked.ask(questionsIn(inference));
  }, [asked, inference]);
}
