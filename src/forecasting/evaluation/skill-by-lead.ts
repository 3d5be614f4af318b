/** Skill on the first steps of the horizon, and what counts as skill. */
import type { LeadSkill } from '../../contracts/schemas/index.ts';
import type { TestedSkill } from '../../training/index.ts';
import type { NaiveBaseline } from './baselines.ts';

/** Shares of the horizon whose steps are tested together, from the first step on. An autoregression has most of its
 *  skill on the first steps, and a season on all. */
const leadShares = [1 / 4, 1 / 2, 1];
/** Probability of a wrong claim where the loss is no lower, over all leads. */
const level = 0.05;
/** Probability of a wrong claim where the loss is lower, but by the fan alone. Whoever has a better median has to pass
 *  two tests, which are both of the same targets: at 5 % each, real skill would fail too often.
 *  docs/research/methods.md has the trials. */
const medianLevel = 0.15;
/** Smaller gains are of no use, even where they are no chance. */
const gainMin = 0.01;

/** Numbers of first steps that are tested, ascending; the last is the horizon. */
export function leadsOf(horizon: number): number[] {
  return [...new Set(leadShares.map((share) => Math.ceil(share * horizon)))];
}

/** Tests whether the model has skill on the first steps. Two corrections bound the probability of any wrong
 *  claim about the loss by 5 %:
 *  - For one lead the hypothesis is "some naive forecast is as good". Each of them has to be rejected, so its p-value
 *    is the largest of theirs.
 *  - The leads are corrected by a step-up of their p-values: the largest is compared with 5 %, the second largest with
 *    half of it, the third with a third. A claim for one lead holds for all leads with a smaller p-value.
 *  - Where medians are judged, the median has to be better as well, at 15 %. Otherwise a fan that follows calm and
 *    storm, as any forecast of returns can, would be taken for knowledge of where values go. Medians that are equal are
 *    not judged: most values of intermittent demand are 0.
 *  @param skillOf skill over a naive baseline on the first steps; null if there are too few windows
 *  @param medianSkillOf the same for the median alone; null if the medians are equal, or are not judged
 *  @returns the leads with enough windows, ascending
 *  Source: Berger (1982), the intersection–union test; Hochberg (1988), and Sarkar (1998) for nested sums, whose
 *  statistics depend on each other positively. */
export function skillByLead(
  leads: readonly number[],
  naives: readonly NaiveBaseline[],
  skillOf: (baseline: NaiveBaseline, lead: number) => TestedSkill | null,
  medianSkillOf: (baseline: NaiveBaseline, lead: number) => TestedSkill | null,
): LeadSkill[] {
  const tested = leads.flatMap((steps, lead) => {
    const all = naives.map((baseline) => ({ baseline, tested: skillOf(baseline, lead) }));
    const complete = all.flatMap(({ baseline, tested }) =>
      tested === null ? [] : [{ baseline, ...tested }],
    );
    if (complete.length === 0 || complete.length < naives.length) return [];
    const hardest = complete.reduce((a, b) => (b.value < a.value ? b : a));
    const pValue = Math.max(...complete.map((one) => one.pValue));
    // The second test is only made where it can change the answer.
    const ofMedian =
      pValue > level ? [] : naives.map((baseline) => medianSkillOf(baseline, lead)?.pValue ?? 0);
    return [{ steps, hardest, pValue: Math.max(pValue, ...ofMedian.map((p) => (p * level) / medianLevel)) }];
  });
  const bound = largestRejected(tested.map(({ pValue }) => pValue));
  return tested.map(({ steps, hardest: { baseline, value, lower, upper }, pValue }) => ({
    steps,
    baseline,
    skill: value,
    lower,
    upper,
    has_skill: value >= gainMin && pValue <= bound,
  }));
}

/** The largest p-value that a step-up rejects; -1 if it rejects none. */
function largestRejected(pValues: readonly number[]): number {
  const descending = [...pValues].sort((a, b) => b - a);
  return descending.find((p, i) => p <= level / (i + 1)) ?? -1;
}
