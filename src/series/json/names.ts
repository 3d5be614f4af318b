/** Names of covariates in JSON: columns of a new dataset. */
import type { SeriesIn } from '../../contracts/schemas/index.ts';
import { limits, unnamedTarget } from '../../contracts/values/index.ts';
import { pointer } from '../../validation/index.ts';
import { Faults } from '../faults/index.ts';

const accepted = `names of 1 to ${limits.nameLengthMax} characters, other than \`${unnamedTarget}\``;

/** The covariates of all series. Each answer about the dataset lists their names.
 *  @throws AppError request_invalid for a name that is blank, too long or that of the target, and for too many names */
export function covariateNames(series: readonly SeriesIn[]): string[] {
  const faults = new Faults('request_invalid');
  const names = new Set<string>();
  series.forEach(({ covariates = {} }, i) => {
    for (const name of Object.keys(covariates)) {
      if (names.has(name)) continue;
      names.add(name);
      const message = faultOf(name);
      if (message !== null)
        faults.add(() => ({ path: pointer('body', ['series', i, 'covariates', name]), message, accepted }));
    }
  });
  faults.throwIfAny();
  if (names.size > limits.covariatesMax)
    faults.add({
      path: '/series',
      message: `the series have ${names.size} covariates`,
      accepted: `at most ${limits.covariatesMax}`,
    });
  faults.throwIfAny();
  return [...names];
}

function faultOf(name: string): string | null {
  if (name.trim() === '') return 'the name of a covariate is empty';
  if (name === unnamedTarget) return `a covariate has the name of the target, \`${unnamedTarget}\``;
  if (name.length > limits.nameLengthMax) return `the name of a covariate has ${name.length} characters`;
  return null;
}
