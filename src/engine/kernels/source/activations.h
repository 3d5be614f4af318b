/* Sigmoid and tanh of a vector; relative errors stay under 5e-7 where |x| < 20 (test/engine/kernels.test.ts). */
#ifndef GATECAST_ACTIVATIONS_H
#define GATECAST_ACTIVATIONS_H

#include "simd.h"

/* 2^y = scale * (1 + fraction), for |y| ≤ 126. Adding 1.5 * 2^23 rounds y to a whole number n and leaves n in the
 * low bits, from where it moves into the exponent. The polynomial is (2^r - 1) / r for |r| ≤ 1/2, fitted to 1.1e-8. */
INLINE void exp2_parts(V y, V *scale, V *fraction) {
  const float magic = 12582912.f;
  const V shifted = y + magic;
  const V r = y - (shifted - magic);
  *scale = (V)(((VInt)shifted << 23) + 0x3f800000);
  V p = splat(1.5403512e-4f);
  p = p * r + 1.33907353e-3f;
  p = p * r + 9.61823762e-3f;
  p = p * r + 5.55035733e-2f;
  p = p * r + 2.40226492e-1f;
  p = p * r + 6.93147182e-1f;
  *fraction = p * r;
}

#define LOG2_E 1.44269504f

INLINE V sigmoid(V x) {
  V scale, fraction;
  exp2_parts(clamp(x * -LOG2_E, -125, 125), &scale, &fraction);
  return reciprocal(scale * fraction + (scale + 1));
}

/* (e^2x - 1) / (e^2x + 1). e^2x - 1 is put together without cancellation, so that small x keep their precision. */
INLINE V tanh_of(V x) {
  V scale, fraction;
  exp2_parts(clamp(x * (2 * LOG2_E), -30, 30), &scale, &fraction);
  const V less_one = scale * fraction + (scale - 1);
  return less_one * reciprocal(less_one + 2);
}

#endif
