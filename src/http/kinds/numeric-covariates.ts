import {
  applicableFeatures,
  type Covariates,
  columnsOfFeature,
  comparedNamesMax,
  type DatasetHeader,
  limits,
  nearest,
  type TimeFeature,
} from '../../contracts/schemas/index.ts';
import { type Fault, refuse } from '../../errors.ts';
import { pointer } from '../../validation/index.ts';

/** Known names that a fault lists. */
const knownNamesListed = 20;

/** The covariates of a model, checked against the columns and times of the dataset and the attributes of its series.
 *  @throws AppError covariate_unknown, request_invalid */
export function covariatesOf(
  { past, future, static: constant, time_features: features = [] }: Covariates = {
    past: [],
    future: [],
    static: [],
  },
  target: string,
  dataset: DatasetHeader,
  attributes: readonly string[],
): Covariates {
  const columns = [dataset.target, ...dataset.covariates].filter((name) => name !== target);
  const noColumns = { noun: 'column', none: 'no covariates: the dataset has no other column' };
  const noAttributes = { noun: 'static attribute', none: 'no static attributes: the series have none' };
  const faults: Fault[] = [];
  addUnknown('past', past, columns, noColumns, faults);
  addUnknown('future', future, columns, noColumns, faults);
  addUnknown('static', constant, attributes, noAttributes, faults);
  if (faults.length > 0) refuse('covariate_unknown', faults);
  const both = future.findIndex((name) => past.includes(name));
  if (both >= 0) {
    refuse('request_invalid', {
      path: `/covariates/future/${both}`,
      message: `\`${future[both]}\` is in \`past\` too`,
      accepted: 'each column in one list only: a model also reads the past values of `future` columns',
    });
  }
  requireFeatures(features, dataset, [...past, ...future, ...constant]);
  return {
    past: distinct(past),
    future: distinct(future),
    static: distinct(constant),
    time_features: distinct(features),
  };
}

/** Requires that the dataset has the time features, and that no other input has their name.
 *  @param named the other covariates of the model. @throws AppError request_invalid */
function requireFeatures(
  features: readonly TimeFeature[],
  dataset: DatasetHeader,
  named: readonly string[],
): void {
  if (features.length === 0) return;
  const applicable = applicableFeatures(dataset);
  for (const [i, feature] of features.entries()) {
    const path = `/covariates/time_features/${i}`;
    if (!applicable.includes(feature))
      refuse('request_invalid', {
        path,
        message: `\`${feature}\` does not apply to ${timesOf(dataset)}`,
        accepted: applicable.length === 0 ? 'no time features' : `some of ${applicable.join(', ')}`,
      });
    const same = [feature, ...columnsOfFeature(feature)].find((name) => named.includes(name));
    if (same !== undefined)
      refuse('request_invalid', {
        path,
        message: `\`${same}\` of the dataset is already a covariate of the model`,
        accepted: 'either the column of the dataset, or the time feature',
      });
  }
}

function timesOf({ time_kind, frequency }: DatasetHeader): string {
  if (time_kind === 'integer') return 'times that are integers';
  const { step, closed_weekdays: closed } = frequency;
  return `steps of ${step}${closed.length === 0 ? '' : ` with closed weekdays (${closed.join(', ')})`}`;
}

/** Adds the faults of unknown names, up to `faultsMax` in all. Series that were stored before there was a bound may
 *  have very many attributes: a fault lists a few of them, and names are compared with the first. */
function addUnknown(
  field: 'past' | 'future' | 'static',
  names: readonly string[],
  known: readonly string[],
  { noun, none }: { noun: string; none: string },
  faults: Fault[],
): void {
  const all = new Set(known);
  const compared = known.slice(0, comparedNamesMax);
  const accepted = known.length === 0 ? none : `some of ${listed(known)}`;
  for (const [i, name] of names.entries()) {
    if (faults.length >= limits.faultsMax) return;
    if (all.has(name)) continue;
    const near = nearest(name, compared);
    const suggestion = near === null ? '' : `; did you mean \`${near}\`?`;
    faults.push({
      path: pointer('body', ['covariates', field, i]),
      message: `there is no ${noun} \`${name}\` beside the target${suggestion}`,
      accepted,
    });
  }
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, knownNamesListed).join(', ');
  return names.length > knownNamesListed ? `${shown} and ${names.length - knownNamesListed} more` : shown;
}

function distinct<T extends string>(names: readonly T[]): T[] {
  return [...new Set(names)];
}
