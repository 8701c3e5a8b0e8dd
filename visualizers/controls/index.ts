export { chooseFile } from './chooseFile.ts';
export { ConfirmDelete } from './ConfirmDelete.tsx';
export { download } from './download.ts';
export { NameInPlace } from './NameInPlace.tsx';
export { SearchField } from './SearchField.tsx';
export { ProblemLines } from './ProblemLines.tsx';
