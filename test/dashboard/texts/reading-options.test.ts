import { expect, test } from 'vitest';
import { withAlternative } from '../../../dashboard/src/parts/tables/alternatives.ts';
import { withChosen } from '../../../dashboard/src/parts/tables/reading-options.ts';
import { listedNames } from '../../../src/contracts/values/index.ts';

test('a suggested mark or column is added to the list that was chosen before, and any other suggested value replaces the chosen one', () => {
  const chosen = (options: Record<string, string>, option: string, value: string) =>
    withAlternative(options, { option, value });
  expect(chosen({ missing: 'closed' }, 'missing', 'holiday')).toEqual({ missing: 'closed,holiday' });
  // The service lists the marks of a call again.
  expect(chosen({ missing: 'closed,-999' }, 'missing', 'closed,-999,-1')).toEqual({
    missing: 'closed,-999,-1',
  });
  expect(chosen({ exclude: '"a,b"' }, 'exclude', 'Unit price')).toEqual({ exclude: '"a,b",Unit price' });
  expect(chosen({ exclude: 'x' }, 'exclude', '"a,b"')).toEqual({ exclude: 'x,"a,b"' });
  expect(chosen({ target: 'x', decimal: ',' }, 'target', 'y')).toEqual({ target: 'y', decimal: ',' });
});

test('a list to which a name is added has the names that the service reads in it, also in quotes', () => {
  for (const list of ['a,b', ' a , b ', '"a,b",c', '"say ""so""",c', ',a,,b,', '"",a']) {
    const { exclude } = withAlternative({ exclude: list }, { option: 'exclude', value: 'z' });
    expect(listedNames(exclude!)).toEqual([...listedNames(list), 'z']);
  }
});

test('a select shows a value suggested by a remedy even if it is not among its options', () => {
  const options = [
    { value: '', label: 'none' },
    { value: 'P1D', label: 'day' },
  ];
  for (const offered of ['', 'P1D']) expect(withChosen(options, offered)).toBe(options);
  expect(withChosen(options, 'PT1H')).toEqual([...options, { value: 'PT1H', label: 'PT1H' }]);
});
