/** The items of a list in an option, empty ones too. Commas separate them, but not within the quotes
 *  that an item begins with. */
export function listedItems(list: string): string[] {
  return [...`${list},`.matchAll(/(\s*"(?:[^"]|"")*"[^,]*|[^,]*),/g)].map(([, item]) => item.trim());
}

/** The names of a list in an option. A name with a comma or a quote stands in quotes. */
export function listedNames(list: string): string[] {
  return listedItems(list)
    .map((item) => (/^".*"$/.test(item) ? item.slice(1, -1).replaceAll('""', '"') : item))
    .filter((item) => item !== '');
}

/** An item of a list in an option: in quotes if it has a comma or a quote. */
export function listItem(name: string): string {
  return /[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

/** Names in a sentence: each in backticks, with commas between them. */
export function inBackticks(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
