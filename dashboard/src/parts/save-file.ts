const nameLengthMax = 80;

/** Saves a file with the browser, as a click on a link to it would. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The download has begun, and holds the bytes itself.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A name that every file system takes, from a text such as the name of a series. */
export function fileName(text: string, extension: string, otherwise = 'file'): string {
  const plain = text
    .replace(/[^\p{L}\p{N}_.-]+/gu, '-')
    .slice(0, nameLengthMax)
    .replace(/^[-.]+|[-.]+$/g, '');
  return `${plain === '' ? otherwise : plain}.${extension}`;
}
