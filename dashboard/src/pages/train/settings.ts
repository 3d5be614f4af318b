import type { ModelIn } from '../../api/index.ts';
import type { Preset } from './estimate.ts';

export type Cell = 'gru' | 'lstm' | 'rnn';
export type Family = 'auto' | 'seasonal' | 'prices' | 'short';

/** The form as it is typed. An empty text leaves a setting to the data. */
export interface Settings {
  horizon: string;
  target: string;
  preset: Preset;
  cell: Cell;
  family: Family;
  season_length: string;
  context_length: string;
  layers: string;
  hidden_size: string;
  members: string;
  windows: string;
  steps: string;
  learning_rate: string;
  seed: string;
  name: string;
}

export const emptySettings: Settings = {
  horizon: '',
  target: '',
  preset: 'balanced',
  cell: 'gru',
  family: 'auto',
  season_length: '',
  context_length: '',
  layers: '',
  hidden_size: '',
  members: '',
  windows: '',
  steps: '',
  learning_rate: '',
  seed: '',
  name: '',
};

/** Settings that a model of symbols has too. */
export const symbolFields: readonly (keyof Settings)[] = [
  ...([
    'preset',
    'cell',
    'context_length',
    'layers',
    'hidden_size',
    'steps',
    'learning_rate',
    'seed',
  ] as const),
  'name',
];

const wholeFields = ['context_length', 'layers', 'hidden_size', 'members', 'steps', 'seed'] as const;
export const horizonMax = 1_000;

/** Kinds of mistakes in a text; the page says them in words. */
export type Mistake = 'whole' | 'number' | 'season' | 'horizon';
export type Mistakes = Partial<Record<keyof Settings, Mistake>>;

export function mistakesIn(settings: Settings, isSymbols: boolean): Mistakes {
  const mistakes: Mistakes = {};
  const isWhole = (text: string) => /^\d+$/.test(text.trim());
  for (const name of [...wholeFields, 'windows'] as const)
    if (settings[name].trim() !== '' && !isWhole(settings[name])) mistakes[name] = 'whole';
  const rate = settings.learning_rate.trim();
  if (rate !== '' && !(Number(rate) > 0)) mistakes.learning_rate = 'number';
  if (isSymbols) return mistakes;
  const horizon = Number(settings.horizon);
  if (!isWhole(settings.horizon) || horizon < 1 || horizon > horizonMax) mistakes.horizon = 'horizon';
  if (
    settings.season_length.trim() !== '' &&
    seasonsOf(settings.season_length).some((season) => !(season >= 1))
  )
    mistakes.season_length = 'season';
  return mistakes;
}

function seasonsOf(text: string): number[] {
  return text.split(',').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : Number.NaN));
}

/** The request of a form without mistakes. */
export function requestOf(datasetId: string, settings: Settings, isSymbols: boolean): ModelIn {
  const { preset, cell, name } = settings;
  const request: ModelIn = { dataset_id: datasetId, preset, cell };
  if (name.trim() !== '') request.name = name.trim();
  for (const field of wholeFields) {
    if (isSymbols && !symbolFields.includes(field)) continue;
    if (settings[field].trim() !== '') request[field] = Number(settings[field]);
  }
  if (settings.learning_rate.trim() !== '') request.learning_rate = Number(settings.learning_rate);
  if (isSymbols) return request;
  request.horizon = Number(settings.horizon);
  if (settings.family !== 'auto') request.family = settings.family;
  if (settings.target !== '') request.target = settings.target;
  if (settings.windows.trim() !== '') request.validation = { windows: Number(settings.windows) };
  if (settings.season_length.trim() !== '') {
    const seasons = seasonsOf(settings.season_length);
    const [first] = seasons;
    request.season_length = seasons.length === 1 && first !== undefined ? first : seasons;
  }
  return request;
}

/** A horizon that people often want for a step of the data, such as a year of months. */
export function usualHorizon(step: string, longest: number): number {
  const usual = { P1M: 12, P3M: 8, P7D: 13, P1W: 13, P1D: 14, PT1H: 24, P1Y: 5 }[step] ?? 10;
  return Math.max(1, Math.min(usual, Math.floor(longest / 8) || 1));
}
