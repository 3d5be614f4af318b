/* A vector of LANES floats, with the vector extensions of GCC and Clang. One source serves every instruction set: the
 * compiler turns `+` and `*` into its instructions, fused multiply-add included. */
#ifndef GATECAST_SIMD_H
#define GATECAST_SIMD_H

#if defined(__AVX512F__)
#include <immintrin.h>
#define LANES 16
#define ACCUMULATORS 24 /* of 32 registers; the rest hold a row of b and an element of a */
#elif defined(__AVX2__)
#include <immintrin.h>
#define LANES 8
#define ACCUMULATORS 12 /* of 16 registers */
#elif defined(__aarch64__)
#include <arm_neon.h>
#define LANES 4
#define ACCUMULATORS 24
#else
#if defined(__SSE2__)
#include <immintrin.h>
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#endif
#define LANES 4
#define ACCUMULATORS 8 /* without fused multiply-add each product needs a register before it is added */
#endif

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("GCC unroll 16")

typedef float V __attribute__((vector_size(4 * LANES)));
typedef int VInt __attribute__((vector_size(4 * LANES)));
typedef float VUnaligned __attribute__((vector_size(4 * LANES), aligned(4), may_alias));

INLINE V load(const float *p) { return *(const VUnaligned *)p; }
INLINE void store(float *p, V x) { *(VUnaligned *)p = x; }
INLINE V splat(float x) { return x - (V){0}; }

/* Loads the first `count` lanes; the others are 0. */
INLINE V load_part(const float *p, long count) {
  if (count >= LANES) return load(p);
  float lanes[LANES] = {0};
  for (long i = 0; i < count; i++) lanes[i] = p[i];
  return load(lanes);
}

INLINE void store_part(float *p, V x, long count) {
  if (count >= LANES) {
    store(p, x);
    return;
  }
  float lanes[LANES];
  store(lanes, x);
  for (long i = 0; i < count; i++) p[i] = lanes[i];
}

/* Limits x to [low, high]. NaN stays NaN, because of the order of the operands. */
INLINE V clamp(V x, float low, float high) {
#if defined(__AVX512F__)
  return _mm512_max_ps(splat(low), _mm512_min_ps(splat(high), x));
#elif defined(__AVX2__)
  return _mm256_max_ps(splat(low), _mm256_min_ps(splat(high), x));
#elif defined(__aarch64__)
  return vmaxq_f32(splat(low), vminq_f32(splat(high), x));
#elif defined(__SSE2__)
  return _mm_max_ps(splat(low), _mm_min_ps(splat(high), x));
#elif defined(__wasm_simd128__)
  return (V)wasm_f32x4_pmax(wasm_f32x4_pmin((v128_t)x, wasm_f32x4_splat(high)), wasm_f32x4_splat(low));
#else
  const VInt above = x > splat(high), below = x < splat(low);
  return (V)(((VInt)x & ~above & ~below) | ((VInt)splat(high) & above) | ((VInt)splat(low) & below));
#endif
}

/* 1 / x with an error of at most about one unit in the last place, for finite x of ordinary size. */
INLINE V reciprocal(V x) {
#if defined(__AVX512F__)
  const V guess = _mm512_rcp14_ps(x); /* 14 correct bits; one step of Newton's method doubles them */
  return guess * (1 - x * guess) + guess;
#else
  return 1 / x;
#endif
}

/* Floats of a cache line: `align` skips up to this many at the start of memory that callers pass. */
enum { ALIGNMENT = 16 };
INLINE float *align(float *p) { return (float *)(((__SIZE_TYPE__)p + 63) & ~(__SIZE_TYPE__)63); }
INLINE long round_up(long n, long multiple) { return (n + multiple - 1) / multiple * multiple; }
INLINE long smaller(long a, long b) { return a < b ? a : b; }
INLINE long larger(long a, long b) { return a > b ? a : b; }

#endif
