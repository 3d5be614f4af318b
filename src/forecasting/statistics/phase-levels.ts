/** The present level of each phase of a season, as the values of a tail are read in their order. */
import { isMissing } from './plain-loops.ts';

/** This many outlying differences in a row, all about equal, are a shift of the level; fewer are outliers. */
export const shiftRun = 3;
/** With more shifts, more changes of phases at different times, or a larger share of outliers, nothing is changed: they
 *  are normal for the series. */
export const shiftsMax = 2;
export const outlierShareMax = 0.05;

/** A value that belongs to its phase is at its level, or returns to the level that the present one replaced. */
type Place = 'at_level' | 'returned' | 'outlying';

/** A jump of all phases: values before place `before` are moved by `jump`, in the units of the series. */
export interface Shift {
  before: number;
  jump: number;
}

/** Options of `PhaseLevels`. */
interface LevelOptions {
  season: number;
  /** Differences over one season are outlying beyond this, in the units of the series. */
  differenceMax: number;
  /** Whether the level of a single phase may change. */
  replacesLevels: boolean;
}

/** A phase of the season. Places are those in the tail. */
interface Phase {
  value: number; // last accepted value, moved to the present level; NaN before the first
  at: number; // its place
  count: number; // accepted values of the present level
  candidates: readonly number[]; // outliers in a row that are about equal, and may be a new level
}

/** A level of a phase that another one replaced. */
interface ReplacedLevel {
  at: number; // place of its last value
  count: number; // its accepted values
  from: number; // place of the first value of the level that replaced it
}

const noCandidates: readonly number[] = [];

/** Levels of the phases of a tail. The caller classifies each value, and then accepts it or puts it into a
 *  run of outlying ones. */
export class PhaseLevels {
  /** Shifts of all phases, in their order. */
  readonly shifts: Shift[] = [];
  /** Places of values far from the last one of their phase. Those of a new level count too. */
  readonly outlying = new Set<number>();
  /** The outlying places that belong to no new level. */
  readonly outliers = new Set<number>();
  /** Places at which the level of a phase changed for good. */
  readonly changes = new Set<number>();
  /** How often the level of a phase was replaced, also for a time. */
  replacements = 0;

  private readonly tail: Float64Array;
  private readonly options: LevelOptions;
  private readonly phases: Phase[];
  private readonly replaced = new Map<Phase, ReplacedLevel>();
  /** A level that is younger is left at the first value of the previous one. */
  private readonly briefSteps: number;

  /** @param tail values [n]; NaN is missing */
  constructor(tail: Float64Array, options: LevelOptions) {
    const { season } = options;
    this.tail = tail;
    this.options = options;
    this.phases = Array.from({ length: season }, () => ({
      value: Number.NaN,
      at: 0,
      count: 0,
      candidates: noCandidates,
    }));
    this.briefSteps = Math.max(shiftRun * season, outlierShareMax * tail.length);
  }

  /** Where the value at t is. The first value of a phase is at its level. */
  classify(t: number): Place {
    if (this.isAtLevel(t)) return 'at_level';
    const level = this.replaced.get(this.phaseOf(t));
    if (level === undefined || this.isFar(this.tail[t] - this.moved(level.at), t - level.at))
      return 'outlying';
    // One value ends a change after a short time, or if other phases changed too, as when a shop is closed.
    const isOver = t - level.from <= this.briefSteps || this.changedWith(level.from).length > shiftsMax;
    return isOver ? 'returned' : 'outlying';
  }

  /** Difference of the value at t from the last one of its phase. */
  jumpAt(t: number): number {
    return this.tail[t] - this.phaseOf(t).value;
  }

  accept(t: number): void {
    const phase = this.phaseOf(t);
    phase.value = this.tail[t];
    phase.at = t;
    phase.count++;
    phase.candidates = noCandidates;
  }

  /** Moves the levels of all phases, because the values of a run jumped alike.
   *  @param run places of the first values at the new level */
  shift(run: readonly number[], jump: number): void {
    this.shifts.push({ before: run[0], jump });
    for (const phase of this.phases) phase.value += jump;
    for (const at of run) this.accept(at);
  }

  /** Marks the values of a run as outliers. Its first values may have become the level of the later ones.
   *  @param run places of outlying values */
  markOutliers(run: readonly number[]): void {
    for (const at of run) {
      if (this.isAtLevel(at)) {
        this.accept(at);
        continue;
      }
      this.outlying.add(at);
      this.outliers.add(at);
      if (this.options.replacesLevels) this.addCandidate(at);
    }
  }

  /** Ends the change that the value at t shows to be over: its phase returns to the replaced level, or leaves its
   *  candidates. All changes that began together end with it. */
  endExcursion(t: number): void {
    const phase = this.phaseOf(t);
    if (this.classify(t) === 'returned') this.restoreLevels(this.replaced.get(phase)!.from, t);
    else if (phase.candidates.length > 0) this.restoreLevels(phase.candidates[0], t);
  }

  private phaseOf(t: number): Phase {
    return this.phases[t % this.options.season];
  }

  /** @param steps distance of the two values */
  private isFar(difference: number, steps: number): boolean {
    const { season, differenceMax } = this.options;
    return Math.abs(difference) > differenceMax * Math.sqrt(steps / season);
  }

  private isAtLevel(t: number): boolean {
    const { count, value, at } = this.phaseOf(t);
    return count === 0 || !this.isFar(this.tail[t] - value, t - at);
  }

  /** The value at t, moved to the present level. */
  private moved(t: number): number {
    return this.shifts.reduce((value, { before, jump }) => (t < before ? value + jump : value), this.tail[t]);
  }

  /** Phases whose levels changed within a season of `from`. */
  private changedWith(from: number): [Phase, ReplacedLevel][] {
    return [...this.replaced].filter(([, level]) => Math.abs(level.from - from) < this.options.season);
  }

  /** Brings back at t the levels that were replaced within a season of `began`. Values of the levels between are
   *  outliers, also those of phases that have had no value since. */
  private restoreLevels(began: number, t: number): void {
    for (const [phase, { at, count, from }] of this.changedWith(began)) {
      for (let one = from; one < t; one += this.options.season) {
        if (isMissing(this.tail[one])) continue;
        this.outlying.add(one);
        this.outliers.add(one);
      }
      this.changes.delete(from);
      this.replaced.delete(phase);
      phase.candidates = noCandidates;
      phase.value = this.moved(at);
      phase.at = at;
      phase.count = count;
    }
  }

  /** Adds an outlier to the candidates of its phase if it is about equal to the last one; otherwise it is
   *  the first of new ones. */
  private addCandidate(at: number): void {
    const phase = this.phaseOf(at);
    const previous = phase.candidates.at(-1);
    const isAlike =
      previous !== undefined && !this.isFar(this.moved(at) - this.moved(previous), at - previous);
    phase.candidates = isAlike ? [...phase.candidates, at] : [at];
    if (phase.candidates.length >= Math.min(shiftRun, phase.count + 1)) this.replaceLevel(phase, at);
  }

  /** Makes the candidates of a phase its level: they are a run, or more than the values before them. A single value
   *  before them is an outlier itself.
   *  @param last place of the last candidate */
  private replaceLevel(phase: Phase, last: number): void {
    const { at, count, candidates } = phase;
    for (const one of candidates) this.outliers.delete(one);
    if (count > 1) {
      this.replacements++;
      this.changes.add(candidates[0]);
      this.replaced.set(phase, { at, count, from: candidates[0] });
    } else {
      for (const one of candidates) this.outlying.delete(one);
      this.outlying.add(at);
      this.outliers.add(at);
    }
    phase.value = this.moved(last);
    phase.at = last;
    phase.count = candidates.length;
    phase.candidates = noCandidates;
  }
}
