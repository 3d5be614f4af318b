import { describe, expect, test } from 'vitest';
import type { DatasetPreview } from '../../dashboard/src/api/index.ts';
import { baseline, baselinesOf, tailPointsOf } from '../../dashboard/src/pages/forecast/baseline.ts';
import { typescriptOf } from '../../dashboard/src/pages/forecast/commands.ts';
import { outcomeOf } from '../../dashboard/src/pages/forecast/outcome.ts';
import { partsAt } from '../../dashboard/src/pages/forecast/read-parts.ts';
import { tagsIn, tagsText } from '../../dashboard/src/pages/model/tags.ts';
import { embedText, modelText, scheduleText } from '../../dashboard/src/pages/settings/subjects.ts';
import { datasetNameOf, proposedName, targetNameOf } from '../../dashboard/src/pages/start/names.ts';
import { readPasted, startOf } from '../../dashboard/src/pages/start/pasted.ts';
import {
  ClosedDays,
  closedSpans,
  gapsOf,
  hasClosedSpans,
  weeklyDay,
} from '../../dashboard/src/parts/charts/calendar.ts';
import { clockOf, secondsOf } from '../../dashboard/src/parts/charts/clock.ts';
import { withAlternative } from '../../dashboard/src/parts/tables/alternatives.ts';
import { withChosen } from '../../dashboard/src/parts/tables/reading-options.ts';
import {
  earlyTime,
  indexUntil,
  observedOf,
  pointsUntil,
} from '../../dashboard/src/parts/tails/tail-search.ts';
import { csvFileOf, csvOf } from '../../dashboard/src/parts/text/csv.ts';
import { csvCell, listedNames, unmarkedText } from '../../src/contracts/values/index.ts';
import { OpenDays } from '../../src/series/calendar/closures.ts';

const day = (date: string) => Date.parse(date) / 86_400_000;

test('another mark or column joins those that were chosen before, and every other option replaces its value', () => {
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

test('a list of a reading has the value of a remedy that it does not offer', () => {
  const options = [
    { value: '', label: 'none' },
    { value: 'P1D', label: 'day' },
  ];
  for (const offered of ['', 'P1D']) expect(withChosen(options, offered)).toBe(options);
  expect(withChosen(options, 'PT1H')).toEqual([...options, { value: 'PT1H', label: 'PT1H' }]);
});

test('an embed is told by its name, its model and its token, and an alias is whole', () => {
  const id = 'mdl_019353f7c4a87d0c9d2b6a3f5e1c8b70';
  expect([modelText(id), modelText('sales-production')]).toEqual(['5e1c8b70', 'sales-production']);
  const embed = { name: 'README of the shop', model: 'sales-production', hint: 'gce_x7Qm' };
  expect(embedText(embed)).toBe('README of the shop · sales-production · gce_x7Qm');
  expect(embedText({ ...embed, name: null, model: id })).toBe('5e1c8b70 · gce_x7Qm');
  expect(scheduleText({ name: null, model_id: id }, 'Store a forecast')).toBe('Store a forecast · 5e1c8b70');
});

test('JSON keeps its own name, and other files have that of the file', () => {
  expect(proposedName('export', 'Sales of shop 3', true)).toBe('Sales of shop 3');
  expect(proposedName('export', 'dataset', true)).toBe('export');
  expect(proposedName('', 'dataset', true)).toBe('dataset');
  expect(proposedName('', '2024', false)).toBe('2024');
  expect(proposedName('Export', 'export', false)).toBe('Export');
});

test('the target of a wide table of one series has the name of its column', () => {
  const reading = { layout: 'wide', target: null } as DatasetPreview['reading'];
  const wide = { reading, target: 'value' };
  expect(targetNameOf({ ...wide, preview: [{ id: 'kWh' }] })).toBe('kWh');
  expect(targetNameOf({ ...wide, preview: [{ id: 'a' }, { id: 'b' }] })).toBe('value');
  expect(targetNameOf({ reading: null, target: 'y', preview: [{ id: 'series' }] })).toBe('y');
});

test('a list of chosen names has the names that the service reads', () => {
  for (const list of ['a,b', ' a , b ', '"a,b",c', '"say ""so""",c', ',a,,b,', '"",a']) {
    const { exclude } = withAlternative({ exclude: list }, { option: 'exclude', value: 'z' });
    expect(listedNames(exclude!)).toEqual([...listedNames(list), 'z']);
  }
});

test('the commands of a forecast have the name of any series', () => {
  for (const id of ['A', "it's", 'a"b', 'a\\b', 'two\nlines', '한 시']) {
    const call = { model: 'mdl_1', body: { series_ids: [id], horizon: 3 } };
    const code = typescriptOf(call, 'http://127.0.0.1');
    const [, given] = /client\.forecast\((.*)\);/.exec(code) ?? [];
    expect(new Function(`return [${given}]`)()).toEqual([call.model, call.body]);
  }
});

test('a forecast is compared with what happened over its own steps', () => {
  const times = ['2024-03-04', '2024-03-05', '2024-03-06', '2024-03-07'];
  const actual = { times, values: [10, null, 12, 13] };
  const interval = { lower: [9, 9, 9, 9], upper: [11, 11, 11, 13] };
  expect(outcomeOf({ times, values: [11, 11, 11, 11], interval }, actual)).toEqual({
    ...{ steps: 3, error: (1 + 1 + 2) / 3, inside: 2 },
  });
  // A model of two steps, and a season with a gap.
  const short = { times: times.slice(0, 2), values: [11, 11], interval: { lower: [9, 9], upper: [11, 11] } };
  expect(outcomeOf(short, actual)).toEqual({ steps: 1, error: 1, inside: 1 });
  expect(outcomeOf({ times, values: [11, 11, null, 16] }, actual)).toEqual({
    ...{ steps: 2, error: 2, inside: null },
  });
  expect(outcomeOf({ times: [], values: [] }, actual)).toEqual({ steps: 0, error: null, inside: null });
  // A model without the second day, which is closed there, and with a day that the fan does not have.
  const open = ['2024-03-04', '2024-03-06', '2024-03-07', '2024-03-08'];
  expect(outcomeOf({ times: open, values: [11, 11, 11, 11], interval }, actual)).toEqual({
    ...{ steps: 3, error: (1 + 1 + 2) / 3, inside: 1 },
  });
});

test('points are those of the column that is forecast, up to its last observed value', () => {
  const points = {
    times: [1, 2, 3, 4, 5],
    values: [1, null, 3, null, null],
    covariates: { load: [10, 20, null, 40, null], holiday: [0, 0, 0, 1, 0] },
  };
  const of = (column: string) => {
    const { times, values } = observedOf(points, column);
    return { times, values };
  };
  expect(of('sales')).toEqual({ times: [1, 2, 3], values: [1, null, 3] });
  expect(of('load')).toEqual({ times: [1, 2, 3, 4], values: [10, 20, null, 40] });
  expect(of('holiday')).toEqual({ times: [1, 2, 3, 4, 5], values: [0, 0, 0, 1, 0] });
  const nothing = { times: [1, 2], values: [null, null], covariates: {} };
  expect(observedOf(nothing, 'sales')).toEqual(nothing);
});

test('a time of the address is the last observation up to it, and none if all are later', () => {
  const times = ['2024-01-01', '2024-01-03'];
  const at = (time: string | null) => indexUntil({ times }, time);
  expect([at(null), at('2024-01-03'), at('2024-01-02'), at('2023-12-31')]).toEqual([1, 1, 0, -1]);
  expect(indexUntil({ times: [5, 6, 7] }, '6')).toBe(1);
});

test('a time before the observations that were read stays as the address has it', () => {
  const times = ['2024-01-01', '2024-01-03'];
  const early = (time: string | null) => earlyTime({ times }, time);
  expect([early(null), early('2024-01-01'), early('2023-12-31')]).toEqual([null, null, '2023-12-31']);
  expect(earlyTime({ times: [5, 6] }, '4')).toBe(4);
  expect(earlyTime({ times: [] }, '4')).toBe(null);
  const points = { times, values: [1, 2] };
  expect(partsAt(points, -1, 60)).toEqual({ history: { times: [], values: [] }, actual: points });
  expect(pointsUntil(points, '2024-01-02')).toEqual({ times: ['2024-01-01'], values: [1] });
  expect(pointsUntil(points, '2023-01-02').times).toEqual([]);
});

test('baselines begin after the last observed value, as forecasts of the service do', () => {
  const values = [1, 2, 3, 4, 5, null, null];
  expect(baseline('season', values, 3, 4)).toEqual([3, 4, 5, 3]);
  expect(baseline('last', values, 3, 2)).toEqual([5, 5]);
  expect(baseline('last', [null], 3, 2)).toEqual([null, null]);
});

test('the end of a series that is read has two seasons, and the last season is offered only if it was read', () => {
  expect(tailPointsOf(1)).toBe(1_000);
  expect(tailPointsOf(1_440)).toBe(5_760); // a day of minutes; a tail may have half of the wanted observations
  expect(tailPointsOf(10_080)).toBe(12_500);
  const values = Array.from({ length: 7 }, (_, i) => i);
  expect(baselinesOf(values, 7)).toEqual(['last', 'season']);
  expect(baselinesOf(values, 8)).toEqual(['last']);
  expect(baselinesOf([...values, null], 8)).toEqual(['last']);
  expect(baselinesOf(values, 1)).toEqual(['last']);
  expect(baselinesOf([null], 1)).toEqual([]);
});

test('tags in one line of text are the same tags again', () => {
  for (const tags of [
    ...[[], ['a'], ['a', 'b c'], ['region: north, south', 'nightly'], ['a,b', 'c"d', '"e"', ', ', '","']],
    ['size 5" wide', 'ends with "', '"starts', '""'],
  ])
    expect(tagsIn(tagsText(tags)), tagsText(tags)).toEqual(tags);
  expect(tagsText(['region: north, south', 'nightly'])).toBe('"region: north, south", nightly');
  expect(tagsIn(' a,, b c ,"x, y" ,d"e,')).toEqual(['a', 'b c', 'x, y', 'd"e']);
  expect(tagsIn('"open, b')).toEqual(['"open', 'b']);
});

test.each([
  ['shop.csv', 'shop'],
  ['shop.2024.csv.gz', 'shop.2024'],
  ['.csv', ''],
  [' .csv', ''],
  [`${'x'.repeat(210)}.csv`, 'x'.repeat(200)],
  [`${'x'.repeat(199)}😀.csv`, 'x'.repeat(199)],
  [`${'x'.repeat(198)}😀.csv`, `${'x'.repeat(198)}😀`],
  [`${'x'.repeat(199)} y.csv`, 'x'.repeat(199)],
])('the file %s proposes the name %s', (file, name) => {
  expect(datasetNameOf(file)).toBe(name);
});

describe('pasted text', () => {
  test.each([
    ['2024-01-01', 'PT1H', '2024-01-01T00:00'],
    ['2024-01-01 05:00', 'PT1H', '2024-01-01 05:00'],
    ['2024-01-01T05:00', 'PT1H', '2024-01-01T05:00'],
    ['2024-01-01', 'P1D', '2024-01-01'],
  ])('a first time %s with steps of %s is %s', (given, step, start) => {
    expect(startOf(given, step)).toBe(start);
  });

  test.each([
    ['', { kind: 'empty' }],
    ['7', { kind: 'empty' }],
    ['1,2,3', { kind: 'numbers', values: [1, 2, 3] }],
    ['12, 15, 14', { kind: 'numbers', values: [12, 15, 14] }],
    ['1.5\n2.5\nNA\n-3e2', { kind: 'numbers', values: [1.5, 2.5, null, -300] }],
    ['120\n135\n\n150\n', { kind: 'numbers', values: [120, 135, null, 150] }],
    ['\n1\n\n2\n\n3\n\n', { kind: 'numbers', values: [1, 2, 3] }],
    ['1\t\t3', { kind: 'numbers', values: [1, null, 3] }],
    ['12;;14', { kind: 'numbers', values: [12, null, 14] }],
    ['12, , 14', { kind: 'numbers', values: [12, null, 14] }],
    ['1 2 3\n4 5 6', { kind: 'numbers', values: [1, 2, 3, 4, 5, 6] }],
    ['12, 15\n14, 16', { kind: 'numbers', values: [12, 15, 14, 16] }],
    ['1\t2\n3\t4', { kind: 'columns', count: 2 }],
    ['1;2;3\n3;4;5', { kind: 'columns', count: 3 }],
    ['2019\t120\n2020\t135', { kind: 'rows', table: 'time\tvalue\n2019\t120\n2020\t135' }],
    ['2019,120\n2020,135', { kind: 'rows', table: 'time,value\n2019,120\n2020,135' }],
    ['2024-01-31,12.5\n2024-02-29,', { kind: 'rows', table: 'time,value\n2024-01-31,12.5\n2024-02-29,' }],
    ['31.01.2024;1,5\n29.02.2024;2', { kind: 'rows', table: 'time;value\n31.01.2024;1,5\n29.02.2024;2' }],
    ['Q1 2024 10\nQ2 2024 11', { kind: 'rows', table: 'time\tvalue\nQ1 2024\t10\nQ2 2024\t11' }],
    [
      '2024-01-01 12,5\n2024-01-02 13,5',
      { kind: 'rows', table: 'time\tvalue\n2024-01-01\t12,5\n2024-01-02\t13,5' },
    ],
    [
      '2024-01-01 00,5\n2024-01-01 01,6',
      { kind: 'rows', table: 'time,value\n2024-01-01 00,5\n2024-01-01 01,6' },
    ],
    ['Jan 5, 2024\nJan 6, 2024', { kind: 'table' }],
    ['Dec 31, 2023\nJan 1, 2024', { kind: 'table' }],
    [
      '2024-01-01,1999\n2024-01-02,2000',
      { kind: 'rows', table: 'time,value\n2024-01-01,1999\n2024-01-02,2000' },
    ],
    ['1\nN/A\n#N/A\nn/a\n2', { kind: 'numbers', values: [1, null, null, null, 2] }],
    ['1.234,50\n1.300,00\n12,5', { kind: 'numbers', values: [1234.5, 1300, 12.5] }],
    ['$1,234\n-$5\n$1,300.5', { kind: 'numbers', values: [1234, -5, 1300.5] }],
    ['$1,200\n$900', { kind: 'numbers', values: [1200, 900] }],
    ['1.200 €\n1.300 €', { kind: 'unclear_mark', text: '1.200€' }],
    ['1,799 €\n2 €', { kind: 'unclear_mark', text: '1,799€' }],
    ['1.200 €\n99,90 €', { kind: 'numbers', values: [1200, 99.9] }],
    ['1.200 €\n1.200.000 €', { kind: 'numbers', values: [1200, 1_200_000] }],
    ['$1.299\n$1.35', { kind: 'numbers', values: [1.299, 1.35] }],
    ['12,500 %\n3 %', { kind: 'unclear_mark', text: '12,500%' }],
    ['12,500 %\n2,5 %', { kind: 'numbers', values: [12.5, 2.5] }],
    ['4.125 %\n4.250 %', { kind: 'numbers', values: [4.125, 4.25] }],
    ['10%\n12 %\n−5', { kind: 'numbers', values: [10, 12, -5] }],
    ['1\u00A0234\n1\u00A0300', { kind: 'numbers', values: [1234, 1300] }],
    ['Sales\n120\n135', { kind: 'not_number', text: 'Sales' }],
    ['to be\nor not', { kind: 'table' }],
    ['1;2;3', { kind: 'numbers', values: [1, 2, 3] }],
    ['1,5 2,5', { kind: 'unclear', text: '1,5' }],
    ['date,y\n2024-01-01,5', { kind: 'table' }],
    ['12 15 1e999 18', { kind: 'too_large', text: '1e999' }],
    ['12,-1e999,NA', { kind: 'too_large', text: '-1e999' }],
    ['1e308 1e-999', { kind: 'numbers', values: [1e308, 0] }],
  ])('%j', (text, read) => {
    expect(readPasted(text)).toEqual(read);
  });
});

test('files of a page mark the formulas that files of the API mark', () => {
  const formulas = ['=1+1', ' =1+1', '＝1+1', "'=1", '\t=1', '\ra', '@a', '-a', '－1', '+a,"b"', '-0x10'];
  const others = [
    'shop',
    "it's",
    "'quoted'",
    '-5',
    ' +1.5e3 ',
    'a=1',
    'a;b=1',
    'a;-5;+1',
    '2024-01-01',
    'a\nb',
    '',
  ];
  const behind = ['a;=1+1', 'a\t@x', 'a; -b', 'a;"=1', "a;'=1", 'a\n=1', ';;+a', 'a;-5;=b', '=a;=b'];
  for (const text of [...formulas, ...others, ...behind])
    expect(csvOf([[text]])).toBe(`${csvCell(text, 'mark')}\n`);
  for (const text of [...formulas, ...others, ...behind]) {
    const quoted = /^"(.*)"$/s.exec(csvCell(text, 'mark'));
    expect(unmarkedText(quoted?.[1].replaceAll('""', '"') ?? csvCell(text, 'mark'))).toBe(text);
  }
  for (const text of formulas) expect(csvOf([[text]])).toMatch(/^"?'/);
  for (const text of behind) expect(csvOf([[text]])).toMatch(/[;\t\n]["\s]*'+[=+@-]/);
  expect(csvOf([['time', 'value'], [-5]])).toBe('time,value\n-5,\n');
});

test('a file with letters beyond ASCII has a byte order mark, for Excel', async () => {
  const bytes = async (rows: unknown[][]) => Buffer.from(await csvFileOf(rows).arrayBuffer()).toString();
  expect(
    await bytes([
      ['시각', 'value'],
      ['2024-01-01', 5],
    ]),
  ).toBe('\uFEFF시각,value\n2024-01-01,5\n');
  expect(await bytes([['time'], [1.5]])).toBe('time\n1.5\n');
});

describe('the calendar of a chart', () => {
  const frequency = {
    kind: 'calendar' as const,
    step: 'P1D',
    season_lengths: [5],
    closed_weekdays: [6, 7],
    closures: [
      { rule: 'easter' as const, offset_days: -2 },
      { rule: 'month_day' as const, month: 7, day: 4, shift: 'nearest_weekday' as const },
      { rule: 'nth_weekday' as const, month: 11, weekday: 4, nth: 4 },
    ],
    open_times: null,
  };
  const closed = new ClosedDays(frequency);

  test.each([
    ['2024-03-29', true, 'Good Friday'],
    ['2021-07-05', true, 'the Monday after a Sunday'],
    ['2020-07-03', true, 'the Friday before a Saturday'],
    ['2023-11-23', true, 'the fourth Thursday'],
    ['2024-06-15', true, 'a Saturday'],
    ['2024-06-14', false, 'a working day'],
  ])('%s: closed %s, %s', (date, isClosed) => {
    expect(closed.has(day(date))).toBe(isClosed);
  });

  test('steps of weeks have a day, and no closed days between them', () => {
    const weekly = { ...frequency, step: 'P1W', closed_weekdays: [2, 3, 4, 5, 6, 7], closures: [] };
    expect(weeklyDay(weekly)).toBe(1);
    expect(weeklyDay({ ...weekly, step: 'P2W', closed_weekdays: [1, 2, 3, 4, 5, 6] })).toBe(7);
    expect(weeklyDay({ ...weekly, step: 'P1D' })).toBeNull();
    expect(weeklyDay(frequency)).toBeNull();
    expect(hasClosedSpans(weekly, new ClosedDays(weekly))).toBe(false);
    expect(hasClosedSpans(frequency, closed)).toBe(true);
  });

  const shifts = ['none', 'after_weekend_only', 'nearest_weekday', 'next_weekday'] as const;
  const monthDays = ['2-29', '1-1', '12-31', '4-30'].map((text) => {
    const [month, day] = text.split('-').map(Number);
    return { month, day };
  });
  test.each([
    ...shifts.flatMap((shift) =>
      monthDays.map((date) => ({ rule: 'month_day' as const, ...date, shift, since_year: null })),
    ),
    ...[1, 5, -1].map((nth) => ({
      rule: 'nth_weekday' as const,
      month: 5,
      weekday: 1,
      nth,
      since_year: 2022,
    })),
    { rule: 'easter' as const, offset_days: 39 },
  ])('closes the days that the service closes: %j', (rule) => {
    const rules = { ...frequency, closures: [rule], closed_days: ['2023-08-15'] };
    for (const closed_weekdays of [[], [6, 7], [5]]) {
      const [page, service] = [
        new ClosedDays({ ...rules, closed_weekdays }),
        new OpenDays({ ...rules, closed_weekdays }),
      ];
      const days = Array.from(
        { length: day('2030-01-01') - day('2019-01-01') },
        (_, i) => day('2019-01-01') + i,
      );
      expect(days.filter((one) => page.has(one))).toEqual(days.filter((one) => !service.isOpen(one)));
    }
  });

  test('gaps are open days that are missing, not closed ones', () => {
    const times = ['2024-03-27', '2024-03-28', '2024-04-01', '2024-04-03', '2024-04-04'].map(
      (date) => day(date) * 86_400,
    );
    expect(gapsOf(times, frequency, closed)).toEqual([
      [day('2024-04-01') * 86_400, day('2024-04-03') * 86_400],
    ]);
    const monthly = { ...frequency, step: 'P1M', closed_weekdays: [], closures: [] };
    const months = ['2024-01-31', '2024-02-29', '2024-03-31', '2024-06-30'].map((date) => day(date) * 86_400);
    expect(gapsOf(months, monthly, new ClosedDays(monthly))).toHaveLength(1);
    const steps = { ...monthly, kind: 'index' as const, step: '1' };
    expect(gapsOf([0, 1, 2, 5], steps, new ClosedDays(steps))).toEqual([[2, 5]]);
    const hours = { ...monthly, kind: 'fixed' as const, step: 'PT1H' };
    expect(gapsOf([0, 3_600, 10_800], hours, new ClosedDays(hours))).toEqual([[3_600, 10_800]]);
  });

  test('a closed day after the longer day of a clock change is no gap', () => {
    const days = { ...frequency, closed_weekdays: [1], closures: [] };
    const times = ['2024-10-27T00:00:00+02:00', '2024-10-29T00:00:00+01:00'];
    expect(gapsOf(times.map(secondsOf), days, new ClosedDays(days), clockOf(times))).toEqual([]);
  });

  describe('gaps of hours', () => {
    const hours = { ...frequency, kind: 'fixed' as const, step: 'PT1H', closures: [] };
    const session = Array.from({ length: 8 }, (_, i) => `${String(9 + i).padStart(2, '0')}:00:00`);
    const around = { ...hours, open_times: null };
    const trading = { ...hours, open_times: session };
    const broken = { ...hours, open_times: ['09:00:00', '10:00:00', '15:00:00'] };
    // The third of June 2024 was a Monday.
    test.each([
      ['a session that breaks off', trading, ['03T09', '03T10', '04T16'], 1],
      ['a session that begins late', trading, ['03T16', '04T10', '04T11'], 1],
      ['the night', trading, ['03T15', '03T16', '04T09'], 0],
      ['a weekend', trading, ['07T15', '07T16', '10T09'], 0],
      ['a pause of every day', broken, ['03T09', '03T10', '03T15', '04T09'], 0],
      ['an open day', trading, ['03T16', '05T09'], 1],
      ['a Friday that breaks off', around, ['07T09', '07T10', '10T00'], 1],
      ['a Monday that begins late', around, ['07T22', '07T23', '10T02'], 1],
      ['a weekend of a market around the clock', around, ['07T22', '07T23', '10T00'], 0],
      ['an hour', around, ['03T22', '03T23', '04T01'], 1],
      ['an hour of a weekend', { ...around, closed_weekdays: [6] }, ['08T00', '08T02'], 0],
    ])('%s', (_name, frequency, times, count) => {
      for (const zone of ['Z', '-08:00', '+05:30']) {
        const shown = times.map((time) => `2024-06-${time}:00:00${zone}`);
        const found = gapsOf(shown.map(secondsOf), frequency, new ClosedDays(frequency), clockOf(shown));
        expect(found).toHaveLength(count);
      }
    });
  });

  test.each(['Z', '-08:00', '+05:30', '+09:00', '+13:00'])('days are those of the zone %s', (zone) => {
    const week = { ...frequency, closures: [], step: 'P1D' };
    const closed = new ClosedDays(week);
    const times = ['13', '14', '17', '18', '20'].map((date) => `2024-06-${date}T00:00:00${zone}`);
    const clock = clockOf(times);
    const at = (date: string) => secondsOf(`2024-06-${date}:00:00${zone}`);
    expect(gapsOf(times.map(secondsOf), week, closed, clock)).toEqual([[at('18T00'), at('20T00')]]);
    // Saturday and Sunday lie around the places of their points; with steps of hours from start to end.
    const spans = (step: string) => closedSpans([at('13T00'), at('20T00')], { step }, closed, clock);
    expect(spans('P1D')).toEqual([
      [at('14T12'), at('15T12')],
      [at('15T12'), at('16T12')],
    ]);
    expect(spans('PT1H')).toEqual([
      [at('15T00'), at('16T00')],
      [at('16T00'), at('17T00')],
    ]);
  });
});

test('a fan has the observations that it was made with before it, and later ones beside it', () => {
  const times = [1, 2, 3, 4, 5, 6];
  const points = { times, values: times.map((time) => 10 * time) };
  expect(partsAt(points, 3, 4)).toEqual({
    history: { times: [2, 3, 4], values: [20, 30, 40] },
    actual: { times: [5, 6], values: [50, 60] },
  });
  expect(partsAt(points, 5, 100)).toEqual({ history: points, actual: { times: [], values: [] } });
});
