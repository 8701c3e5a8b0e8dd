/* What the commands take, as the command line gives it to them. */

export interface StartOptions {
  readonly port: number;
  readonly host: string;
  readonly data: string;
  readonly jobs?: number;
  readonly spares: number;
  readonly worker?: boolean;
  readonly open: boolean;
}

export interface WorkerOptions {
  readonly data: string;
  readonly jobs?: number;
  readonly spares: number;
}

export interface ConnectionOptions {
  readonly url?: string;
  readonly data: string;
  readonly json?: boolean;
}

export interface RunOptions extends ConnectionOptions {
  readonly set: readonly string[];
  readonly name?: string;
}

export interface ArchitectureImportOptions extends ConnectionOptions {
  readonly project: string;
  /** What the architecture shall be called. */
  readonly name?: string;
}

export interface ArchitectureExportOptions extends ConnectionOptions {
  readonly project: string;
  readonly format?: string;
  readonly output?: string;
}
