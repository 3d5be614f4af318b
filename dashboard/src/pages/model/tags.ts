/** Tags in one line of text, separated by commas. A tag with a comma or a quote stands in double quotes, as in CSV. */
export function tagsText(tags: readonly string[]): string {
  return tags
    .map((tag) => (/[",]/.test(tag) || tag !== tag.trim() ? `"${tag.replaceAll('"', '""')}"` : tag))
    .join(', ');
}

/** Tags of a text that `tagsText` wrote or somebody typed. */
export function tagsIn(text: string): string[] {
  const parts = text.match(/(?:\s*"(?:[^"]|"")*"\s*(?=,|$)|[^,])+/g) ?? [];
  return parts.flatMap((part) => {
    const tag = part.trim();
    const quoted = /^"((?:[^"]|"")*)"$/s.exec(tag)?.[1];
    if (quoted !== undefined) return quoted === '' ? [] : [quoted.replaceAll('""', '"')];
    return tag === '' ? [] : [tag];
  });
}
