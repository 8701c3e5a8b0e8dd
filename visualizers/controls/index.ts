export { chooseFile, chooseFiles } from './chooseFile.ts';
export { ConfirmDelete } from './ConfirmDelete.tsx';
export { download, save } from './download.ts';
export { DropHint } from './DropHint.tsx';
export { fileName } from './fileName.ts';
export { NameInPlace } from './NameInPlace.tsx';
export { SearchField } from './SearchField.tsx';
export { ProblemLines } from './ProblemLines.tsx';
export { useFileDrop } from './useFileDrop.ts';
