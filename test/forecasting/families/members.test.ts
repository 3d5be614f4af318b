import { expect, test } from 'vitest';
import { modelSpecSchema } from '../../../src/contracts/schemas/models/model.ts';
import { limits } from '../../../src/contracts/values/limits.ts';
import { memberSpecs } from '../../../src/forecasting/families/members.ts';
import { resolveSpec } from '../../../src/forecasting/families/spec.ts';
import { historiesOf } from '../../../src/forecasting/history/target.ts';
import { header, seasonalSeries, seriesOf, specOf } from '../support.ts';

function membersOf(context_length: number | null, settings = {}) {
  const requested = specOf({ context_length, members: 5, season_length: 24, ...settings });
  const histories = historiesOf([seriesOf(seasonalSeries(9_000, 24, 2))], requested, header);
  return memberSpecs(resolveSpec(requested, histories, header).spec);
}

test('members read contexts of several lengths, whole seasons in the seasonal family', () => {
  const seasonal = membersOf(240, { family: 'seasonal' }).map((member) => member.context_length);
  expect(seasonal).toEqual([240, 360, 240, 120, 240]);
  const short = membersOf(24, { family: 'short' }).map((member) => member.context_length);
  expect(short).toEqual([24, 36, 16, 24, 36]);
});

test.each([
  ['seasonal', 24],
  ['seasonal', 1_440],
  ['seasonal', 3_600],
  ['short', 24],
] as const)(
  '%s, season of %i: members of the longest and the shortest context are within the bounds, as a model that is imported has to be',
  (family, season_length) => {
    for (const context of [limits.contextLengthMax, limits.contextLengthMin])
      for (const member of membersOf(context, { family, season_length }))
        expect(() => modelSpecSchema.parse(member)).not.toThrow();
  },
);
