import { afterEach, expect, test, vi } from 'vitest';
import { sampleRowsMax } from '../../src/series/table/column-roles.ts';
import { columnsBeyond } from '../../src/series/table/id-columns.ts';
import { distinctCount, repeatsOf } from '../../src/series/times/repeats.ts';
import { readCsv, refusal, timesOf, warningCodes } from './reading.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Lowers the limit of V8 for the members of a Map or a Set, which is 2^24. */
function limitMembers(most: number): void {
  const [set, add] = [Map.prototype.set, Set.prototype.add];
  vi.spyOn(Map.prototype, 'set').mockImplementation(function (this: Map<unknown, unknown>, key, value) {
    if (this.size >= most && !this.has(key)) throw new RangeError('Map maximum size exceeded');
    return set.call(this, key, value);
  });
  vi.spyOn(Set.prototype, 'add').mockImplementation(function (this: Set<unknown>, value) {
    if (this.size >= most && !this.has(value)) throw new RangeError('Set maximum size exceeded');
    return add.call(this, value);
  });
}

test('repeats are found in the order of the rows, with the first row of their time', () => {
  const times = Float64Array.of(3, 1, 2, 1, 3, 1);
  expect([...repeatsOf(times)]).toEqual([
    { row: 3, firstRow: 1 },
    { row: 4, firstRow: 0 },
    { row: 5, firstRow: 1 },
  ]);
  expect(distinctCount(times)).toBe(3);
  expect([...repeatsOf(Float64Array.of(2, 1))]).toEqual([]);
  expect(distinctCount(new Float64Array())).toBe(0);
});

test('there may be more different times than a Map has members', () => {
  const times = Float64Array.from({ length: 200 }, (_, i) => (i * 7) % 199);
  limitMembers(50);
  const repeats = [...repeatsOf(times)];
  const count = distinctCount(times);
  vi.restoreAllMocks();
  expect(repeats).toEqual([{ row: 199, firstRow: 0 }]);
  expect(count).toBe(199);
});

const dayAt = (from: string, days: number) =>
  new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);

test('another column of times is proposed where the times of the chosen one repeat', async () => {
  const rows = Array.from(
    { length: 30 },
    (_, i) => `${dayAt('2024-01-03', i - (i % 3))},${dayAt('2024-01-01', i)},${(i * 7) % 5}\n`,
  );
  const orders = `ship_date,order_date,qty\n${rows.join('')}`;
  const [fault] = (await refusal(() => readCsv(orders))).errors!;
  expect(fault.accepted).toMatch(/^time_column=order_date/);
  expect(fault.alternatives![0]).toEqual({ option: 'time_column', value: 'order_date' });
  expect(timesOf(await readCsv(orders, { time_column: 'order_date' }))[0]).toBe('2024-01-01');

  const hour = (at: number) => new Date(at * 3_600_000).toISOString().slice(0, 16);
  const first = Date.parse('2024-10-26T00:00Z') / 3_600_000;
  const hours = Array.from({ length: 72 }, (_, i) => {
    const utc = first + i;
    return `${hour(utc + (i < 25 ? 2 : 1))},${hour(utc)},${i}.5\n`;
  });
  const [clocks] = (await refusal(() => readCsv(`Local time,UTC time,kWh\n${hours.join('')}`))).errors!;
  expect(clocks.accepted).toMatch(/^time_column=UTC time; time_zone/);
});

test('a column that tells the series apart goes before other times that are scanned later', async () => {
  const faultOf = async (time: string, row: (i: number) => string = (i) => 'abc'[i % 3]) => {
    const rows = Array.from(
      { length: 30 },
      (_, i) => `${dayAt('2024-01-01', i - (i % 3))},${row(i)},${dayAt('2024-02-01', 2 * i)},${i}.5\n`,
    );
    return (await refusal(() => readCsv(`${time},team,scanned,y\n${rows.join('')}`))).errors![0];
  };
  const team = { option: 'id_column', value: 'team' };
  const scanned = { option: 'time_column', value: 'scanned' };
  expect((await faultOf('date')).alternatives).toEqual([team]);
  const open = await faultOf('ship_date');
  expect(open.alternatives).toEqual([team, scanned]);
  expect(open.message).toContain('told apart by "team". Or the times of "scanned"');
  const alone = await faultOf('date', () => 'a');
  expect(alone.alternatives).toEqual([scanned]);
  expect(alone.accepted).toMatch(/^time_column=scanned; or one row for each time/);
});

test('events of one time are aggregated if the caller says how, and told; those of named series are refused', async () => {
  const orders = (header: string, row: (i: number) => string) =>
    `created_at,amount${header}\n${Array.from({ length: 48 }, (_, i) => `2024-01-${10 + (i >> 2)}T09:0${i === 1 ? 0 : i & 3}:00,${i}.5${row(i)}\n`).join('')}`;
  const sums = { resample: 'P1D', aggregate: 'sum' };
  const alone = orders('', () => '');
  const { series, warnings } = await readCsv(alone, sums);
  expect([...series[0].values.subarray(0, 2)]).toEqual([0.5 + 1.5 + 2.5 + 3.5, 4.5 + 5.5 + 6.5 + 7.5]);
  const told = warnings.filter(({ code }) => code === 'values_suspected').map(({ message }) => message);
  expect(told).toEqual([expect.stringContaining('1 row has the time of an earlier row')]);
  expect(told[0]).toContain('2024-01-10T09:00:00');
  for (const options of [{}, { resample: 'P1D' }])
    expect((await refusal(() => readCsv(alone, options))).code).toBe('time_duplicate');

  for (const [name, cell] of [
    ['pieces', (i: number) => 1 + (i % 3)],
    ['status', (i: number) => ['new', 'paid', 'sent'][i % 3]],
  ] as const) {
    const body = orders(`,${name}`, (i) => `,${cell(i)}`);
    const beside = await readCsv(body, { ...sums, target: 'amount' });
    expect([beside.series.length, beside.series[0].values[0]]).toEqual([1, 8]);
  }
  const lanes = `day,amount,lane\n${Array.from({ length: 48 }, (_, i) => `${dayAt('2024-01-01', i >> 2)},${i}.5,${1 + (i & 3)}\n`).join('')}`;
  const [apart] = (await refusal(() => readCsv(lanes, { ...sums, target: 'amount' }))).errors!;
  expect(apart.alternatives).toContainEqual({ option: 'id_column', value: 'lane' });
});

test('columns that name series are found among many, and those that are not compared are named', async () => {
  const goods = 'company,plant,region,country,city,category,brand,type,sku,date,qty';
  const sales = Array.from(
    { length: 24 },
    (_, i) =>
      `A,P1,EMEA,DE,Ulm,food,Y,new,${i % 2 === 0 ? 'S1' : 'S2'},${dayAt('2024-01-01', i >> 1)},${i}\n`,
  );
  for (const options of [{}, { resample: 'P1W', aggregate: 'sum' }]) {
    const { series } = await readCsv(`${goods}\n${sales.join('')}`, options);
    expect(series.map(({ id }) => id)).toEqual(['S1', 'S2']);
  }
  const names =
    'label,item,product,brand,category,class,dept,segment,group,type,store,shop,outlet,branch,warehouse,plant,channel';
  const wide = (isConstant: boolean) => {
    const rows = Array.from({ length: 24 }, (_, i) => {
      const [label, odd] = [i % 2 === 0 ? 'a' : 'b', (i >> 1) % 2 === 0 ? 'x' : 'y'];
      return `${label}${`,${odd}`.repeat(15)},${isConstant ? 'x' : odd},${dayAt('2024-01-01', i >> 1)},${i}\n`;
    });
    return `${names},date,y\n${rows.join('')}`;
  };
  expect((await readCsv(wide(true))).series.map(({ id }) => id)).toEqual(['a', 'b']);
  const [fault] = (await refusal(() => readCsv(wide(false)))).errors!;
  expect(fault.message).toContain('these were not compared: "label"');
  expect(fault.accepted).toMatch(/^id_column or id_columns with the columns/);
  expect((await readCsv(wide(false), { id_column: 'label' })).series).toHaveLength(2);
  const { warnings } = await readCsv(wide(false), { resample: 'P1W', aggregate: 'sum' });
  expect(warnings.map(({ message }) => message).join()).toContain('these were not compared: "label"');
});

test('a column that names series has one value in the first rows of a table that is sorted by it', async () => {
  const names =
    'label,item,product,brand,category,class,dept,segment,group,type,store,shop,outlet,branch,warehouse,plant,channel';
  const notes = `lane,${Array.from({ length: 12 }, (_, i) => `note${i}`).join(',')}`;
  const days = Array.from({ length: sampleRowsMax }, (_, i) => dayAt('2010-01-01', i));
  const sorted = (header: string) => {
    const width = header.split(',').length - 1;
    const rows = ['a', 'b'].flatMap((id) =>
      days
        .slice(0, id === 'a' ? sampleRowsMax : 400)
        .map((day, i) => `${id}${(i % 2 === 0 ? ',x' : ',y').repeat(width)},${day},${i}\n`),
    );
    return `${header},date,y\n${rows.join('')}`;
  };
  const [fault] = (await refusal(() => readCsv(sorted(notes), {}, 1 << 20))).errors!;
  expect(fault.alternatives).toContainEqual({ option: 'id_column', value: 'lane' });
  const { series } = await readCsv(sorted(names), { resample: 'P1M', aggregate: 'sum' }, 1 << 20);
  expect(series.map(({ id }) => id)).toEqual(['a', 'b']);
});

test('among many columns of a table that is sorted by series, the ones that name goods are compared', () => {
  const columns = ['region', 'type', 'country', 'label', 'product_id'].map((name, index) => ({
    ...{ name, index },
    key: name.replace('_', ''),
  }));
  const left = (cells: Record<string, string[]>, repeated: number) =>
    columnsBeyond(columns, { idsOf: ({ name }) => cells[name] ?? ['x', 'x', 'x', 'x'], repeated }, 3).map(
      ({ name }) => name,
    );
  expect(left({}, 0)).not.toContain('product_id');
  // Values that come back in the rows of one series name none.
  const changing = Object.fromEntries(['region', 'type', 'country'].map((name) => [name, [...'xyxy']]));
  expect(left({ ...changing, product_id: [...'aabb'] }, 0)).not.toContain('label');
  expect(left({ product_id: [...'abcd'] }, 0)).toContain('product_id');
  // Where times repeat, a column with one value tells no rows apart.
  expect(left(changing, 0.5).toSorted()).toEqual(['label', 'product_id']);
});

test('a long table of events may have many rows of each time', async () => {
  const rows = Array.from({ length: 66_000 }, (_, i) => `${dayAt('2000-01-01', Math.floor(i / 8))},1\n`);
  const body = `order_date,amount\n${rows.join('')}`;
  const { series } = await readCsv(body, { resample: 'P1D', aggregate: 'sum' }, 1 << 20);
  expect([series.length, series[0].values.length, series[0].values[0]]).toEqual([1, 8_250, 8]);
});

test('another column of times that does not repeat is told, unless it has the same times or another meaning', async () => {
  const days = (header: string, row: (i: number) => string) =>
    readCsv(`${header}\n${Array.from({ length: 12 }, (_, i) => `${row(i)},${i}.5\n`).join('')}`);
  const uneven = (i: number) => dayAt('2024-01-03', 2 * i + (i % 2));
  const told = await days('ship_date,order_date,qty', (i) => `${uneven(i)},${dayAt('2024-01-01', 2 * i)}`);
  expect(told.warnings[0]).toMatchObject({
    code: 'layout_assumed',
    alternatives: [{ value: 'order_date' }, { value: 'ship_date' }],
  });
  for (const [header, row] of [
    ['start_date,invoice_date,qty', (i) => `${dayAt('2024-01-01', i)},${dayAt('2024-01-07', i)}`],
    ['date,order_date,qty', (i) => `${dayAt('2024-01-01', 2 * i)},${uneven(i)}`],
    ['start_date,end_date,qty', (i) => `${dayAt('2024-01-01', 2 * i)},${uneven(i)}`],
    ...[
      'order_date,updated_at',
      'started_at,ended_at',
      'tpep_pickup_datetime,tpep_dropoff_datetime',
      'valid_from,valid_to',
      'start_date,closed_at',
      'start_date,next_update_date',
      'start_date,published_at',
    ].map((names): [string, (i: number) => string] => [
      `${names},qty`,
      (i) => `${dayAt('2024-01-01', 2 * i)},${uneven(i)}`,
    ]),
    [
      'start_date,peak_time,qty',
      (i) => `${dayAt('2024-01-01', i)},${dayAt('2024-01-01', i)}T${10 + ((i * 7) % 11)}:30`,
    ],
    [
      'from_date,paid_date,qty',
      (i) =>
        `2024-${String(i + 1).padStart(2, '0')}-01,${new Date(Date.UTC(2024, i + 1, 0)).toISOString().slice(0, 10)}`,
    ],
    ['from_date,paid_date,qty', (i) => `${i + 13}.01.2024,${i + 14}.01.2024`],
  ] satisfies [string, (i: number) => string][])
    expect(warningCodes(await days(header, row)), header).not.toContain('layout_assumed');
});

test('rows of one time without a column that tells them apart may be added up', async () => {
  const orders = (header: string, day: (i: number) => string) =>
    `${header}\n${Array.from({ length: 60 }, (_, i) => `${day(i)},${(i * 7) % 31}.5\n`).join('')}`;
  const faultsOf = async (csv: string, options = {}) => (await refusal(() => readCsv(csv, options))).errors!;
  const twice = orders('Order Date,Amount', (i) => dayAt('2024-01-01', i >> 1));
  const [first] = await faultsOf(twice);
  expect(first.accepted).toBe(
    'one row for each time of a series, or resample=P1D&aggregate=sum to add up the rows of each P1D',
  );
  expect(first.alternatives).toEqual([{ option: 'resample', value: 'P1D' }]);
  const [next] = await faultsOf(twice, { resample: 'P1D' });
  expect(next.alternatives).toEqual([{ option: 'aggregate', value: 'sum' }]);
  expect((await readCsv(twice, { resample: 'P1D', aggregate: 'sum' })).series[0].times).toHaveLength(30);
  const month = (at: number, date: number) => new Date(Date.UTC(1990, at, date)).toISOString().slice(0, 10);
  for (const [step, time] of [
    ['P1M', (i) => month(i % 12, 1)],
    ['P1M', (i) => month(i + 1, 0)],
    ['P3M', (i) => month(3 * i, 1)],
    ['P3M', (i) => month(3 * i + 3, 0)],
    ['P1Y', (i) => month(12 * i, 1)],
    ['P1W', (i) => dayAt('2024-01-01', 7 * i)],
    ['PT1H', (i) => new Date(Date.UTC(2024, 0, 1, i)).toISOString().slice(0, 16)],
    ['P1D', (i) => `${dayAt('2024-01-01', i)}T09:00`],
    ['P1D', (i) => new Date(Date.UTC(2024, 0, 1, i, 7 * i)).toISOString().slice(0, 16)],
  ] satisfies [string, (i: number) => string][]) {
    const csv = orders('order_date,amount', (i) => time(i >> 1));
    expect((await faultsOf(csv))[0].alternatives, time(1)).toEqual([{ option: 'resample', value: step }]);
    const { header } = await readCsv(csv, { resample: step, aggregate: 'sum' });
    expect(header.frequency.step, time(1)).toBe(step);
  }
  const mistake = orders('date,amount', (i) => dayAt('2024-01-01', i === 7 ? 6 : i));
  expect(await faultsOf(mistake)).toMatchObject([{ accepted: 'one row for each time of a series' }]);
  // The dates of bookings name no series.
  const pace = orders(
    'date,booked,rooms',
    (i) => `${dayAt('2024-02-01', Math.floor(i / 3))},${dayAt('2024-01-01', (i * 7) % 20)}`,
  );
  expect((await faultsOf(pace))[0].alternatives).not.toContainEqual({ option: 'id_column', value: 'booked' });
});

test('a latitude and a longitude tell series apart', async () => {
  const rows = Array.from(
    { length: 40 },
    (_, i) => `${dayAt('2024-01-01', i >> 2)},${50.25 + (i & 1)},${8.5 + (i & 2)},${i}.25\n`,
  );
  const { errors } = await refusal(() =>
    readCsv(`date,latitude,longitude,rain\n${rows.join('')}`, { target: 'rain' }),
  );
  expect(errors![0].alternatives).toEqual([{ option: 'id_columns', value: 'latitude,longitude' }]);
});
