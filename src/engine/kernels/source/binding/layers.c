/* Layers: recurrent ones, products and what works element by element. */
#include <string.h>

#include "arguments.h"
#include "calls.h"

static Team single_member = {1, 0};

static int team_size(const Engine *engine) { return engine->team ? engine->team->size : 1; }

/* Memory that callers of a layer pass: the numbers of ../../native/index.ts. */
typedef enum { LAYER_PACKED = 0, LAYER_TAPE = 1, LAYER_SCRATCH = 2 } LayerMemory;

/* lengths(engine, …shape, memory): floats of this memory */
napi_value call_lengths(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  const Shape s = next_shape(&a);
  const LayerMemory memory = (LayerMemory)next_size(&a);
  if (a.fault) return failed(&a);
  const Kernels *k = engine->kernels;
  return number_of(env, memory == LAYER_PACKED ? k->packed_length(&s)
                        : memory == LAYER_TAPE ? k->tape_length(&s)
                                               : k->scratch_length(&s, team_size(engine)));
}

/* pack(engine, …shape, …weights, packed) */
napi_value call_pack(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  const Shape s = next_shape(&a);
  const Weights w = next_weights(&a, &s);
  if (a.fault) return failed(&a);
  float *packed = next_floats(&a, engine->kernels->packed_length(&s), "packed", 0);
  if (a.fault) return failed(&a);
  engine->kernels->pack(&s, &w, packed);
  return 0;
}

/* forward(engine, …shape, packed, x, h, c, tape | null, scratch) */
napi_value call_forward(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  const Shape s = next_shape(&a);
  if (a.fault) return failed(&a);
  const Kernels *k = engine->kernels;
  const long states = (s.steps + 1) * s.batch * s.hidden;
  const float *packed = next_floats(&a, k->packed_length(&s), "packed", 0);
  const float *x = next_floats(&a, s.steps * s.batch * s.inputs, "x", 0);
  float *h = next_floats(&a, states, "h", 0);
  float *c = next_floats(&a, s.cell == LSTM ? states : 0, "c", 0);
  float *tape = next_floats_or_null(&a, k->tape_length(&s), "tape");
  float *scratch = next_floats(&a, k->scratch_length(&s, team_size(engine)), "scratch", 0);
  if (a.fault) return failed(&a);
  k->forward(&s, packed, x, h, c, tape, scratch, engine->team ? engine->team : &single_member);
  return 0;
}

/* backward(engine, …shape, …weights, …gradients, x, h, c, tape, scratch, dOutput | null, dH, dC, dx | null) */
napi_value call_backward(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  const Shape s = next_shape(&a);
  const Weights w = next_weights(&a, &s);
  const Weights g = next_weights(&a, &s);
  if (a.fault) return failed(&a);
  const Kernels *k = engine->kernels;
  const long states = s.batch * s.hidden;
  const float *x = next_floats(&a, s.steps * s.batch * s.inputs, "x", 0);
  const float *h = next_floats(&a, (s.steps + 1) * states, "h", 0);
  const float *c = next_floats(&a, s.cell == LSTM ? (s.steps + 1) * states : 0, "c", 0);
  const float *tape = next_floats(&a, k->tape_length(&s), "tape", 0);
  float *scratch = next_floats(&a, k->scratch_length(&s, team_size(engine)), "scratch", 0);
  const float *d_output = next_floats_or_null(&a, s.steps * states, "dOutput");
  float *d_h = next_floats(&a, states, "dH", 0);
  float *d_c = next_floats(&a, s.cell == LSTM ? states : 0, "dC", 0);
  float *dx = next_floats_or_null(&a, s.steps * s.batch * s.inputs, "dx");
  if (a.fault) return failed(&a);
  const WeightGradients gradients = {(float *)g.weight_ih, (float *)g.weight_hh, (float *)g.bias_ih,
                                     (float *)g.bias_hh};
  k->backward(&s, &w, &gradients, x, h, c, tape, scratch, d_output, d_h, d_c, dx,
              engine->team ? engine->team : &single_member);
  return 0;
}

/* gemm(engine, transposeA, transposeB, m, n, k, a, b, accumulate, c) */
napi_value call_gemm(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  const long transpose_a = next_size(&a), transpose_b = next_size(&a);
  const long m = next_size(&a), n = next_size(&a), k = next_size(&a);
  const float *left = next_floats(&a, m * k, "a", 0);
  const float *right = next_floats(&a, k * n, "b", 0);
  const long accumulate = next_size(&a);
  float *c = next_floats(&a, m * n, "c", 0);
  if (a.fault) return failed(&a);
  engine->kernels->gemm(m, n, k, left, transpose_a ? 1 : k, transpose_a ? m : 1, right, transpose_b ? 1 : n,
                        transpose_b ? k : 1, accumulate != 0, c, engine->gemm_scratch);
  return 0;
}

/* linear(engine, transposeWeight, rows, outputSize, inputSize, x, weight, bias, y): y = x · op(weight) + bias */
napi_value call_linear(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  const long transpose = next_size(&a);
  const long m = next_size(&a), n = next_size(&a), k = next_size(&a);
  const float *x = next_floats(&a, m * k, "x", 0);
  const float *weight = next_floats(&a, k * n, "weight", 0);
  const float *bias = next_floats(&a, n, "bias", 0);
  float *y = next_floats(&a, m * n, "y", 0);
  if (a.fault) return failed(&a);
  for (long row = 0; row < m; row++) memcpy(y + row * n, bias, n * sizeof(float));
  engine->kernels->gemm(m, n, k, x, k, 1, weight, transpose ? 1 : n, transpose ? k : 1, 1, y, engine->gemm_scratch);
  return 0;
}

/* silu(engine, y, x) */
napi_value call_silu(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  long length = 0;
  float *y = next_floats(&a, 0, "y", &length);
  const float *x = next_floats(&a, length, "x", 0);
  if (a.fault) return failed(&a);
  engine->kernels->silu(y, x, length);
  return 0;
}

/* siluBackward(engine, dx, x, dy) */
napi_value call_silu_backward(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  long length = 0;
  float *dx = next_floats(&a, 0, "dx", &length);
  const float *x = next_floats(&a, length, "x", 0);
  const float *dy = next_floats(&a, length, "dy", 0);
  if (a.fault) return failed(&a);
  engine->kernels->silu_backward(dx, x, dy, length);
  return 0;
}

typedef struct {
  long n, r, columns;
} Block;

/* Three sizes whose product does not overflow int64. */
static Block next_block(Arguments *a) {
  Block b;
  b.n = next_size(a);
  b.r = next_size(a);
  b.columns = next_size(a);
  if (!a->fault && b.n * b.r > size_max) a->fault = "a size";
  if (a->fault) b.n = b.r = b.columns = 0;
  return b;
}

/* outerSum(engine, n, r, columns, to, rows, shifts) */
napi_value call_outer_sum(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  const Block b = next_block(&a);
  float *to = next_floats(&a, b.n * b.r * b.columns, "to", 0);
  const float *rows = next_floats(&a, b.r * b.columns, "rows", 0);
  const float *shifts = next_floats(&a, b.n * b.columns, "shifts", 0);
  if (a.fault) return failed(&a);
  engine->kernels->outer_sum(to, rows, shifts, b.n, b.r, b.columns);
  return 0;
}

/* outerSumBackward(engine, n, r, columns, dRows | null, dShifts | null, d) */
napi_value call_outer_sum_backward(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  const Block b = next_block(&a);
  float *d_rows = next_floats_or_null(&a, b.r * b.columns, "dRows");
  float *d_shifts = next_floats_or_null(&a, b.n * b.columns, "dShifts");
  const float *d = next_floats(&a, b.n * b.r * b.columns, "d", 0);
  if (a.fault) return failed(&a);
  engine->kernels->outer_sum_backward(d_rows, d_shifts, d, b.n, b.r, b.columns);
  return 0;
}
