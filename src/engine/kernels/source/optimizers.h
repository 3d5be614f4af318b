#ifndef GATECAST_OPTIMIZERS_H
#define GATECAST_OPTIMIZERS_H

#include "kernel.h"
#include "simd.h"

/* In float64, because squares of large gradients overflow float32. */
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

static double power(double base, long exponent) {
  double result = 1;
  for (; exponent > 0; exponent /= 2, base *= base)
    if (exponent % 2) result *= base;
  return result;
}

static void adamw(float *restrict values, const float *restrict gradients, float *restrict m, float *restrict v,
                  long length, const AdamW *options) {
  const long step = options->step;
  const float beta1 = options->beta1, beta2 = options->beta2, epsilon = options->epsilon;
  const float rest1 = 1 - options->beta1, rest2 = 1 - options->beta2;
  const float keep = 1 - options->learning_rate * options->weight_decay;
  const float rate = options->learning_rate / (1 - power(options->beta1, step));
  const float correction = 1 / __builtin_sqrt(1 - power(options->beta2, step));
  for (long i = 0; i < length; i++) {
    const float gradient = gradients[i];
    m[i] = beta1 * m[i] + rest1 * gradient;
    v[i] = beta2 * v[i] + rest2 * gradient * gradient;
    values[i] = values[i] * keep - rate * m[i] / (__builtin_sqrtf(v[i]) * correction + epsilon);
  }
}

#endif
