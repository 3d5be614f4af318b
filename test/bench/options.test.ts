import { expect, test } from 'vitest';
import { matching, oneOf, someOf } from '../../bench/named-options.ts';
import { readOptions, trainingOf } from '../../bench/pretraining/options.ts';

test('options of benches take known names and refuse others, with the names that are accepted', () => {
  expect(oneOf('--size', 'small', ['small', 'large'])).toBe('small');
  expect(() => oneOf('--size', 'huge', ['small', 'large'])).toThrow('--size huge: accepted are small, large');
  expect(someOf('--only', undefined, ['a', 'b'])).toBeUndefined();
  expect(someOf('--only', 'b, a', ['a', 'b'])).toEqual(['b', 'a']);
  expect(() => someOf('--only', 'a,c', ['a', 'b'])).toThrow('--only c: accepted are a, b');
  const kinds = [{ name: 'normal noise' }, { name: 'heavy noise' }, { name: 'season' }];
  expect(matching('--kinds', undefined, kinds)).toEqual(kinds);
  expect(matching('--kinds', 'noise', kinds)).toEqual(kinds.slice(0, 2));
  expect(() => matching('--kinds', 'noise,trend', kinds)).toThrow('--kinds trend: no name of normal noise');
});

test('a pre-training refuses what would train another network than the one that is asked for', () => {
  const refused: Record<string, string[]> = {
    '--without bakn: accepted are bank, encoder, backtests': ['--without', 'bank,bakn'],
    '--without-family cuonts: accepted are growth, ': ['--without-family', 'cuonts'],
    '--size huge: accepted are small, large': ['--size', 'huge'],
    '--cell gur: accepted are ': ['--cell', 'gur'],
    '--minutes soon': ['--minutes', 'soon'],
    '--seed one': ['--seed', 'one'],
    '--season 0': ['--season', '0'],
    '--threads 0': ['--threads', '0'],
    '--checkpoint-seconds often': ['--checkpoint-seconds', 'often'],
  };
  for (const [message, args] of Object.entries(refused)) expect(() => readOptions(args)).toThrow(message);
  expect(readOptions(['--without', 'bank', '--without-family', 'counts,prices'])).toMatchObject({
    ablation: ['bank'],
    blockOptions: { seed: 1, without: ['counts', 'prices'] },
    shape: { cell: 'gru', hidden: 64 },
  });
});

test('a pre-training continues only with the settings and the kernel that its checkpoint is of', () => {
  const of = (args: string[], kernel = 'native-avx2') => trainingOf(readOptions(args), kernel);
  expect(of(['--threads', '2', '--out', 'elsewhere'])).toBe(of([]));
  const others = [
    ['--seed', '2'],
    ['--without', 'bank'],
    ['--without-family', 'counts'],
    ['--cell', 'lstm'],
  ];
  const texts = [of([]), of([], 'native-avx512'), ...others.map((args) => of(args))];
  expect(new Set(texts).size).toBe(texts.length);
});
