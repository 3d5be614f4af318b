/** More of a file is not read to show a line of it. */
const shownBytesMax = 8 * 1024 * 1024;

/** Lines of a text file by their numbers, from 1; null for files that are no text or cannot be read. */
export async function textLines(file: File): Promise<((line: number) => string | undefined) | null> {
  // The upload says that a file cannot be read.
  const bytes = await file
    .slice(0, shownBytesMax)
    .arrayBuffer()
    .catch(() => null);
  if (bytes === null) return null;
  const head = new Uint8Array(bytes, 0, Math.min(4_096, bytes.byteLength));
  if (head.includes(0) || (head[0] === 0x1f && head[1] === 0x8b)) return null;
  const lines = new TextDecoder().decode(bytes).split(/\r\n|\n|\r/);
  return (line) => lines[line - 1];
}

/** Names of the columns of a text table, as far as they can be told before it is read. */
export async function columnNames(file: File): Promise<string[]> {
  const lineOf = await textLines(file);
  const header = lineOf?.(1)?.replace(/^\uFEFF/, '') ?? '';
  const delimiter = [',', ';', '\t', '|'].reduce((best, mark) =>
    header.split(mark).length > header.split(best).length ? mark : best,
  );
  const names = header.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  return names.length > 1 && names.length <= 100 ? names.filter((name) => name !== '') : [];
}
