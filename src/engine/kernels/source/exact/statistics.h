/* Exact kernels for quantiles, losses and resampling. See exact.c. */
#ifndef GATECAST_EXACT_STATISTICS_H
#define GATECAST_EXACT_STATISTICS_H

#include "doubles.h"
#include "../kernel.h"

enum { SORTED_MAX = 24 }; /* ranges up to this length are sorted by insertion */

static void sort_doubles(double *x, long n) {
  for (long i = 1; i < n; i++) {
    const double value = x[i];
    long j = i;
    for (; j > 0 && x[j - 1] > value; j--) x[j] = x[j - 1];
    x[j] = value;
  }
}

INLINE double middle_of(double a, double b, double c) {
  return a < b ? (b < c ? b : a < c ? c : a) : (a < c ? a : b < c ? c : b);
}

/* Writes to `found` the values that a sort of x [n] puts at the ascending `ranks` [count], which count from `first`.
 * Overwrites x and `spare` [n]. Loops without branches divide x, since a branch on a random value is
 * often predicted wrong. */
static void select_ranks(double *x, long n, double *spare, const double *ranks, long count, double first,
                         double *found) {
  while (count > 0) {
    if (n <= SORTED_MAX) {
      sort_doubles(x, n);
      for (long i = 0; i < count; i++) found[i] = x[(long)(ranks[i] - first)];
      return;
    }
    const long step = n / 9;
    const double pivot = middle_of(middle_of(x[0], x[step], x[2 * step]),
                                   middle_of(x[3 * step], x[4 * step], x[5 * step]),
                                   middle_of(x[6 * step], x[7 * step], x[n - 1]));
    long less = 0, greater = 0;
    for (long i = 0; i < n; i++) {
      const double value = x[i];
      spare[greater] = value;
      x[less] = value;
      less += value < pivot;
      greater += value > pivot;
    }
    long left = 0;
    while (left < count && ranks[left] - first < less) left++;
    long right = left;
    while (right < count && ranks[right] - first < n - greater) found[right++] = pivot;
    const double first_greater = first + (n - greater);
    /* The shorter part is done by a call, so that few calls are nested. */
    if (less < greater) {
      select_ranks(x, less, spare + greater, ranks, left, first, found);
      double *rest = x + less;
      x = spare;
      spare = rest;
      n = greater;
      first = first_greater;
      ranks += right;
      found += right;
      count -= right;
    } else {
      select_ranks(spare, greater, x + less, ranks + right, count - right, first_greater, found + right);
      spare += greater;
      n = less;
      count = left;
    }
  }
}

/* See `empiricalQuantiles` in ../../contract/exact.ts. `work` [n + 4·count]. */
static void empirical_quantiles(double *restrict sample, long n, const double *restrict p, long count,
                                double *restrict work, double *restrict to) {
  const double last = n - 1;
  double *ranks = work + n, *found = ranks + 2 * count;
  for (long k = 0; k < count; k++) {
    const double below = __builtin_floor(p[k] * last);
    ranks[2 * k] = below;
    ranks[2 * k + 1] = below + 1 < last ? below + 1 : last;
  }
  sort_doubles(ranks, 2 * count);
  select_ranks(sample, n, work, ranks, 2 * count, 0, found);
  for (long k = 0; k < count; k++) {
    const double position = p[k] * last, below = __builtin_floor(position);
    long low = 0, high = 2 * count - 1; /* the first rank that is not less */
    while (low < high) {
      const long middle = (low + high) / 2;
      if (ranks[middle] < below)
        low = middle + 1;
      else
        high = middle;
    }
    long above = low;
    while (above < 2 * count - 1 && ranks[above] == below) above++;
    to[k] = found[low] + (position - below) * (found[above] - found[low]);
  }
}

/* See `lagQuantiles` in ../../contract/exact.ts. `work` [2·(n − lag) + 4·count]. */
static void lag_quantiles(const double *restrict values, long n, long lag, LagChange change, const double *restrict p,
                          long count, double *restrict work, double *restrict to) {
  const long length = n - lag;
  for (long i = 0; i < length; i++) {
    const double difference = values[i + lag] - values[i];
    work[i] = change == LAG_DIFFERENCE ? difference : __builtin_fabs(difference);
  }
  if (change == LAG_RELATIVE_SIZE)
    for (long i = 0; i < length; i++) work[i] /= values[i];
  empirical_quantiles(work, length, p, count, work + length, to);
}

INLINE unsigned rotate_left(unsigned x, int bits) { return (x << bits) | (x >> (32 - bits)); }

/* See `choose` in ../../contract/exact.ts. */
static void choose_randomly(unsigned *restrict state, float *restrict to, long n, double bound, float first,
                            float second) {
  unsigned s0 = state[0], s1 = state[1], s2 = state[2], s3 = state[3];
  for (long i = 0; i < n; i++) {
    to[i] = rotate_left(s1 * 5, 7) * 9 < bound ? first : second;
    const unsigned shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotate_left(s3, 11);
  }
  state[0] = s0;
  state[1] = s1;
  state[2] = s2;
  state[3] = s3;
}

/* See `multiply` in ../../contract/exact.ts. */
static void multiply(float *y, const float *x, const float *factor, long n) {
  for (long i = 0; i < n; i++) y[i] = x[i] * factor[i];
}

/* Forecasts of the windows in the lanes of a vector: `rows`, or the means (rows + added) / count. */
typedef struct {
  const double *rows[DOUBLES], *added[DOUBLES];
  D count;
} LaneForecasts;

/* Sums of the losses of the lanes' windows, `lanes` of them. Each lane adds in the order of the reference. */
INLINE void losses_of_lanes(const WindowLosses *w, long first, long lanes, const LaneForecasts *from, int are_means,
                            const double *restrict actual, const double *restrict units,
                            const double *restrict levels, double *restrict losses) {
  double unit_lanes[DOUBLES];
  for (long lane = 0; lane < DOUBLES; lane++) unit_lanes[lane] = units[first + (lane < lanes ? lane : 0)];
  const D unit = *(const DUnaligned *)unit_lanes;
  D scaled = doubles(0), percent = doubles(0), pinball = doubles(0);
  for (long h = 0; h < w->steps; h++) {
    double lane_y[DOUBLES], row[DOUBLES], more[DOUBLES];
    for (long lane = 0; lane < DOUBLES; lane++)
      lane_y[lane] = actual[(first + (lane < lanes ? lane : 0)) * w->steps + h];
    const D y = *(const DUnaligned *)lane_y;
    const DInt is_observed = y == y;
    D step_pinball = pinball;
    for (long k = 0; k < w->levels; k++) {
      const long at = h * w->levels + k;
      for (long lane = 0; lane < DOUBLES; lane++) row[lane] = from->rows[lane][at];
      D quantile = *(const DUnaligned *)row;
      if (are_means) {
        for (long lane = 0; lane < DOUBLES; lane++) more[lane] = from->added[lane][at];
        quantile = (quantile + *(const DUnaligned *)more) / from->count;
      }
      const D miss = y - quantile;
      step_pinball += (choose(miss >= doubles(0), doubles(levels[k]), doubles(levels[k] - 1)) * miss) / unit;
      if (k != w->median) continue;
      const D error = absolute(miss);
      scaled = choose(is_observed, scaled + error / unit, scaled);
      const D share = choose(error == doubles(0), doubles(0), error / (absolute(y) + absolute(quantile)));
      percent = choose(is_observed, percent + share, percent);
    }
    pinball = choose(is_observed, step_pinball, pinball);
  }
  for (long lane = 0; lane < lanes; lane++) {
    double *to = losses + 3 * (first + lane);
    to[0] = scaled[lane];
    to[1] = percent[lane];
    to[2] = pinball[lane];
  }
}

/* See `windowLosses` in ../../contract/exact.ts. */
static void window_losses(const WindowLosses *w, const double *mixed, const double *actual, const double *units,
                          const double *levels, double *losses) {
  const long size = w->steps * w->levels;
  for (long first = 0; first < w->windows; first += DOUBLES) {
    const long lanes = smaller(DOUBLES, w->windows - first);
    LaneForecasts from = {0};
    for (long lane = 0; lane < DOUBLES; lane++) from.rows[lane] = mixed + (first + (lane < lanes ? lane : 0)) * size;
    losses_of_lanes(w, first, lanes, &from, 0, actual, units, levels, losses);
  }
}

/* See `meanLosses` in ../../contract/exact.ts. */
static void mean_losses(const WindowLosses *w, const double *sums, const double *added, const int *offsets,
                        double count, const double *actual, const double *units, const double *levels,
                        double *losses) {
  const long size = w->steps * w->levels;
  for (long first = 0; first < w->windows; first += DOUBLES) {
    const long lanes = smaller(DOUBLES, w->windows - first);
    LaneForecasts from = {.count = doubles(count)};
    for (long lane = 0; lane < DOUBLES; lane++) {
      const long window = first + (lane < lanes ? lane : 0);
      from.rows[lane] = sums + window * size;
      from.added[lane] = added + offsets[window];
    }
    losses_of_lanes(w, first, lanes, &from, 1, actual, units, levels, losses);
  }
}

/* See `blockSums` in ../../contract/exact.ts. Replicates take turns, so that no sum waits for the sum before. */
static void block_sums(const BlockSums *s, const double *restrict pairs, const int *restrict offsets,
                       const int *restrict starts, const int *restrict drawn, double *restrict sums) {
  for (long i = 0; i < 2 * s->replicates; i++) sums[i] = 0;
  for (long i = 0; i < s->series; i++)
    for (long r = 0; r < s->replicates; r++) {
      const int one = drawn[r * s->series + i];
      const double *own = pairs + 2 * (long)offsets[one];
      const long count = offsets[one + 1] - offsets[one];
      double first = sums[2 * r], second = sums[2 * r + 1];
      for (long b = 0; b < s->blocks; b++) {
        const long start = starts[r * s->blocks + b];
        const long end = smaller(start + smaller(s->block, s->longest - b * s->block), count);
        for (long t = start; t < end; t++) {
          first += own[2 * t];
          second += own[2 * t + 1];
        }
      }
      sums[2 * r] = first;
      sums[2 * r + 1] = second;
    }
}

#endif
