import { expect, test } from 'vitest';
import { comparedNamesMax, type DatasetHeader, limits } from '../../../src/contracts/schemas/index.ts';
import { AppError, type Fault } from '../../../src/errors.ts';
import { covariatesOf } from '../../../src/http/kinds/numeric-covariates.ts';

const header = { target: 'value', covariates: ['promotion'] } as unknown as DatasetHeader;

function faultsOf(names: { future?: string[]; static?: string[] }, attributes: string[]): Fault[] {
  try {
    covariatesOf(
      { past: [], future: [], static: [], time_features: [], ...names },
      'value',
      header,
      attributes,
    );
  } catch (error) {
    if (error instanceof AppError) return error.details.faults ?? [];
    throw error;
  }
  return [];
}

test('unknown attributes of a dataset with very many are refused with few of them', () => {
  const attributes = Array.from({ length: 64_000 }, (_, i) => `attribute ${i} ${'x'.repeat(40)}`);
  attributes[comparedNamesMax - 1] = 'region';
  attributes[comparedNamesMax] = 'weather';
  const long = Array.from({ length: 62 }, (_, i) => `unknown ${i} ${'q'.repeat(170)}`);
  const faults = faultsOf({ future: ['promotoin'], static: ['regoin', 'waether', ...long] }, attributes);
  expect(faults).toHaveLength(limits.faultsMax);
  expect(JSON.stringify(faults).length).toBeLessThan(100_000);
  expect(faults.slice(0, 3)).toEqual([
    {
      path: '/covariates/future/0',
      message: 'there is no column `promotoin` beside the target; did you mean `promotion`?',
      accepted: 'some of promotion',
    },
    {
      path: '/covariates/static/0',
      message: 'there is no static attribute `regoin` beside the target; did you mean `region`?',
      accepted: `some of ${attributes.slice(0, 20).join(', ')} and 63980 more`,
    },
    {
      path: '/covariates/static/1',
      message: 'there is no static attribute `waether` beside the target',
      accepted: faults[1].accepted,
    },
  ]);
  expect(faultsOf({ static: ['region', 'weather'] }, attributes)).toEqual([]);
});

test('a dataset with few attributes is named with all of them', () => {
  const attributes = Array.from({ length: 20 }, (_, i) => `a${i}`);
  const [{ accepted }] = faultsOf({ static: ['other'] }, attributes);
  expect(accepted).toBe(`some of ${attributes.join(', ')}`);
});
