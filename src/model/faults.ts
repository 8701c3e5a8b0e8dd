/** Something in the store that a record cannot be made of as it is; the reader goes on without it. */
export interface ReadFault {
  /** 'ill-typed': the default was taken instead; 'dangling': the record was left out. */
  readonly code: 'ill-typed' | 'dangling';
  readonly at: string;
  readonly part: string;
  readonly message: string;
}

/** What was asked for cannot be done, in words for the person who asked. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly code: ModelErrorCode;

  constructor(code: ModelErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type ModelErrorCode =
  'no-project' | 'no-branch' | 'no-commit' | 'bad-package' | 'too-large' | 'too-new';
