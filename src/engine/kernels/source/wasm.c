/* Exports for WebAssembly, called by ../wasm/index.ts with addresses in the module's memory. There is no C library. */
#include "kernel.h"

#define EXPORT(name) __attribute__((export_name(#name)))

extern const Kernels kernels_wasm;
#define SHAPE_ARGUMENTS Cell cell, long steps, long batch, long inputs, long hidden
#define SHAPE_OF_ARGUMENTS (&(Shape){cell, steps, batch, inputs, hidden})

static Team single_member = {1, 0};

EXPORT(packedLength) long packed_length(SHAPE_ARGUMENTS) { return kernels_wasm.packed_length(SHAPE_OF_ARGUMENTS); }
EXPORT(tapeLength) long tape_length(SHAPE_ARGUMENTS) { return kernels_wasm.tape_length(SHAPE_OF_ARGUMENTS); }
EXPORT(scratchLength) long scratch_length(SHAPE_ARGUMENTS) {
  return kernels_wasm.scratch_length(SHAPE_OF_ARGUMENTS, 1);
}
EXPORT(gemmScratchLength) long gemm_scratch_length(void) { return kernels_wasm.gemm_scratch_length(); }

EXPORT(pack)
void pack(SHAPE_ARGUMENTS, const float *weight_ih, const float *weight_hh, const float *bias_ih, const float *bias_hh,
          float *packed) {
  const Weights weights = {weight_ih, weight_hh, bias_ih, bias_hh};
  kernels_wasm.pack(SHAPE_OF_ARGUMENTS, &weights, packed);
}

EXPORT(forward)
void forward(SHAPE_ARGUMENTS, const float *packed, const float *x, float *h, float *c, float *tape, float *scratch) {
  kernels_wasm.forward(SHAPE_OF_ARGUMENTS, packed, x, h, c, tape, scratch, &single_member);
}

EXPORT(backward)
void backward(SHAPE_ARGUMENTS, const float *weight_ih, const float *weight_hh, const float *bias_ih,
              const float *bias_hh, float *d_weight_ih, float *d_weight_hh, float *d_bias_ih, float *d_bias_hh, const float *x,
              const float *h, const float *c, const float *tape, float *scratch, const float *d_output, float *d_h,
              float *d_c, float *dx) {
  const Weights weights = {weight_ih, weight_hh, bias_ih, bias_hh};
  const WeightGradients gradients = {d_weight_ih, d_weight_hh, d_bias_ih, d_bias_hh};
  kernels_wasm.backward(SHAPE_OF_ARGUMENTS, &weights, &gradients, x, h, c, tape, scratch, d_output, d_h, d_c, dx,
                        &single_member);
}

EXPORT(gemm)
void gemm(int transpose_a, int transpose_b, long m, long n, long k, const float *a, const float *b, int accumulate,
          float *c, float *scratch) {
  kernels_wasm.gemm(m, n, k, a, transpose_a ? 1 : k, transpose_a ? m : 1, b, transpose_b ? 1 : n, transpose_b ? k : 1,
                    accumulate, c, scratch);
}

EXPORT(silu) void silu(float *y, const float *x, long length) { kernels_wasm.silu(y, x, length); }

EXPORT(siluBackward)
void silu_backward(float *dx, const float *x, const float *dy, long length) {
  kernels_wasm.silu_backward(dx, x, dy, length);
}

EXPORT(outerSum)
void outer_sum(float *to, const float *rows, const float *shifts, long n, long r, long columns) {
  kernels_wasm.outer_sum(to, rows, shifts, n, r, columns);
}

EXPORT(outerSumBackward)
void outer_sum_backward(float *d_rows, float *d_shifts, const float *d, long n, long r, long columns) {
  kernels_wasm.outer_sum_backward(d_rows, d_shifts, d, n, r, columns);
}

EXPORT(sumSquares) double sum_squares(const float *values, long length) {
  return kernels_wasm.sum_squares(values, length);
}

EXPORT(scale) void scale(float *values, float factor, long length) { kernels_wasm.scale(values, factor, length); }

EXPORT(adamw)
void adamw(float *values, const float *gradients, float *m, float *v, long length, double step, double learning_rate,
           double beta1, double beta2, double epsilon, double weight_decay) {
  const AdamW options = {step, learning_rate, beta1, beta2, epsilon, weight_decay};
  kernels_wasm.adamw(values, gradients, m, v, length, &options);
}
