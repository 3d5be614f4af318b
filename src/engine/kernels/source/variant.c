/* All kernels for one instruction set. Compiled once for each set, with its name as VARIANT. */
#include "forward.h"
#include "backward.h"
#include "elementwise.h"
#include "gemm.h"
#include "losses.h"
#include "optimizers.h"
#include "subnormals.h"

/* Two macros each, because # and ## take the name of an argument and not its value: QUOTED(VARIANT) is "avx2" and
 * SYMBOL(VARIANT) is kernels_avx2. */
#define TEXT(x) #x
#define QUOTED(x) TEXT(x)
#define JOIN(a, b) a##b
#define SYMBOL(variant) JOIN(kernels_, variant)

#ifdef __wasm__ /* WebAssembly uses the exact kernels in TypeScript */
#define EXACT 0
#else
#define EXACT_SYMBOL(variant) JOIN(exact_, variant)
extern const ExactKernels EXACT_SYMBOL(VARIANT);
#define EXACT &EXACT_SYMBOL(VARIANT)
#endif

static long scratch_length(const Shape *shape, int team_size) {
  return larger(forward_scratch(shape), backward_scratch(shape, smaller(team_size, shape->batch)));
}

/* The kernels through which gradients pass, with subnormal numbers as 0 in the thread of the caller. */
static void forward_flushed(const Shape *shape, const float *packed, const float *x, float *h, float *c, float *tape,
                            float *scratch, Team *team) {
  const unsigned mode = flush_subnormals();
  forward(shape, packed, x, h, c, tape, scratch, team);
  restore_mode(mode);
}

static void backward_flushed(const Shape *shape, const Weights *weights, const WeightGradients *gradients,
                             const float *x, const float *h, const float *c, const float *tape, float *scratch,
                             const float *d_output, float *d_h, float *d_c, float *dx, Team *team) {
  const unsigned mode = flush_subnormals();
  backward(shape, weights, gradients, x, h, c, tape, scratch, d_output, d_h, d_c, dx, team);
  restore_mode(mode);
}

static void gemm_flushed(long m, long n, long k, const float *a, long a_row, long a_column, const float *b, long b_row,
                         long b_column, int accumulate, float *c, float *scratch) {
  const unsigned mode = flush_subnormals();
  gemm(m, n, k, a, a_row, a_column, b, b_row, b_column, accumulate, c, scratch);
  restore_mode(mode);
}

static void adamw_flushed(float *values, const float *gradients, float *m, float *v, long length,
                          const AdamW *options) {
  const unsigned mode = flush_subnormals();
  adamw(values, gradients, m, v, length, options);
  restore_mode(mode);
}

const Kernels SYMBOL(VARIANT) = {
    .name = QUOTED(VARIANT),
    .lanes = LANES,
    .exact = EXACT,
    .packed_length = packed_length,
    .tape_length = tape_length,
    .scratch_length = scratch_length,
    .pack = pack,
    .forward = forward_flushed,
    .backward = backward_flushed,
    .gemm_scratch_length = gemm_scratch_length,
    .gemm = gemm_flushed,
    .silu = silu,
    .silu_backward = silu_backward,
    .outer_sum = outer_sum,
    .outer_sum_backward = outer_sum_backward,
    .pinball = pinball,
    .cross_entropy = cross_entropy,
    .sum_squares = sum_squares,
    .scale = scale,
    .adamw = adamw_flushed,
};
