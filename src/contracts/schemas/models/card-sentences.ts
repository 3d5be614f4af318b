import { z } from 'zod';

const method = z
  .string()
  .meta({ description: 'A method of `metrics`, such as `seasonal_naive` or `markov_2`.' });
const share = z.number().meta({ description: 'A share: 0.12 is 12 %.' });
const count = z.int().meta({ description: 'A number of steps, observations or the like.' });
const range = { lower: share, upper: share };
const weights = z
  .array(
    z.object({ method, weight: share }).meta({ id: 'SentenceWeight', description: 'Weight of a method.' }),
  )
  .meta({ description: 'Weights of the methods, the largest first.' });

/** Values of each sentence that a card may have. A new sentence needs an entry here and a text in
 *  `training/card-texts.ts`; the dashboard needs its translation. All three are checked by types. */
const valuesOfSentences = {
  // Summaries
  series_constant: {},
  series_repeats: {},
  backtest_constant: {},
  backtest_repeats: {},
  untested: {},
  too_little_data: { baseline: method },
  other_method_better: { method, gain: share, ...range },
  better: { baseline: method, skill: share, ...range },
  better_at_first: {
    baseline: method,
    steps: count,
    skill: share,
    ...range,
    horizon: count,
    is_worse: z.boolean().meta({ description: 'Whether it is clearly worse over the whole horizon.' }),
    over_all: z.object({ baseline: method, ...range }).meta({
      id: 'SentenceOverAll',
      description: 'The hardest baseline over the whole horizon, and the skill over it.',
    }),
  },
  worse: { baseline: method, ...range },
  no_better: {
    baseline: method,
    ...range,
    is_hardly: z.boolean().meta({ description: 'Better beyond chance, but by less than one percent.' }),
    advice: z
      .enum(['fan_less_reliable', 'width_only', 'in_this_backtest'])
      .meta({ description: 'What follows: about the fan, its use, or no more than the result.' }),
  },
  bits_in_sample: {
    bits: z.number().meta({ description: 'Bits per symbol of the model.' }),
    baseline: method,
    baseline_bits: z.number().meta({ description: 'Bits per symbol of the baseline.' }),
  },
  chain_perfect: {},
  fewer_bits: { baseline: method, skill: share, ...range },
  more_bits: { baseline: method, ...range },
  no_fewer_bits: { baseline: method, ...range },
  // Notes
  nothing_learnt: {},
  held_out_untrained: {},
  random_walk: {},
  network_unused: { weights },
  weighted_mean: { weights },
  no_backtest_requested: {},
  too_short_for_backtest: {},
  too_few_windows: {},
  coverage_wrong: {
    points: count,
    intervals: z
      .array(
        z
          .object({ level: share, coverage: share })
          .meta({ id: 'SentenceCoverage', description: 'What an interval claims, and what it held.' }),
      )
      .meta({ description: 'The intervals whose coverage is wrong.' }),
    fault: z.enum(['too_narrow', 'too_wide', 'both']).meta({ description: 'What is wrong with them.' }),
  },
  base_path_only: {},
  equal_probabilities: {},
  no_validation: {
    is_reduced: z.boolean().optional().meta({
      description:
        'Whether training ran fewer steps than usual; false if the request had `steps` or `epochs`. Absent in cards that an older version stored.',
    }),
  },
  season_not_found: {
    family: z
      .enum(['seasonal', 'prices', 'short'])
      .meta({ description: 'The family that was trained instead.' }),
  },
  outside_bounds: {
    observed: count,
    below: count,
    above: count,
    not_whole: count,
    lower: z.number().nullable().meta({ description: 'The lower bound, if there is one.' }),
    upper: z.number().nullable().meta({ description: 'The upper bound, if there is one.' }),
  },
  figures_in_sample: {},
  too_few_symbols: {},
} satisfies Record<string, z.ZodRawShape>;

type Values = typeof valuesOfSentences;
export type CardSentenceCode = keyof Values;
/** Values of the sentence with a code. */
export type CardSentenceValues<Code extends CardSentenceCode> = z.infer<z.ZodObject<Values[Code]>>;
/** A sentence of a card: its code, and what it says in numbers and names. */
export type CardSentence = {
  [Code in CardSentenceCode]: { code: Code; values: CardSentenceValues<Code> };
}[CardSentenceCode];

const noValues = z
  .object({})
  .meta({ id: 'SentenceWithoutValues', description: 'The sentence has no values.' });

const sentences = Object.entries(valuesOfSentences).map(([code, values]) => {
  const id = `Sentence${code.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())}`;
  const valuesSchema =
    Object.keys(values).length === 0
      ? noValues
      : z
          .object(values)
          .meta({ id: `${id}Values`, description: 'What the sentence says, in numbers and names.' });
  return z
    .object({
      code: z.literal(code).meta({ description: 'Names the sentence; programs may depend on it.' }),
      values: valuesSchema,
    })
    .meta({ id, description: `The sentence \`${code}\` of a card.` });
});

const cardSentenceSchema = z
  .discriminatedUnion('code', sentences as unknown as [(typeof sentences)[number]])
  .meta({
    id: 'CardSentence',
    description: 'A sentence of a card in parts, for programs that say it in another language.',
  }) as unknown as z.ZodType<CardSentence>;

/** Parts of the texts of a card, for `modelCardSchema` and `symbolCardSchema`. */
export const cardPartsShape = {
  summary_parts: z.array(cardSentenceSchema).optional().meta({
    description: 'The sentences of `summary` in parts. Absent in cards that an older version stored.',
  }),
  note_parts: z.array(cardSentenceSchema).optional().meta({
    description: 'One for each of `notes`, in parts. Absent in cards that an older version stored.',
  }),
};
