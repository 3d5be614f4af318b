/** Checks observations against the series to which they are added, and describes them. */
import { setImmediate } from 'node:timers/promises';
import type { AppendOptions, AppendTarget, Observations, SeriesSpan } from '../../contracts/ports/index.ts';
import {
  type DatasetHeader,
  nearestToEach,
  type SeriesObservations,
  type Warning,
} from '../../contracts/schemas/index.ts';
import { formatTime, groupedBySize, isWritable, listItem, longestGap } from '../../contracts/values/index.ts';
import type { Fault } from '../../errors.ts';
import { calendarOf, type NextTime, otherStepOf, parseStep } from '../calendar/index.ts';
import { describeSteps, foldedId, periodStart, unknownId } from '../dataset/index.ts';
import { alternatives, Faults, listed, quoted, Warnings } from '../faults/index.ts';
import { type GridFit, gridFitOf, shortestStep } from './grid.ts';
import { withoutBlanks } from './ids.ts';
import { checkThings } from './other-things.ts';
import { withPasses } from './passes.ts';
import { isAmong, placeOf } from './places.ts';
import { snappedToGrid, snapStepMs } from './snap.ts';

/** Steps that a new observation may be away from its series. */
const stepsApartMax = 10;
/** Unknown ids for which a similar id is looked up. */
const comparedIdsMax = 20;
/** Ids that are folded before other calls get their turn. */
const foldedAtOnce = 1_000;
/** Names of series and columns that a remedy lists. */
const excludedMax = 10;
/** Times that are compared before other calls get their turn. */
const pointsAtOnce = 20_000;
/** Steps of a gap that are counted, over all series. */
const missingCountedMax = 100_000;
/** A series is regular if at most this share of its last steps is off the grid. */
const irregularShareMax = 0.1;
/** Observations at the end of a series that tell whether it is regular, and how long its gaps are. */
const lastPoints = 1_000;
/** Series of which stored times are read at once. */
const seriesAtOnce = 64;
/** Stored times that are compared with those sent at once. */
const storedAtOnce = 65_536;
/** Warnings about the table alone. Those of an append are about the series that it continues. */
const ownWarnings: Warning['code'][] = [
  'gaps',
  'frequency_irregular',
  'series_constant',
  'time_zone_unknown',
  'time_zone_named',
];

/** Refuses unknown series, distant times and times between the steps, unless the options allow them.
 *  @returns the observations, on the grid of their series if the options ask for it, and warnings about what was sent
 *  @throws AppError series_unknown, series_duplicate, times_distant, times_off_grid, time_duplicate,
 *  request_invalid, cell_invalid */
export async function checkAppend(
  { series: given, warnings: found, excluded, otherThings = [] }: Observations,
  target: AppendTarget,
  options: AppendOptions,
): Promise<Observations> {
  const warnings = new Warnings();
  const spans = new Map(target.spans.map((span) => [span.id, span]));
  const sent = withoutBlanks(given, (id) => spans.has(id));
  const anchorOf = (id: string) => spans.get(id)?.end ?? target.end;
  const snapped =
    options.snap === 'no' ? sent : snappedToGrid(sent, target.header, anchorOf, options.snap, warnings);
  const series = await withPasses(snapped, target, spans);
  const added = series.filter(({ id }) => !spans.has(id));
  const exclude =
    excluded === undefined || added.length === series.length ? null : excludedWith(excluded, added);
  await checkIds(added, target, options, exclude, warnings);
  const checks = new TimeChecks(target, options, warnings);
  if (target.header.frequency.resampled && !target.isEmpty) checks.periods(series, spans);
  const bounds = { sizeMax: Number.POSITIVE_INFINITY, itemsMax: seriesAtOnce };
  for (const some of groupedBySize(series, () => 0, bounds)) {
    await checks.known(
      some.filter(({ id }) => spans.has(id)),
      spans,
    );
    if (!target.isEmpty) for (const one of some) if (!spans.has(one.id)) checks.added(one);
  }
  checks.throwIfAny();
  await checkThings(otherThings, series, target, spans, warnings);
  describeColumns(series, target.header, warnings);
  const kept = found.filter(({ code }) => !ownWarnings.includes(code));
  return { series, warnings: [...kept, ...warnings.list()] };
}

/** The value of `exclude` that also leaves the added series out; null if it is long. */
function excludedWith(excluded: readonly string[], added: readonly SeriesObservations[]): string | null {
  if (excluded.length + added.length > excludedMax) return null;
  return [...excluded, ...added.map(({ id }) => id)].map(listItem).join(',');
}

/** @param exclude value of `exclude` that leaves the added series out; null if it is no remedy */
async function checkIds(
  added: SeriesObservations[],
  { isEmpty, firstIds }: AppendTarget,
  options: AppendOptions,
  exclude: string | null,
  warnings: Warnings,
): Promise<void> {
  if (added.length === 0 || isEmpty) return;
  if (options.new_series === 'allow') {
    const message = `${added.length} new series: ${listed(added.map(({ id }) => id))}.`;
    warnings.add('series_added', message);
    return;
  }
  const known = await firstIds();
  const similarTo = await similarIds(
    added.slice(0, comparedIdsMax).map(({ id }) => id),
    known,
  );
  const faults = new Faults('series_unknown');
  for (const one of added) {
    const { id } = one;
    faults.add({
      ...placeOfId(one),
      series_id: id,
      message: unknownId(id, similarTo.get(id) ?? null),
      accepted: `ids of its series, such as ${listed(known.slice(0, 3))}, or new_series=allow to add new ones${exclude === null ? '' : `, or exclude=${exclude} to leave ${added.length === 1 ? 'it' : 'them'} out`}`,
      alternatives: [
        ...alternatives('new_series', 'allow'),
        ...(exclude === null ? [] : alternatives('exclude', exclude)),
      ],
    });
  }
  faults.throwIfAny();
}

/** The most similar id of each, whatever its case. Those without a similar one are left out. */
async function similarIds(ids: readonly string[], known: readonly string[]): Promise<Map<string, string>> {
  const byFolded = new Map<string, string>();
  const byLower = new Map<string, string>();
  for (const [i, one] of known.entries()) {
    if (i % foldedAtOnce === foldedAtOnce - 1) await setImmediate();
    const [folded, lower] = [foldedId(one), one.toLowerCase()];
    if (!byFolded.has(folded)) byFolded.set(folded, one);
    if (!byLower.has(lower)) byLower.set(lower, one);
  }
  const rest = ids.filter((id) => !byFolded.has(foldedId(id)));
  const nearestOnes = await nearestToEach(rest, [...byLower.keys()]);
  return new Map(
    [
      ...ids.map((id) => [id, byFolded.get(foldedId(id))] as const),
      ...rest.map((id, i) => [id, byLower.get(nearestOnes[i] ?? '')] as const),
    ].filter((one): one is [string, string] => one[1] !== undefined),
  );
}

/** Checks of the times of several series: the faults of all series are listed together. */
class TimeChecks {
  private readonly distant = new Faults('times_distant');
  private readonly offGrid = new Faults('times_off_grid');
  private readonly next: NextTime;
  private readonly fits: (time: number, anchor: number) => GridFit;
  /** No step of the calendar is shorter. */
  private readonly stepMin: number;
  private readonly target: AppendTarget;
  private readonly options: AppendOptions;
  private readonly warnings: Warnings;
  private budget = missingCountedMax;
  private readonly missingOfAdded = { missing: missingCountedMax };

  constructor(target: AppendTarget, options: AppendOptions, warnings: Warnings) {
    this.target = target;
    this.options = options;
    this.warnings = warnings;
    this.next = calendarOf(target.header);
    this.fits = gridFitOf(target.header);
    this.stepMin = shortestStep(target.header);
  }

  throwIfAny(): void {
    this.distant.throwIfAny();
    this.offGrid.throwIfAny();
  }

  /** Checks that observations stand for periods, since those of the dataset were made of several rows each. Warns of
   *  those that may replace such a period: an unfinished one has fewer rows. */
  periods(series: readonly SeriesObservations[], spans: ReadonlyMap<string, SeriesSpan>): void {
    const { time_kind, time_zone, frequency } = this.target.header;
    const startOf = periodStart(parseStep(frequency.step)!, time_kind === 'instant' ? time_zone : null);
    for (const one of series) {
      const inside = one.times.find((time) => startOf(time) !== time);
      if (inside === undefined || this.options.off_grid === 'allow') continue;
      this.offGrid.add({
        ...placeOf(one, inside),
        series_id: one.id,
        message: `series ${quoted(one.id)}: ${this.written(inside)} is within the period of ${this.step} from ${this.written(startOf(inside))} on, but the dataset was resampled to ${this.step}`,
        accepted: `one aggregated observation for each period, at its start, or off_grid=allow`,
        alternatives: alternatives('off_grid', 'allow'),
      });
    }
    this.offGrid.throwIfAny();
    for (const one of series) {
      const { start = Number.NaN, end = Number.NaN } = spans.get(one.id) ?? {};
      const stored = one.times.find((time) => time >= start && time <= end);
      if (stored === undefined) continue;
      this.warnings.add(
        'values_suspected',
        `Observations from ${this.written(stored)} on replace stored periods of ${this.step}, to which the dataset was resampled. Send finished periods, aggregated as the upload was.`,
        { series_id: one.id, line: placeOf(one, stored).line },
      );
    }
  }

  /** Checks observations of stored series. Their last times are read only if some are unusual, and those before only if
   *  the last ones do not decide. Where distant times are allowed, the last times alone tell
   *  which ones have a warning. */
  async known(series: readonly SeriesObservations[], spans: ReadonlyMap<string, SeriesSpan>): Promise<void> {
    const spanOf = ({ id }: SeriesObservations) => spans.get(id)!;
    const farOf = (one: SeriesObservations, gap: number) => this.jumpOf(one.times, spanOf(one), gap);
    const odd = new Map<string, Float64Array>();
    for (const one of series) odd.set(one.id, await this.offGridTimes(one.times, spanOf(one).end));
    const unusual = series.filter((one) => odd.get(one.id)!.length > 0 || farOf(one, 0) !== null);
    if (unusual.length > 0) {
      const last = await this.target.lastTimesOf(
        unusual.map(({ id }) => id),
        lastPoints,
      );
      const lastOf = ({ id }: SeriesObservations) => last.get(id) ?? new Float64Array();
      const distant = unusual.filter((one) => farOf(one, longestGap(lastOf(one))) !== null);
      const gaps = await this.longestGapsOf(distant, spanOf, lastOf);
      for (const one of unusual) {
        const gap = gaps.get(one.id);
        const far = gap === undefined ? null : farOf(one, gap);
        if (far !== null) this.addDistant(one, far);
        const beside = odd.get(one.id)!;
        if (beside.length === 0 || !this.isRegular(lastOf(one))) continue;
        this.addOffGrid(one, await this.withoutStored(one.id, beside, lastOf(one)), spanOf(one));
      }
    }
    for (const one of series) this.describeGap(one, spanOf(one));
  }

  private async longestGapsOf(
    distant: readonly SeriesObservations[],
    spanOf: (one: SeriesObservations) => SeriesSpan,
    lastOf: (one: SeriesObservations) => Float64Array,
  ): Promise<ReadonlyMap<string, number>> {
    if (distant.length === 0) return new Map();
    if (this.options.distant_times === 'allow')
      return new Map(distant.map((one) => [one.id, longestGap(lastOf(one))]));
    return this.target.longestGapsOf(
      new Map(distant.map((one) => [one.id, longestOutside(one.times, spanOf(one))])),
    );
  }

  /** Checks observations of a new series: they have the step of the dataset, and begin near its observations. */
  added(one: SeriesObservations): void {
    const { id, times } = one;
    const { start, end } = this.target;
    const step = otherStepOf(times, this.target.header);
    if (step !== null && this.options.off_grid === 'refuse')
      this.offGrid.add({
        ...placeOf(one, times[0]),
        series_id: id,
        message: `the new series ${quoted(id)} has the step ${step}, but the dataset has the step ${this.step}`,
        accepted: `observations with the step ${this.step}, a dataset of their own, or off_grid=allow`,
        alternatives: alternatives('off_grid', 'allow'),
      });
    const group = { times, place: () => ({}), series: [{ ...one, covariates: {} }] };
    const written = (time: number) => this.written(time);
    const context = { header: this.target.header, next: this.next, written, budget: this.missingOfAdded };
    describeSteps(group, { ...context, continues: 'dataset' }, this.warnings);
    if (start === null || end === null) return;
    const first = times[0];
    const far =
      first > end ? this.jumpBetween(end, first, 0) : this.jumpBetween(times[times.length - 1], start, 0);
    if (far) this.addDistant(one, { time: first, other: first > end ? end : start });
  }

  /** The first step outside of the span that is too long; null if there is none. */
  private jumpOf(
    times: Float64Array,
    { start, end }: SeriesSpan,
    longest: number,
  ): { time: number; other: number } | null {
    let other = end;
    for (const time of times) {
      if (time <= end) continue;
      if (this.jumpBetween(other, time, longest)) return { time, other };
      other = time;
    }
    other = start;
    for (let i = times.length - 1; i >= 0; i--) {
      if (times[i] >= start) continue;
      if (this.jumpBetween(times[i], other, longest)) return { time: times[i], other };
      other = times[i];
    }
    return null;
  }

  private jumpBetween(earlier: number, later: number, longest: number): boolean {
    // The calendar is asked only where it could matter: an append may have millions of times.
    if (later - earlier <= Math.max(longest, stepsApartMax * this.stepMin)) return false;
    let limit = earlier;
    for (let i = 0; i < stepsApartMax && limit < later; i++) limit = this.next(limit);
    return later > limit;
  }

  private addDistant(one: SeriesObservations, { time, other }: { time: number; other: number }): void {
    const { id } = one;
    const place = placeOf(one, time);
    const message = `series ${quoted(id)}: ${this.written(time)} is far from the nearest observation, ${this.written(other)}: more than ${stepsApartMax} steps of ${this.step} and more than the longest gap of ${this.options.distant_times === 'allow' ? `its last ${lastPoints} observations` : 'the series'}`;
    if (this.options.distant_times === 'allow') {
      this.warnings.add('times_distant', `${capitalised(message)}.`, { series_id: id, line: place.line });
      return;
    }
    this.distant.add({
      ...place,
      series_id: id,
      message,
      accepted: 'times near those of the series, or distant_times=allow',
      alternatives: alternatives('distant_times', 'allow'),
    });
  }

  private async offGridTimes(times: Float64Array, anchor: number): Promise<Float64Array> {
    const odd: number[] = [];
    for (let i = 0; i < times.length; i++) {
      if (i > 0 && i % pointsAtOnce === 0) await setImmediate();
      if (this.fits(times[i], anchor) !== 'on') odd.push(times[i]);
    }
    return Float64Array.from(odd);
  }

  private isRegular(last: Float64Array): boolean {
    let off = 0;
    for (let i = 1; i < last.length; i++) if (this.fits(last[i], last[i - 1]) === 'between') off++;
    return off <= irregularShareMax * (last.length - 1);
  }

  /** The times of a series that are not stored. Those before its last ones are compared with a part of
   *  the stored times at once.
   *  @param times ascending */
  private async withoutStored(id: string, times: Float64Array, last: Float64Array): Promise<Float64Array> {
    if (times[0] >= last[0]) return times.filter((time) => !isAmong(time, last));
    const fresh: number[] = [];
    let at = 0;
    while (at < times.length) {
      const stored = await this.target.timesOf(id, times[at], times[times.length - 1], storedAtOnce);
      const end = stored.length < storedAtOnce ? Number.POSITIVE_INFINITY : stored[stored.length - 1];
      for (; at < times.length && times[at] <= end; at++)
        if (!isAmong(times[at], stored)) fresh.push(times[at]);
    }
    return Float64Array.from(fresh);
  }

  private addOffGrid(one: SeriesObservations, fresh: Float64Array, { start, end }: SeriesSpan): void {
    const { id } = one;
    const between = fresh.filter((time) => this.fits(time, end) === 'between');
    if (fresh.length === 0) return;
    const [example] = between.length > 0 ? between : fresh;
    const place = placeOf(one, example);
    const count = `${fresh.length} time${fresh.length === 1 ? ' is' : 's are'}`;
    const message = `series ${quoted(id)}: ${count} not on the steps of ${this.step} from ${this.written(end)}, such as ${this.written(example)}`;
    if (between.length === 0 || this.options.off_grid === 'allow') {
      this.warnings.add('times_off_grid', `${capitalised(message)}. They were kept.`, {
        series_id: id,
        line: place.line,
      });
      return;
    }
    const canSnap = snapStepMs(this.target.header) !== null;
    this.offGrid.add({
      ...place,
      series_id: id,
      message,
      accepted: `times on its steps, such as ${this.written(this.next(end, start))}, or off_grid=allow${canSnap ? '; snap=true moves times that jitter to the nearest step' : ''}`,
      alternatives: [...alternatives('off_grid', 'allow'), ...(canSnap ? alternatives('snap', 'true') : [])],
    });
  }

  /** Warns about expected times that are missing after the end of the series. */
  private describeGap({ id, times }: SeriesObservations, { start, end }: SeriesSpan): void {
    let [missing, before, previous, example] = [0, start, end, Number.NaN];
    for (const time of times) {
      if (time <= end) continue;
      if (time - previous <= this.stepMin) {
        [before, previous] = [previous, time];
        continue;
      }
      let expected = this.next(previous, before);
      for (before = previous; expected < time && this.budget > 0; this.budget--) {
        if (missing++ === 0) example = expected;
        [before, expected] = [expected, this.next(expected, before)];
      }
      [before, previous] = [previous, time];
    }
    if (missing === 0) return;
    const message = `${missing} expected time${missing === 1 ? ' is' : 's are'} missing after the end of the series, such as ${this.written(example)}. Forecasts and trainings read them as missing values.`;
    this.warnings.add('gaps', message, { series_id: id });
  }

  private get step(): string {
    return this.target.header.frequency.step;
  }

  private written(time: number): string {
    const { time_kind, time_zone } = this.target.header;
    return isWritable(time, time_kind) ? String(formatTime(time, time_kind, time_zone)) : String(time);
  }
}

/** The longest distance of neighbouring times before the start and after the end of a span, which count as times. A
 *  stored gap of this length makes all of them near.
 *  @param times ascending */
function longestOutside(times: Float64Array, { start, end }: SeriesSpan): number {
  const [first, last] = [times[0], times[times.length - 1]];
  const before = times.filter((time) => time < start);
  const after = times.filter((time) => time > end);
  const toStart = first < start ? start - before[before.length - 1] : 0;
  const fromEnd = last > end ? after[0] - end : 0;
  return Math.max(longestGap(before), toStart, fromEnd, longestGap(after));
}

/** The first line of a series in a table, or the path of its id in a JSON body. */
function placeOfId({ lines, path }: SeriesObservations): Pick<Fault, 'line' | 'path'> {
  return path === undefined ? { line: lines?.[0] } : { path: `${path}/id` };
}

/** Tells which columns of the dataset were not sent: they are missing at new times. */
function describeColumns(series: SeriesObservations[], header: DatasetHeader, warnings: Warnings): void {
  const absent = header.covariates.filter((name) =>
    series.every(({ covariates }) => !Object.hasOwn(covariates, name)),
  );
  if (absent.length === 0) return;
  const message = `Columns of the dataset that were not sent: ${listed(absent)}. They are missing at new times and unchanged at stored ones.`;
  warnings.add('columns_missing', message);
}

function capitalised(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
