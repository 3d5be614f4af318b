/** Saves a file with the browser, as a click on a link to it would. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The download has begun, and holds the bytes itself.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
