const LONGEST = 100;

/** A name that every system takes for a file: no folders, no signs that a shell or Windows reads otherwise. */
export function fileName(name: string, extension: string): string {
  const plain = name
    .replace(/[\\/:*?"<>|\p{C}]/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, LONGEST);
  const stem = /^(con|prn|aux|nul|com\d|lpt\d)?$/i.test(plain) ? `${plain}_` : plain;
  return `${stem}.${extension}`;
}
