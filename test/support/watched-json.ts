import pg from 'pg';
import { vi } from 'vitest';

const jsonTypes: number[] = [pg.types.builtins.JSON, pg.types.builtins.JSONB];

/** Counts the characters of the largest text that this thread parses, and of the largest that it writes, until
 *  the mocks are restored. */
export function watchJson() {
  const largest = { parsed: 0, written: 0 };
  const { parse, stringify } = JSON;
  vi.spyOn(JSON, 'parse').mockImplementation((text: string, ...rest) => {
    largest.parsed = Math.max(largest.parsed, text.length);
    return parse(text, ...rest);
  });
  vi.spyOn(JSON, 'stringify').mockImplementation(((value: unknown, ...rest: []) => {
    const text = stringify(value, ...rest);
    largest.written = Math.max(largest.written, text?.length ?? 0);
    return text;
  }) as typeof JSON.stringify);
  // The driver of the database keeps its own reference to the parser.
  const { getTypeParser } = pg.types;
  vi.spyOn(pg.types, 'getTypeParser').mockImplementation(((type: number, ...rest: []) =>
    jsonTypes.includes(type)
      ? (text: string) => JSON.parse(text)
      : getTypeParser(type, ...rest)) as typeof getTypeParser);
  return largest;
}
