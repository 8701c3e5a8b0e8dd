export { Badge, type BadgeProps } from './Badge.tsx';
export { Button, type ButtonKind, type ButtonProps } from './Button.tsx';
export { classNames } from './classNames.ts';
export { Dialog, type DialogProps } from './Dialog.tsx';
export { EmptyState, type EmptyStateProps } from './EmptyState.tsx';
export { Field, type FieldParts, type FieldProps } from './Field.tsx';
export { IconButton, type IconButtonProps } from './IconButton.tsx';
export {
  ContextMenu,
  Menu,
  type ContextMenuProps,
  type MenuAction,
  type MenuEntry,
  type MenuProps,
} from './Menu.tsx';
export { NumberField, type NumberFieldProps } from './NumberField.tsx';
export { Panel, type PanelProps } from './Panel.tsx';
export { Select, type SelectOption, type SelectProps } from './Select.tsx';
export { Skeleton, type SkeletonProps } from './Skeleton.tsx';
export { Split, type SplitProps } from './Split.tsx';
export { STATUS_TEXT, StatusMark, type StatusKind, type StatusMarkProps } from './StatusMark.tsx';
export { StatusLine, type StatusLineProps } from './StatusLine.tsx';
export { Tabs, type TabItem, type TabsProps } from './Tabs.tsx';
export { TextField, type TextFieldProps } from './TextField.tsx';
export { Checkbox, Switch, type ToggleProps } from './Toggle.tsx';
export { Tooltip, type TooltipProps } from './Tooltip.tsx';
