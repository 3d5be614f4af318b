/* Exact kernels for the windows of networks. See exact.c. */
#ifndef GATECAST_EXACT_WINDOWS_H
#define GATECAST_EXACT_WINDOWS_H

#include "doubles.h"
#include "../kernel.h"

/* See `seasonalMoments` in ../../contract/kernel.ts. */
static void seasonal_moments(const double *restrict x, long n, long season, double *restrict moments) {
  double changes = 0, change_sum = 0, largest = 0, before = __builtin_nan("");
  double observed = 0, sum = 0, last_observed = 0, last_sum = 0, differences = 0, absolute = 0;
  /* Both directions in one loop: each sum waits only for itself. */
  for (long i = 0; i < n; i++) {
    const long ahead = season + i, back = n - 1 - i;
    if (ahead < n) {
      const double difference = x[ahead] - x[ahead - season];
      const double change = __builtin_fabs(difference - before);
      before = difference;
      if (change == change) {
        change_sum += change;
        changes++;
        if (change > largest) largest = change;
      }
    }
    const double value = x[back];
    if (value != value) continue;
    observed++;
    sum += value;
    if (last_observed < season) {
      last_observed++;
      last_sum += value;
    }
    if (back < season) continue;
    const double difference = value - x[back - season];
    if (difference != difference) continue;
    differences++;
    absolute += __builtin_fabs(difference);
  }
  const double mean = observed == 0 ? 0 : sum / observed;
  double squares = 0;
  for (long t = 0; t < n; t++)
    if (x[t] == x[t]) squares += (x[t] - mean) * (x[t] - mean);
  const double all[SEASONAL_MOMENTS] = {changes,  change_sum,    largest,  observed,    squares,
                                        last_observed, last_sum, differences, absolute};
  for (int i = 0; i < SEASONAL_MOMENTS; i++) moments[i] = all[i];
}

enum { BLOCK = 128 }; /* observations whose logarithms are computed before they are written */

static void seasonal_encoder(const SeasonalWindow *w, const double *restrict x, float *restrict inputs) {
  const double level = w->numbers.level, inverse = w->numbers.inverse;
  const long group = w->group, stride = w->size * w->inputs, steps = w->context / group;
  float *to = inputs + w->b * w->inputs;
  for (long step = 0; step < steps; step++) {
    float *at = to + step * stride;
    for (long i = 0; i < 2 * group; i++) at[i] = 0;
    at[2 * group] = (float)w->numbers.roughness;
    at[2 * group + 1] = (float)w->numbers.log_scale;
    at[2 * group + 2] = (float)group; /* missing, until they are counted below */
  }
  const long first = w->context - w->n;
  long g = first % group;
  float *at = to + first / group * stride;
  for (long start = 0; start < w->n; start += BLOCK) {
    const long count = smaller(BLOCK, w->n - start);
    double values[BLOCK + DOUBLES], differences[BLOCK + DOUBLES];
    for (long i = 0; i < count; i += DOUBLES) {
      const long t = start + i;
      const D value = load_doubles(x + t, w->n - t);
      *(DUnaligned *)(values + i) = signed_log((value - level) * inverse);
      D earlier = doubles(__builtin_nan(""));
      if (t >= w->season) {
        earlier = load_doubles(x + t - w->season, w->n - t);
      } else if (t + DOUBLES > w->season) {
        double lanes[DOUBLES];
        for (long lane = 0; lane < DOUBLES; lane++)
          lanes[lane] = t + lane >= w->season && t + lane < w->n ? x[t + lane - w->season] : __builtin_nan("");
        earlier = *(const DUnaligned *)lanes;
      }
      *(DUnaligned *)(differences + i) = signed_log((value - earlier) * inverse);
    }
    for (long i = 0; i < count; i++) {
      const double value = x[start + i];
      if (value == value) {
        at[2 * group + 2] -= 1;
        at[g] = (float)values[i];
        if (differences[i] == differences[i]) at[group + g] = (float)differences[i];
      }
      if (++g == group) {
        g = 0;
        at += stride;
      }
    }
  }
  for (long step = 0; step < steps; step++) {
    float *share = to + step * stride + 2 * group + 2;
    *share = (float)((double)*share / group);
  }
}

INLINE double bounded(double x, double max) { return x > max ? max : x < -max ? -max : x; }

static void seasonal_decoder(const SeasonalWindow *w, const double *restrict x, const double *restrict base_seasons,
                             float *restrict step_inputs, double *restrict bases, double *restrict units) {
  const double level = w->numbers.level, inverse = w->numbers.inverse, scale = w->numbers.scale;
  const double lag_max = w->numbers.lag_max;
  const long season = w->season, lags = w->lags;
  for (long h = 0; h < w->horizon; h++) {
    const long cell = w->b * w->horizon + h;
    float *to = step_inputs + cell * w->step_inputs;
    if (h >= season) { /* the same phase again */
      bases[cell] = bases[cell - season];
      units[cell] = units[cell - season];
      for (long i = 0; i < 2 * lags; i++) to[i] = to[i - season * w->step_inputs];
      continue;
    }
    const long phase = w->n - season + h;
    double sum = 0, count = 0;
    for (long i = 0; i < w->base_seasons; i++) {
      const long at = phase - ((long)base_seasons[i] - 1) * season;
      if (at < 0 || x[at] != x[at]) continue;
      sum += x[at];
      count++;
    }
    long at = phase;
    while (at >= 0 && x[at] != x[at]) at -= season;
    const double base = count > 0 ? sum / count : at >= 0 ? x[at] : level;
    bases[cell] = base;
    units[cell] = at >= 0 ? scale * __builtin_sqrt(1 + (double)(phase - at) / season)
                  : scale > w->numbers.deviation ? scale : w->numbers.deviation;
    const float on_base = (float)bounded((base - level) * inverse, lag_max); /* a missing value is on the base path */
    for (long back = 0; back < lags; back++) {
      const long earlier = phase - back * season;
      const double value = earlier >= 0 ? x[earlier] : __builtin_nan("");
      const int is_observed = value == value;
      to[back] = is_observed ? (float)bounded((value - level) * inverse, lag_max) : on_base;
      to[lags + back] = is_observed ? (float)bounded((value - base) * inverse, lag_max) : 0;
    }
  }
}

/* See `seasonalWindow` in ../../contract/kernel.ts. */
static void seasonal_window(const SeasonalWindow *w, const double *x, const double *base_seasons, float *inputs,
                            float *step_inputs, double *bases, double *units) {
  seasonal_encoder(w, x, inputs);
  seasonal_decoder(w, x, base_seasons, step_inputs, bases, units);
}

/* See `levelSums` in ../../contract/kernel.ts. */
static void level_sums(const LevelSums *s, float *restrict y, const float *restrict q, const double *restrict start,
                       const float *restrict moves, const float *restrict skip, const float *restrict step_inputs) {
  const long levels = s->levels, end = s->horizon * levels;
  for (long row = 0, start_at = 0; row < s->rows; row++, start_at = start_at + levels == end ? 0 : start_at + levels) {
    const float *inputs = step_inputs + row * s->step_inputs + s->skip_at;
    double move = moves[row];
    for (long i = 0; i < s->skips; i++) move += (double)skip[i] * inputs[i];
    const long at = row * levels;
    for (long k = 0; k < levels; k++) y[at + k] = (float)((double)q[at + k] + start[start_at + k] + move);
  }
}

/* See `levelSumsBackward` in ../../contract/kernel.ts. */
static void level_sums_backward(const LevelSums *s, float *restrict d_offset, float *restrict d_moves,
                                float *restrict d_skip, const float *restrict d, const float *restrict step_inputs) {
  const long levels = s->levels, end = s->horizon * levels;
  for (long row = 0, start_at = 0; row < s->rows; row++, start_at = start_at + levels == end ? 0 : start_at + levels) {
    const float *inputs = step_inputs + row * s->step_inputs + s->skip_at, *from = d + row * levels;
    double d_move = 0;
    for (long k = 0; k < levels; k++) d_move += from[k];
    for (long k = 0; k < levels; k++) d_offset[start_at + k] += from[k];
    d_moves[row] = (float)d_move;
    for (long i = 0; i < s->skips; i++) d_skip[i] = (float)(d_skip[i] + d_move * inputs[i]);
  }
}

#endif
