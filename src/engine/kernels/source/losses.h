#ifndef GATECAST_LOSSES_H
#define GATECAST_LOSSES_H

#include "activations.h"
#include "elementwise.h"

/* Pinball loss: see ../../losses/pinball.ts. Computes in float64, like the reference, so that a gradient is rounded
 * only once. */
static double pinball(float *restrict d, const float *restrict y_hat, const float *restrict y,
                      const unsigned char *restrict mask, const double *restrict quantiles,
                      const double *restrict weights, long rows, long levels) {
  long targets = 0;
  for (long row = 0; row < rows; row++) targets += !mask || mask[row];
  double weight_sum = 0;
  for (long q = 0; q < levels; q++) weight_sum += weights[q];
  const double scale = targets == 0 ? 0 : 1 / (targets * weight_sum);

  double loss = 0;
  for (long row = 0; row < rows; row++) {
    const long at = row * levels;
    if (mask && !mask[row]) {
      for (long q = 0; q < levels; q++) d[at + q] = 0;
      continue;
    }
    for (long q = 0; q < levels; q++) {
      const double error = (double)y[row] - y_hat[at + q];
      /* At an error of 0 any slope between q - 1 and q is a subgradient; NaN stays NaN. */
      const double slope = error > 0 ? quantiles[q] : error < 0 ? quantiles[q] - 1 : error;
      loss += weights[q] * slope * error;
      d[at + q] = -scale * weights[q] * slope;
    }
  }
  return loss * scale;
}

INLINE V exp_of(V x) {
  V scale, fraction;
  exp2_parts(clamp(x, -87, 87), LOG2_E, &scale, &fraction);
  return scale * fraction + scale;
}

/* Index of the first element that equals the largest one; 0 if the largest is NaN. */
INLINE long largest_at(const float *x, long count) {
  const long whole = count / LANES * LANES;
  V most = splat(x[0]);
  for (long i = 0; i < whole; i += LANES) {
    const V here = load(x + i);
    const VInt above = here > most;
    most = (V)(((VInt)here & above) | ((VInt)most & ~above));
  }
  float lanes[LANES], largest = x[0];
  store(lanes, most);
  for (int lane = 0; lane < LANES; lane++) largest = lanes[lane] > largest ? lanes[lane] : largest;
  for (long i = whole; i < count; i++) largest = x[i] > largest ? x[i] : largest;
  for (long i = 0; i < count; i++)
    if (x[i] == largest) return i;
  return 0;
}

/* Sum of e^(x - largest) over a row. Writes each term to `to` unless it is null. */
INLINE double exponentials(float *to, const float *x, float largest, long count) {
  double total = 0;
  for (long first = 0; first < count; first += PART * LANES) {
    V part = {0};
    for (long i = first; i < smaller(count, first + PART * LANES); i += LANES) {
      const long rest = count - i;
      V e = exp_of(load_part(x + i, rest) - largest);
      if (to) store_part(to + i, e, rest);
      if (rest < LANES) {
        float lanes[LANES];
        store(lanes, e);
        e = load_part(lanes, rest);
      }
      part += e;
    }
    float lanes[LANES];
    store(lanes, part);
    for (int lane = 0; lane < LANES; lane++) total += lanes[lane];
  }
  return total;
}

/* Cross-entropy: see `cross_entropy` in kernel.h and ../../losses/cross-entropy.ts. */
static void cross_entropy(float *restrict d, const float *restrict logits, const unsigned *restrict symbols,
                          const unsigned char *restrict mask, long rows, long count, double *restrict sums,
                          double *restrict gaps, unsigned *restrict tops) {
  long targets = 0;
  for (long row = 0; row < rows; row++) targets += !mask || mask[row];
  const double weight = targets == 0 ? 0 : 1. / targets;
  for (long row = 0; row < rows; row++) {
    const float *x = logits + row * count;
    float *to = d ? d + row * count : 0;
    if (mask && !mask[row]) {
      if (to)
        for (long i = 0; i < count; i++) to[i] = 0;
      sums[row] = 1;
      gaps[row] = 0;
      if (tops) tops[row] = 0;
      continue;
    }
    const long top = largest_at(x, count);
    sums[row] = exponentials(to, x, x[top], count);
    gaps[row] = (double)x[top] - x[symbols[row]];
    if (tops) tops[row] = (unsigned)top;
    if (!to) continue;
    const float factor = (float)(weight / sums[row]);
    for (long i = 0; i < count; i += LANES) store_part(to + i, load_part(to + i, count - i) * factor, count - i);
    to[symbols[row]] -= (float)weight;
  }
}

#endif
