/* Sigmoid and tanh of a vector. For |x| < 20 the relative error is below 5e-7 with fused multiply-add and below 1e-6
 * without it (test/engine/kernels.test.ts). */
#ifndef GATECAST_ACTIVATIONS_H
#define GATECAST_ACTIVATIONS_H

#include "simd.h"

#define LOG2_E 1.44269504f

/* 2^(x * factor) = scale * (1 + fraction), for exponents between -126 and 126. Adding 1.5 * 2^23 rounds the exponent to
 * an integer n and leaves n in the low bits, which are then shifted into the exponent of a float. The polynomial is
 * (2^r - 1) / r for |r| ≤ 1/2, fitted to 1.1e-8. */
INLINE void exp2_parts(V x, float factor, V *scale, V *fraction) {
  const float magic = 12582912.f;
  const V shifted = x * factor + magic;
  const V r = x * factor - (shifted - magic);
  *scale = (V)(((VInt)shifted << 23) + 0x3f800000);
  V p = splat(1.5403512e-4f);
  p = p * r + 1.33907353e-3f;
  p = p * r + 9.61823762e-3f;
  p = p * r + 5.55035733e-2f;
  p = p * r + 2.40226492e-1f;
  p = p * r + 6.93147182e-1f;
  *fraction = p * r;
}

INLINE V sigmoid(V x) {
  V scale, fraction;
  exp2_parts(clamp(x, -87, 87), -LOG2_E, &scale, &fraction);
  return reciprocal(scale * fraction + (scale + 1));
}

/* (e^2x - 1) / (e^2x + 1). e^2x - 1 is computed without cancellation, so that small x keep their precision. */
INLINE V tanh_of(V x) {
  V scale, fraction;
  exp2_parts(clamp(x, -10, 10), 2 * LOG2_E, &scale, &fraction);
  const V less_one = scale * fraction + (scale - 1);
  return less_one * reciprocal(less_one + 2);
}

#endif
