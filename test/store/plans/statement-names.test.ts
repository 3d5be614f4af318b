import { expect, test } from 'vitest';
import { StatementNames } from '../../../src/store/database/statement-names.ts';

const list = (count: number) => Array.from({ length: count }, (_, i) => `$${i + 1}`).join(', ');
/** The name that a statement has after it has run often. */
function nameOf(names: StatementNames, text: string): string | undefined {
  for (let use = 0; use < 3; use++) names.nameOf(text);
  return names.nameOf(text);
}

test('statements that run often have a name, and others do not', () => {
  const names = new StatementNames();
  const text = 'select * from "jobs" where "id" = $1';
  expect([names.nameOf(text), names.nameOf(text)]).toEqual([undefined, undefined]);
  expect(names.nameOf(text)).toMatch(/^gatecast_[0-9a-f]{32}$/);
  expect(names.nameOf(text)).toBe(names.nameOf(text));
});

test('uploads of every number of series do not use up the names of all other statements', () => {
  const names = new StatementNames();
  const texts = Array.from({ length: 300 }, (_, i) => [
    `insert into "series" ("id", "name") values ${Array.from({ length: i + 1 }, () => `(${list(2)})`).join(', ')}`,
    `select * from "jobs" where "id" in (${list(i + 1)}) and "tenant_id" = $${i + 2}`,
  ]).flat();
  const named = texts.filter((text) => nameOf(names, text) !== undefined);
  expect(named).toEqual(texts.slice(0, 8)); // those that are frequent first
  expect(nameOf(names, 'select * from "models" where "id" = $1')).toBeDefined();
});
