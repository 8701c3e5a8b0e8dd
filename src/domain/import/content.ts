/** A file as it is read: piece by piece, since it may be larger than the memory. */
export interface FileContent {
  readonly size: number;
  /** The bytes from one place up to another. */
  readonly read: (from: number, to: number) => Promise<Uint8Array>;
}

export const contentOfBlob = (blob: Blob): FileContent => ({
  size: blob.size,
  read: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()),
});
