/* Exact kernels for the pre-trained network's inputs. See exact.c. */
#ifndef GATECAST_EXACT_FORECASTS_H
#define GATECAST_EXACT_FORECASTS_H

#include "doubles.h"
#include "../kernel.h"

enum { TOGETHER = 3 }; /* vectors of parameters that are smoothed in one pass */

INLINE D square_root(D x) {
#if defined(__AVX512F__)
  return (D)_mm512_sqrt_pd((__m512d)x);
#elif defined(__AVX2__)
  return (D)_mm256_sqrt_pd((__m256d)x);
#elif defined(__SSE2__)
  return (D)_mm_sqrt_pd((__m128d)x);
#else
  for (long i = 0; i < DOUBLES; i++) x[i] = __builtin_sqrt(x[i]);
  return x;
#endif
}

INLINE void store_doubles(double *p, D x, long count) {
  for (long i = 0; i < smaller(count, DOUBLES); i++) p[i] = x[i];
}

/* asinh x as `squashed` of ../reference computes it. */
INLINE D squashed(D x) {
  const DInt is_negative = x < doubles(0);
  const D root = square_root(x * x + 1);
  const D y = log_of(choose(is_negative, -x + root, x + root));
  return choose(is_negative, -y, y);
}

INLINE D limited(D x, double limit) {
  const D low = doubles(-limit), high = doubles(limit);
  return choose(x < low, low, choose(x > high, high, x));
}

/* See `smoothTrends` in ../../contract/exact.ts. */
static void smooth_trends(const double *restrict values, long n, const double *restrict parameters, long lanes,
                          double start_level, double start_trend, double *restrict states) {
  for (long first = 0; first < lanes; first += TOGETHER * DOUBLES) {
    D level[TOGETHER], trend[TOGETHER], squares[TOGETHER], phi[TOGETHER], alpha[TOGETHER], beta[TOGETHER];
    UNROLL for (int j = 0; j < TOGETHER; j++) {
      const long at = smaller(first + j * DOUBLES, lanes - 1), count = lanes - at;
      level[j] = doubles(start_level);
      trend[j] = doubles(start_trend);
      squares[j] = doubles(0);
      phi[j] = load_doubles(parameters + at, count);
      alpha[j] = load_doubles(parameters + lanes + at, count);
      beta[j] = load_doubles(parameters + 2 * lanes + at, count);
    }
    for (long t = 0; t < n; t++) {
      const D value = doubles(values[t]);
      UNROLL for (int j = 0; j < TOGETHER; j++) {
        const D move = phi[j] * trend[j];
        const D error = value - level[j] - move;
        squares[j] += error * error;
        level[j] += move + alpha[j] * error;
        trend[j] = move + beta[j] * error;
      }
    }
    for (int j = 0; j < TOGETHER; j++) {
      const long at = first + j * DOUBLES;
      store_doubles(states + at, level[j], lanes - at);
      store_doubles(states + lanes + at, trend[j], lanes - at);
      store_doubles(states + 2 * lanes + at, squares[j], lanes - at);
    }
  }
}

/* See `smoothLevels` in ../../contract/exact.ts. */
static void smooth_levels(const double *restrict values, long n, const double *restrict alphas, long lanes,
                          double start, double *restrict states) {
  for (long first = 0; first < lanes; first += TOGETHER * DOUBLES) {
    D level[TOGETHER], squares[TOGETHER], alpha[TOGETHER];
    UNROLL for (int j = 0; j < TOGETHER; j++) {
      const long at = smaller(first + j * DOUBLES, lanes - 1);
      level[j] = doubles(start);
      squares[j] = doubles(0);
      alpha[j] = load_doubles(alphas + at, lanes - at);
    }
    for (long t = 0; t < n; t++) {
      const D value = doubles(values[t]);
      UNROLL for (int j = 0; j < TOGETHER; j++) {
        const D error = value - level[j];
        squares[j] += error * error;
        level[j] += alpha[j] * error;
      }
    }
    for (int j = 0; j < TOGETHER; j++) {
      const long at = first + j * DOUBLES;
      store_doubles(states + at, level[j], lanes - at);
      store_doubles(states + 2 * lanes + at, squares[j], lanes - at);
    }
  }
}

/* See `seasonDistances` in ../../contract/exact.ts. Each lane is an earlier season. */
static void season_distances(const SeasonDistances *s, const double *restrict z, const double *restrict levels,
                             double *restrict distances) {
  const double *end = z + s->n;
  const double now = levels[0];
  for (long first = 1; first <= s->candidates; first += DOUBLES) {
    const long lanes = smaller(DOUBLES, s->candidates + 1 - first);
    const double *ends[DOUBLES];
    for (long lane = 0; lane < DOUBLES; lane++) ends[lane] = end - (first + (lane < lanes ? lane : 0)) * s->season;
    const D level = load_doubles(levels + first, lanes);
    D distance = doubles(0);
    for (long back = 1; back <= s->length; back++) {
      double then[DOUBLES];
      for (long lane = 0; lane < DOUBLES; lane++) then[lane] = ends[lane][-back];
      const D apart = doubles(end[-back] - now) - *(const DUnaligned *)then + level;
      distance += apart * apart;
    }
    store_doubles(distances + first, distance, lanes);
  }
}

/* See `memberInputs` in ../../contract/exact.ts. */
static void member_inputs(const MemberInputs *m, const double *restrict forecasts, float *restrict members,
                          float *restrict inputs, double *restrict sums) {
  for (long row = 0; row < m->rows; row++) {
    const double *from = forecasts + row * m->members;
    const double center = from[m->center];
    double sum = 0, squares = 0;
    for (long first = 0; first < m->members; first += DOUBLES) {
      const long count = smaller(DOUBLES, m->members - first);
      const D forecast = load_doubles(from + first, count);
      const D member = limited((forecast - m->level) / m->scale, m->limit);
      const D input = squashed((forecast - center) / m->scale);
      for (long i = 0; i < count; i++) {
        members[row * m->members + first + i] = (float)member[i];
        inputs[row * m->inputs + first + i] = (float)input[i];
        sum += member[i];
        squares += member[i] * member[i];
      }
    }
    sums[2 * row] = sum;
    sums[2 * row + 1] = squares;
  }
}

/* See `memberErrors` in ../../contract/exact.ts. */
static void member_errors(long rows, long members, const double *restrict forecasts, const double *restrict actual,
                          double scale, double limit, double *restrict sums) {
  for (long first = 0; first < members; first += DOUBLES) {
    const long count = smaller(DOUBLES, members - first);
    D size = doubles(0), bias = doubles(0);
    for (long row = 0; row < rows; row++) {
      const D error = limited((actual[row] - load_doubles(forecasts + row * members + first, count)) / scale, limit);
      size += absolute(error);
      bias += error;
    }
    store_doubles(sums + first, size, count);
    store_doubles(sums + members + first, bias, count);
  }
}

INLINE double square_sum(const double *x, long n) {
  double sum = 0;
  for (long i = 0; i < n; i++) sum += x[i] * x[i];
  return sum;
}

/* Profile [season] and loadings [days] whose product is nearest to `rest`. Returns the sum of the
 * squares of the product. */
static double next_component(const double *rest, long season, long days, long iterations, double *profile,
                             double *loadings) {
  long start = 0;
  double largest = -1;
  for (long d = 0; d < days; d++) {
    const double square = square_sum(rest + d * season, season);
    if (square > largest) {
      start = d;
      largest = square;
    }
  }
  for (long p = 0; p < season; p++) profile[p] = rest[start * season + p];
  double square_of_loadings = 0;
  for (long iteration = 0; iteration < iterations; iteration++) {
    const double square = square_sum(profile, season);
    square_of_loadings = 0;
    for (long d = 0; d < days; d++) {
      double product = 0;
      for (long p = 0; p < season; p++) product += rest[d * season + p] * profile[p];
      loadings[d] = square > 0 ? product / square : 0;
      square_of_loadings += loadings[d] * loadings[d];
    }
    if (!(square_of_loadings > 0)) return 0;
    for (long p = 0; p < season; p++) {
      double product = 0;
      for (long d = 0; d < days; d++) product += rest[d * season + p] * loadings[d];
      profile[p] = product / square_of_loadings;
    }
  }
  return square_of_loadings * square_sum(profile, season);
}

/* See `weekShape` in ../../contract/exact.ts. `work` [days·season + season + days]. */
static void week_shape(const WeekShape *w, const double *restrict z, double *restrict work, double *restrict shape,
                       double *restrict sums) {
  const long season = w->season, days = w->days, week = days * season, weeks = w->n / week;
  const double *read = z + (w->n - weeks * week);
  const long n = weeks * week;
  double *rest = work, *profile = work + week, *loadings = profile + season;
  for (long i = 0; i < week; i++) rest[i] = 0;
  for (long t = 0; t < n; t += week)
    for (long i = 0; i < week; i++) rest[i] += read[t + i] / weeks;
  double variance = 0; /* of a value of the mean week */
  if (weeks >= 2) {
    double squares = 0;
    for (long t = 0; t < n; t += week)
      for (long i = 0; i < week; i++) squares += (read[t + i] - rest[i]) * (read[t + i] - rest[i]);
    variance = squares / (week * (weeks - 1)) / weeks;
  }
  const double breadth = __builtin_sqrt(days - 1) + __builtin_sqrt(season);
  const double noise_bound = variance * (breadth * breadth);
  for (long p = 0; p < season; p++) {
    double mean = 0;
    for (long d = 0; d < days; d++) mean += rest[d * season + p] / days;
    for (long d = 0; d < days; d++) {
      shape[d * season + p] = mean;
      rest[d * season + p] -= mean;
    }
  }
  for (long component = 0; component < w->components; component++) {
    const double size = next_component(rest, season, days, w->iterations, profile, loadings);
    if (!(size > 0 && size < __builtin_inf())) break;
    const double left = 1 - noise_bound / size, kept = left <= 0 ? 0 : left; /* NaN stays NaN */
    for (long d = 0; d < days; d++)
      for (long p = 0; p < season; p++) {
        const double part = loadings[d] * profile[p];
        shape[d * season + p] += kept * part;
        rest[d * season + p] -= part;
      }
  }
  double product = 0, square = 0, before = read[0] - shape[0];
  for (long t = 1, i = 1; t < n; t++) {
    if (i == week) i = 0;
    const double value = read[t] - shape[i++];
    product += value * before;
    square += before * before;
    before = value;
  }
  sums[0] = product;
  sums[1] = square;
}

#endif
