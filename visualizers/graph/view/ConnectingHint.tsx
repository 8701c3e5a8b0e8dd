import styles from './GraphView.module.css';
import type { Interaction } from './interaction.ts';
import { useStore, type Store } from './Store.ts';

export interface ConnectingHintProps {
  readonly interaction: Store<Interaction>;
  readonly announcement: Store<string>;
}

/** While a connection is in hand without a button held, what can be done with it, in the words that are spoken. */
export function ConnectingHint({ interaction, announcement }: ConnectingHintProps) {
  const isShown = useStore(interaction, isInHand);
  const words = useStore(announcement, (text) => text);
  return isShown ? (
    <div className={styles.hint} aria-hidden="true">
      {words}
    </div>
  ) : null;
}

const isInHand = (interaction: Interaction) =>
  interaction.kind === 'choosePort' || (interaction.kind === 'connect' && interaction.by !== 'drag');
