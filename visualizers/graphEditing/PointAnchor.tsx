import { Popover } from 'radix-ui';
import type { Point } from '../graph/index.ts';

/** What floats is put beside a point in client coordinates. */
export const PointAnchor = ({ at }: { readonly at: Point | undefined }) => (
  <Popover.Anchor
    style={{
      position: 'fixed',
      left: at?.x ?? 0,
      top: at?.y ?? 0,
      width: 1,
      height: 1,
      pointerEvents: 'none',
    }}
  />
);
