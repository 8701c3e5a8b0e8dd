import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Answers, NetworkInference } from '../../src/domain/shapes/index.ts';
import { useGateway, type Gateway } from '../gateway/index.ts';
import { useOpenProject } from '../project/index.ts';
import { KerasAnswers } from './KerasAnswers.ts';
import { questionsIn } from './questionsIn.ts';

/** What Keras answered about the layers of the project, for all who look at it; `ask` sends what is still open. */
export function useKerasAnswers(): KerasAnswers {
  const gateway = useGateway();
  const { id } = useOpenProject();
  return useMemo(() => answersFor(gateway, id), [gateway, id]);
}

const known = new WeakMap<Gateway, Map<string, KerasAnswers>>();

function answersFor(gateway: Gateway, project: string): KerasAnswers {
  const ofGateway = known.get(gateway) ?? new Map<string, KerasAnswers>();
  known.set(gateway, ofGateway);
  const answers =
    ofGateway.get(project) ?? new KerasAnswers((questions) => gateway.shapes(project, questions));
  ofGateway.set(project, answers);
  return answers;
}

export const useAnswers = (asked: KerasAnswers): Answers =>
  useSyncExternalStore(asked.subscribe, asked.snapshot);

/** Asks what a check could not tell. */
export function useAsking(asked: KerasAnswers, inference: NetworkInference): void {
  useEffect(() => {
    asked.ask(questionsIn(inference));
  }, [asked, inference]);
}
