/** The first key that stands twice in one object of `json`, which must be valid: `JSON.parse` silently takes the
 *  last one, so that two readers of one file could see different tensors. */
export function findDuplicateKey(json: string): string | undefined {
  const open: Set<string>[] = [];
  let text = ''; // the last string, a key when a colon follows
  for (let at = 0; at < json.length; at++) {
    switch (json[at]) {
      case '{':
        open.push(new Set());
        break;
      case '}':
        open.pop();
        break;
      case '"': {
        const end = endOfString(json, at);
        text = json.slice(at, end + 1);
        at = end;
        break;
      }
      case ':': {
        const key = JSON.parse(text) as string; // "a" and "\u0061" are one key
        const keys = open[open.length - 1];
        if (keys.has(key)) return key;
        keys.add(key);
      }
    }
  }
  return undefined;
}

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}
