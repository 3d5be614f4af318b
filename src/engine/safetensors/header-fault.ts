const depthMax = 3; // {"name": {"shape": [

/** Finds two faults that `JSON.parse` accepts in a header. Duplicate keys: `JSON.parse` keeps the last, another reader
 *  may keep the first, and the two would see different tensors. Deep nesting: it overflows the stack of code that walks
 *  the header. `json` must be valid JSON.
 *  @returns a description of the fault, or undefined. */
export function headerFault(json: string): string | undefined {
  const objects: Set<string>[] = [];
  let depth = 0;
  let text = ''; // the last string; it is a key if a colon follows
  for (let at = 0; at < json.length; at++) {
    const symbol = json[at];
    if (symbol === '"') {
      const end = endOfString(json, at);
      text = json.slice(at, end + 1);
      at = end;
    } else if (symbol === ':') {
      const key = JSON.parse(text) as string; // "a" and "\u0061" are one key
      const keys = objects[objects.length - 1];
      if (keys.has(key)) return `the name ${text.slice(0, 80)} stands twice`;
      keys.add(key);
    } else if (symbol === '{' || symbol === '[') {
      if (symbol === '{') objects.push(new Set());
      depth++;
      if (depth > depthMax) return `it is nested deeper than ${depthMax}`;
    } else if (symbol === '}' || symbol === ']') {
      if (symbol === '}') objects.pop();
      depth--;
    }
  }
  return undefined;
}

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}
