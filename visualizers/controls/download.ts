/** Saves what an address sends as an attachment. */
export function download(address: string, fileName = ''): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
}

/** Saves what was made in the browser. */
export function save(content: Blob, fileName: string): void {
  const address = URL.createObjectURL(content);
  download(address, fileName);
  // The browser reads it after this turn; a minute is enough for it to begin.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
