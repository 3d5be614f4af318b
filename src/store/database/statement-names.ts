import { createHash } from 'node:crypto';
import { sql } from 'kysely';

/** Statements that PostgreSQL keeps prepared on each connection, at most. */
const namedMax = 200;
/** Executions after which a statement is prepared. Fewer would prepare what runs only once. */
const usesMin = 3;
/** Unnamed statements that are counted, at most. */
const countedMax = 1_000;
/** Statements that are prepared of those that differ only in the length of a list. An upload of 1, 2 or 3 series has a
 *  text for each, so a tenant could use up all names, which are never free again. */
const namedOfShapeMax = 4;
/** Longer texts are mostly lists of values, which differ from call to call. */
const textMax = 8_000;

export const plannedAnewMark = '/* planned anew */';

/** SQL for the beginning of a statement that is never prepared. The plan of a prepared statement may be one for all
 *  values, which expects an average dataset: for a page of series it sorts all, and for what has
 *  expired it reads all. */
export const plannedAnew = sql.raw(plannedAnewMark);

/** Names for the statements that run often: PostgreSQL parses and plans a named statement once on each connection. */
export class StatementNames {
  readonly #names = new Map<string, string>();
  readonly #uses = new Map<string, number>();
  /** Number of names by the shape of their statements. */
  readonly #named = new Map<string, number>();

  /** The name of a statement; undefined if it is not to be prepared. */
  nameOf(text: string): string | undefined {
    const name = this.#names.get(text);
    if (name !== undefined || text.length > textMax || this.#names.size >= namedMax) return name;
    const uses = (this.#uses.get(text) ?? 0) + 1;
    this.#uses.delete(text);
    if (uses < usesMin) {
      this.#uses.set(text, uses); // the most recently used is last
      if (this.#uses.size > countedMax) this.#uses.delete(this.#uses.keys().next().value as string);
      return undefined;
    }
    const shape = shapeOf(text);
    const ofShape = this.#named.get(shape) ?? 0;
    if (ofShape >= namedOfShapeMax) return undefined;
    this.#named.set(shape, ofShape + 1);
    const made = `gatecast_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
    this.#names.set(text, made);
    return made;
  }
}

/** The words of a statement. Lists of places, such as `($1, $2), ($3, $4)`, have none. */
function shapeOf(text: string): string {
  return text.replaceAll(/[\s\d$(),]+/g, ' ');
}
