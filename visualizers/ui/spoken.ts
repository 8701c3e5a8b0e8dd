import styles from './spoken.module.css';

/** The classes of what screen readers say and nobody sees: always, or in a small or much enlarged window. */
export const { spoken, spokenWhenNarrow } = styles;
