/** A goal of a bench. `--json` of every bench has a list of them under `goals`. */
export interface Goal {
  name: string;
  /** The limit with its comparison: `<= 1` or `>= 0.8`. */
  goal: string;
  value: number;
  reached: boolean;
}

/** Empty without a value: a missing measurement is not listed. */
export function atMost(name: string, limit: number, value: number | null | undefined): Goal[] {
  return value == null ? [] : [{ name, goal: `<= ${limit}`, value, reached: value <= limit }];
}

export function atLeast(name: string, limit: number, value: number | null | undefined): Goal[] {
  return value == null ? [] : [{ name, goal: `>= ${limit}`, value, reached: value >= limit }];
}

/** One readable line for each goal. */
export function goalLines(goals: readonly Goal[]): string[] {
  return goals.map(
    ({ name, goal, value, reached }) =>
      `${reached ? 'reached' : 'missed '}  ${name}: ${Number(value.toPrecision(4))} (goal ${goal})`,
  );
}

/** The last line of `--json`. */
export function jsonLine(report: object, goals: readonly Goal[]): string {
  return `${JSON.stringify({ ...report, goals })}\n`;
}
