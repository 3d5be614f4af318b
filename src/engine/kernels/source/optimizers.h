#ifndef GATECAST_OPTIMIZERS_H
#define GATECAST_OPTIMIZERS_H

#include "simd.h"

/* In float64, as squares of large gradients overflow float32. */
static double sum_squares(const float *values, long length) {
  enum { SUMS = 4 * LANES };
  double sums[SUMS] = {0};
  long i = 0;
  for (; i + SUMS <= length; i += SUMS)
    for (int lane = 0; lane < SUMS; lane++) {
      const double value = values[i + lane];
      sums[lane] += value * value;
    }
  for (; i < length; i++) sums[0] += (double)values[i] * values[i];
  double total = 0;
  for (int lane = 0; lane < SUMS; lane++) total += sums[lane];
  return total;
}

static void scale(float *values, float factor, long length) {
  for (long i = 0; i < length; i++) values[i] *= factor;
}

static void adamw(float *restrict values, const float *restrict gradients, float *restrict m, float *restrict v,
                  long length, float beta1, float beta2, float keep, float rate, float correction, float epsilon) {
  const float rest1 = 1 - beta1, rest2 = 1 - beta2, factor = 1 / correction;
  for (long i = 0; i < length; i++) {
    const float gradient = gradients[i];
    m[i] = beta1 * m[i] + rest1 * gradient;
    v[i] = beta2 * v[i] + rest2 * gradient * gradient;
    values[i] = values[i] * keep - rate * m[i] / (__builtin_sqrtf(v[i]) * factor + epsilon);
  }
}

#endif
