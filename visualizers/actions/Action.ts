import type { ReactNode } from 'react';

/** Something a person can do here and now. Button, palette, shortcut and test all name the same action. */
export interface Action {
  /** Stable, such as `pipeline.execute`. */
  readonly id: string;
  readonly label: string;
  /** The heading it stands under in the palette. */
  readonly group: string;
  readonly icon?: ReactNode;
  /** Such as `Mod+Z`; Mod is Ctrl, or Command on a Mac. */
  readonly shortcut?: string;
  /** The key is answered where it is pressed, by the graph or the browser; here it is only named. */
  readonly answeredElsewhere?: boolean;
  /** Words by which it should also be found. */
  readonly keywords?: readonly string[];
  /** It leads to another place. */
  readonly opens?: boolean;
  /** Absent means it can be done. */
  readonly disabled?: boolean;
  readonly run: () => void;
}
