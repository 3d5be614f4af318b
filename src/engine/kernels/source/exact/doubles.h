/* A vector of DOUBLES float64 for the exact kernels, and functions that give the bytes of JavaScript's. */
#ifndef GATECAST_EXACT_DOUBLES_H
#define GATECAST_EXACT_DOUBLES_H

#include "../simd.h"

enum { DOUBLES = LANES / 2 };
typedef double D __attribute__((vector_size(8 * DOUBLES)));
typedef long long DInt __attribute__((vector_size(8 * DOUBLES)));
typedef unsigned long long DWord __attribute__((vector_size(8 * DOUBLES)));
typedef double DUnaligned __attribute__((vector_size(8 * DOUBLES), aligned(8), may_alias));

INLINE D choose(DInt mask, D yes, D no) { return (D)(((DInt)yes & mask) | ((DInt)no & ~mask)); }
INLINE D doubles(double x) { return x - (D){0}; }
INLINE D absolute(D x) { return (D)((DInt)x & 0x7fffffffffffffff); }

/* ln (2^-shift · x) for normal numbers x > 0, infinity and NaN. x = 2^k · (1 + f) with 1 + f between √½ and √2.
 * Reduction, polynomial and order of the sums are those of V8's Math.log. Source: FreeBSD, lib/msun/src/e_log.c
 * (Sun Microsystems, 1993). */
INLINE D log_of_scaled(D x, double shift) {
  const double ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;
  const DInt bits = (DInt)x;
  const D mantissa = (D)((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  const DInt is_upper = mantissa >= doubles(1 + 0x6a09c / 1048576.);
  /* The exponent as a float64: 2^52 + n has n in its lowest bits. */
  const DInt exponent = (DInt)((DWord)bits >> 52) - is_upper;
  const D k = (D)(exponent | 0x4330000000000000) - (4503599627370496. + 1023 + shift);
  const D f = choose(is_upper, mantissa * 0.5, mantissa) - 1;
  const D s = f / (2 + f), z = s * s, w = z * z;
  const D even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  const D odd =
      z * (6.666666666666735130e-01 +
           w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  const D r = odd + even, half = 0.5 * f * f;
  const DInt is_middle = (mantissa >= doubles(1 + 0x6147a / 1048576.)) & (mantissa < doubles(1 + 0x6b852 / 1048576.));
  D rest = choose(is_middle, half - (s * (half + r) + k * ln2_low), s * (f - r) - k * ln2_low);
  const DInt is_near_one = (mantissa < doubles(1 + 1 / 1048576.)) | (mantissa >= doubles(1 + 0xffffe / 1048576.));
  rest = choose(is_near_one, f * f * (0.5 - 0.33333333333333333 * f) - k * ln2_low, rest);
  const DInt is_finite = x - x == doubles(0);
  return choose(is_finite, k * ln2_high - (rest - f), x);
}

INLINE D log_of(D x) { return log_of_scaled(x, 0); }

/* ln x for any x > 0, infinity and NaN. */
INLINE double log_of_one(double x) {
  const int is_subnormal = x < 0x1p-1022;
  return log_of_scaled(doubles(is_subnormal ? x * 0x1p54 : x), is_subnormal ? 54 : 0)[0];
}

INLINE D signed_log(D x) {
  const DInt is_negative = x < doubles(0);
  const D y = log_of(choose(is_negative, 1 - x, 1 + x));
  return choose(is_negative, -y, y);
}

/* Reads `count` elements; the lanes after them repeat the first. */
INLINE D load_doubles(const double *p, long count) {
  if (count >= DOUBLES) return *(const DUnaligned *)p;
  double lanes[DOUBLES];
  for (long i = 0; i < DOUBLES; i++) lanes[i] = p[i < count ? i : 0];
  return *(const DUnaligned *)lanes;
}

#endif
