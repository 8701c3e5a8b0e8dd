/** Ends a command with a sentence for the person who ran it; anything else that is thrown is a bug. */
export class Stop extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
