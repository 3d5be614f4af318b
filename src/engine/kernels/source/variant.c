/* All kernels for one instruction set. Compiled once for each set, with its name as VARIANT. */
#include "forward.h"
#include "backward.h"
#include "elementwise.h"
#include "gemm.h"
#include "losses.h"
#include "optimizers.h"

#define TEXT(x) #x
#define QUOTED(x) TEXT(x)
#define JOIN(a, b) a##b
#define SYMBOL(variant) JOIN(kernels_, variant)

#ifdef __wasm__ /* has them in TypeScript */
#define EXACT 0
#else
#define EXACT_SYMBOL(variant) JOIN(exact_, variant)
extern const ExactKernels EXACT_SYMBOL(VARIANT);
#define EXACT &EXACT_SYMBOL(VARIANT)
#endif

static long scratch_length(const Shape *shape, int team_size) {
  return larger(forward_scratch(shape), backward_scratch(shape, smaller(team_size, shape->batch)));
}

const Kernels SYMBOL(VARIANT) = {
    .name = QUOTED(VARIANT),
    .lanes = LANES,
    .exact = EXACT,
    .packed_length = packed_length,
    .tape_length = tape_length,
    .scratch_length = scratch_length,
    .pack = pack,
    .forward = forward,
    .backward = backward,
    .gemm_scratch_length = gemm_scratch_length,
    .gemm = gemm,
    .silu = silu,
    .silu_backward = silu_backward,
    .outer_sum = outer_sum,
    .outer_sum_backward = outer_sum_backward,
    .pinball = pinball,
    .cross_entropy = cross_entropy,
    .sum_squares = sum_squares,
    .scale = scale,
    .adamw = adamw,
};
