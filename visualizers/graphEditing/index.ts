export { centredAt } from './centredAt.ts';
export { FloatingPicker } from './FloatingPicker.tsx';
export { GraphPlace } from './GraphPlace.tsx';
export { PickerList, type PickerItem } from './PickerList.tsx';
export { PointAnchor } from './PointAnchor.tsx';
export { ProblemList } from './ProblemList.tsx';
export { stableList } from './stableList.ts';
export { useGraphState, type GraphState } from './useGraphState.ts';
