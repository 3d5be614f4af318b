import type { Goal } from '../goals.ts';
import type { Figure } from './figures.ts';
import type { Host } from './host.ts';

const growthPrefix = 'growth.';

export interface Report {
  size: string;
  backend: string;
  host: Host;
  seconds: number;
  /** By name. */
  figures: Record<string, Omit<Figure, 'name' | 'goal'>>;
  /** Fitted exponents by name. */
  growth: Record<string, Omit<Figure, 'name' | 'goal'>>;
  not_available: { name: string; reason: string }[];
}

export function reportOf(
  facts: Pick<Report, 'size' | 'backend' | 'host' | 'seconds'>,
  measured: readonly Figure[],
): Report {
  const byName = (figures: Figure[], prefix: string) =>
    Object.fromEntries(
      figures.map(({ name, goal: _, ...figure }) => [name.slice(prefix.length), figure] as const),
    );
  const { growth = [], figures = [] } = Object.groupBy(measured, ({ name }) =>
    name.startsWith(growthPrefix) ? 'growth' : 'figures',
  );
  return {
    ...facts,
    figures: byName(figures, ''),
    growth: byName(growth, growthPrefix),
    not_available: measured.flatMap(({ name, reason }) => (reason === undefined ? [] : [{ name, reason }])),
  };
}

/** One line for a figure: its value, its goal, and the raw values. */
export function figureLine({ name, value, unit, reason, raw }: Figure, goals: readonly Goal[]): string {
  if (value === null) return `  –       ${name}: ${reason}`;
  const [goal] = goals;
  const verdict = goal === undefined ? '        ' : goal.reached ? 'reached ' : 'missed  ';
  const limit = goal === undefined ? '' : ` (goal ${goal.goal})`;
  const rawText = Object.entries(raw)
    .map(([key, one]) => `${key} ${one}`)
    .join(', ');
  return `${verdict}  ${name}: ${value} ${unit}${limit}${rawText === '' ? '' : `; ${rawText}`}`;
}
