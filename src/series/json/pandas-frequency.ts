import { refuse } from '../faults/index.ts';

/** Step that the caller of a forecast states. */
export interface StatedFrequency {
  /** `auto`, an ISO 8601 duration, or the integer step of an index. */
  frequency: string;
  /** ISO weekdays without observations, where the caller says so. */
  closedWeekdays?: number[];
}

type Steps = Record<string, (count: number) => string>;

const months = (n: number) => `P${n}M`;
const quarters = (n: number) => `P${3 * n}M`;
const years = (n: number) => `P${n}Y`;
const milliseconds = (n: number) => `PT${n / 1_000}S`;

/** Aliases of pandas that mean something else in another case. */
const exact: Steps = { M: months, MS: months, ms: milliseconds };
/** The others, in lower case. */
const inAnyCase: Steps = {
  d: (n) => `P${n}D`,
  w: (n) => `P${n}W`,
  me: months,
  q: quarters,
  qs: quarters,
  qe: quarters,
  y: years,
  ys: years,
  ye: years,
  a: years,
  as: years,
  h: (n) => `PT${n}H`,
  min: (n) => `PT${n}M`,
  t: (n) => `PT${n}M`,
  s: (n) => `PT${n}S`,
  l: milliseconds,
};
/** Aliases whose case decides. They are not read in another one. */
const cased = new Set(Object.keys(exact).map((alias) => alias.toLowerCase()));
/** Weeks end on a weekday, quarters and years begin or end in a month. */
const anchors: [aliases: RegExp, anchor: RegExp][] = [
  [/^w$/i, /^(MON|TUE|WED|THU|FRI|SAT|SUN)$/],
  [/^[qya]/i, /^(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)$/],
];

const acceptedAliases =
  '`D`, `B` (Monday to Friday), `W`, `M`, `ME`, `MS`, `Q`, `QE`, `QS`, `Y`, `YE`, `YS`, `h`, `min`, `s` and `ms`';
const accepted = `an ISO 8601 duration such as PT1H, or an alias of pandas: ${acceptedAliases}; a count may precede all but \`B\`, such as 15min`;

/** Reads a frequency. A count may precede an alias of pandas, and an anchor may follow it.
 *  @param path of the frequency in the body. @throws AppError request_invalid if it is neither
 *  an alias nor a duration */
export function readFrequency(text: string, path: string): StatedFrequency {
  const given = text.trim();
  if (given === 'auto' || /^(\d+|[+-]?P.+)$/i.test(given)) return { frequency: text };
  const [, digits, alias, anchor] = /^(\d{0,9})([A-Za-z]+)(?:-([A-Z]{3}))?$/.exec(given) ?? [];
  if (alias?.toLowerCase() === 'b' && anchor === undefined && (digits === '' || Number(digits) === 1))
    return { frequency: 'P1D', closedWeekdays: [6, 7] };
  const write = alias === undefined ? undefined : stepOf(alias);
  const isAnchored = anchors.some(([aliases, known]) => aliases.test(alias) && known.test(anchor));
  if (write === undefined || (anchor !== undefined && !isAnchored))
    return refuse('request_invalid', {
      path,
      message: `${JSON.stringify(text)} is not a frequency that is known`,
      accepted,
    });
  return { frequency: write(digits === '' ? 1 : Number(digits)) };
}

function stepOf(alias: string): Steps[string] | undefined {
  if (Object.hasOwn(exact, alias)) return exact[alias];
  const key = alias.toLowerCase();
  return cased.has(key) || !Object.hasOwn(inAnyCase, key) ? undefined : inAnyCase[key];
}
