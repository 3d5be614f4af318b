/* Node-API functions, called by ../native/index.ts. They check every array against the shape, so that no call from
 * JavaScript can read or write outside of an array. Only `create` and `allocate` allocate. */
#include <node_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "select.h"
#include "team.h"

typedef struct {
  const Kernels *kernels;
  Team *team; /* null: a single thread */
  float *gemm_scratch;
} Engine;

static Team single_member = {1, 0};

/* The arguments of one call. After a fault the next_* functions return 0; `fault` names an argument that is wrong. */
typedef struct {
  napi_env env;
  napi_value values[32];
  size_t count, next;
  const char *fault;
} Arguments;

static Arguments arguments_of(napi_env env, napi_callback_info info) {
  Arguments a = {.env = env, .count = 32};
  if (napi_get_cb_info(env, info, &a.count, a.values, 0, 0) != napi_ok || a.count > 32) a.fault = "arguments";
  return a;
}

static napi_value next_value(Arguments *a) {
  if (a->next >= a->count) {
    a->fault = "too few arguments";
    return 0;
  }
  return a->values[a->next++];
}

/* Sizes up to this: the product of two does not overflow int64. */
static const int64_t size_max = (int64_t)1 << 31;

static long next_size(Arguments *a) {
  int64_t size = 0;
  const napi_value value = next_value(a);
  if (a->fault || napi_get_value_int64(a->env, value, &size) != napi_ok || size < 0 || size > size_max)
    a->fault = "a size";
  return size;
}

/* Numbers are passed in a Float64Array: as JavaScript values V8 would allocate them. */
static double *next_numbers(Arguments *a, size_t length) {
  napi_typedarray_type type;
  size_t count = 0;
  void *data = 0;
  const napi_value value = next_value(a);
  if (a->fault) return 0;
  if (napi_get_typedarray_info(a->env, value, &type, &count, &data, 0, 0) != napi_ok || type != napi_float64_array ||
      count < length)
    a->fault = "numbers";
  return data;
}

static Engine *next_engine(Arguments *a) {
  void *engine = 0;
  const napi_value value = next_value(a);
  if (a->fault || napi_get_value_external(a->env, value, &engine) != napi_ok) a->fault = "an engine";
  return engine;
}

/* A Float32Array of at least `length` elements. `name` is used in the error message; `found` gets the actual length. */
static float *next_floats(Arguments *a, long length, const char *name, long *found) {
  napi_typedarray_type type;
  size_t count = 0;
  void *data = 0;
  const napi_value value = next_value(a);
  if (a->fault) return 0;
  if (napi_get_typedarray_info(a->env, value, &type, &count, &data, 0, 0) != napi_ok || type != napi_float32_array ||
      (long)count < length) {
    a->fault = name;
    return 0;
  }
  if (found) *found = (long)count;
  return data;
}

static float *next_floats_or_null(Arguments *a, long length, const char *name) {
  napi_valuetype type;
  if (a->fault || a->next >= a->count) return next_floats(a, length, name, 0);
  if (napi_typeof(a->env, a->values[a->next], &type) == napi_ok && type == napi_null) {
    a->next++;
    return 0;
  }
  return next_floats(a, length, name, 0);
}

static const unsigned char *next_bytes_or_null(Arguments *a, long length, const char *name) {
  napi_valuetype is;
  napi_typedarray_type type;
  size_t count = 0;
  void *data = 0;
  const napi_value value = next_value(a);
  if (a->fault || (napi_typeof(a->env, value, &is) == napi_ok && is == napi_null)) return 0;
  if (napi_get_typedarray_info(a->env, value, &type, &count, &data, 0, 0) != napi_ok || type != napi_uint8_array ||
      (long)count < length)
    a->fault = name;
  return data;
}

/* A Uint32Array of at least `length` elements; null is accepted if `may_be_null`. */
static unsigned *next_words(Arguments *a, long length, const char *name, int may_be_null) {
  napi_valuetype is;
  napi_typedarray_type type;
  size_t count = 0;
  void *data = 0;
  const napi_value value = next_value(a);
  if (a->fault) return 0;
  if (may_be_null && napi_typeof(a->env, value, &is) == napi_ok && is == napi_null) return 0;
  if (napi_get_typedarray_info(a->env, value, &type, &count, &data, 0, 0) != napi_ok || type != napi_uint32_array ||
      (long)count < length)
    a->fault = name;
  return data;
}

static napi_value failed(const Arguments *a) {
  char message[96];
  snprintf(message, sizeof message, "native kernel: %s does not fit the shape", a->fault);
  napi_throw_range_error(a->env, 0, message);
  return 0;
}

static Shape next_shape(Arguments *a) {
  Shape s;
  const long cell = next_size(a);
  s.steps = next_size(a);
  s.batch = next_size(a);
  s.inputs = next_size(a);
  s.hidden = next_size(a);
  /* An upper bound on the elements of every array of this shape, gates and padding included. */
  const double columns = (double)s.inputs + s.hidden + 64;
  const double elements = 64 * columns * ((double)(s.steps + 1) * s.batch + columns);
  if (!a->fault && (cell > GRU || s.steps < 1 || s.batch < 1 || s.inputs < 1 || s.hidden < 1 || elements > 1LL << 52))
    a->fault = "the shape itself";
  s.cell = a->fault ? RNN : (Cell)cell;
  if (a->fault) s.steps = s.batch = s.inputs = s.hidden = 1;
  return s;
}

static long gates_of(const Shape *s) { return s->cell == RNN ? 1 : s->cell == LSTM ? 4 : 3; }

static Weights next_weights(Arguments *a, const Shape *s) {
  const long rows = gates_of(s) * s->hidden;
  Weights w;
  w.weight_ih = next_floats(a, rows * s->inputs, "weightIh", 0);
  w.weight_hh = next_floats(a, rows * s->hidden, "weightHh", 0);
  w.bias_ih = next_floats(a, rows, "biasIh", 0);
  w.bias_hh = next_floats(a, rows, "biasHh", 0);
  return w;
}

static napi_value number_of(napi_env env, double number) {
  napi_value value = 0;
  napi_create_double(env, number, &value);
  return value;
}

static int team_size(const Engine *engine) { return engine->team ? engine->team->size : 1; }

static int64_t engine_bytes(const Engine *engine) {
  return sizeof(float) * engine->kernels->gemm_scratch_length();
}

static void engine_free(napi_env env, void *data, void *hint) {
  (void)hint;
  Engine *engine = data;
  int64_t total;
  napi_adjust_external_memory(env, -engine_bytes(engine), &total);
  if (engine->team) team_destroy(engine->team);
  free(engine->gemm_scratch);
  free(engine);
}

/* instructionSets(): names of the instruction sets, fastest first */
static napi_value instruction_sets(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value names, name;
  if (napi_create_array(env, &names) != napi_ok) return 0;
  const Kernels *const *kernels = supported_kernels();
  for (uint32_t i = 0; kernels[i]; i++) {
    napi_create_string_utf8(env, kernels[i]->name, NAPI_AUTO_LENGTH, &name);
    napi_set_element(env, names, i, name);
  }
  return names;
}

/* create(index into instructionSets(), threads) */
static napi_value create(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const long index = next_size(&a);
  const long threads = next_size(&a);
  const Kernels *const *kernels = supported_kernels();
  long count = 0;
  while (kernels[count]) count++;
  if (!a.fault && index >= count) a.fault = "the instruction set";
  if (!a.fault && (threads < 1 || threads > TEAM_SIZE_MAX)) a.fault = "the number of threads";
  if (a.fault) return failed(&a);
  int64_t total;
  Engine *engine = calloc(1, sizeof(Engine));
  if (engine) {
    engine->kernels = kernels[index];
    engine->gemm_scratch = malloc(engine_bytes(engine));
    napi_adjust_external_memory(env, engine_bytes(engine), &total); /* so that unused engines are collected */
    if (threads > 1) engine->team = team_create(threads);
  }
  napi_value value = 0;
  if (!engine || !engine->gemm_scratch || (threads > 1 && !engine->team)) {
    if (engine) engine_free(env, engine, 0);
    napi_throw_error(env, 0, "native kernel: out of memory or threads");
  } else if (napi_create_external(env, engine, engine_free, 0, &value) != napi_ok) {
    engine_free(env, engine, 0);
  }
  return value;
}

enum { HUGE_PAGES_FROM = 4 << 20 }; /* bytes */

static void memory_free(napi_env env, void *data, void *bytes) {
  (void)env;
  munmap(data, (size_t)bytes);
}

/* allocate(floats): an ArrayBuffer of zeroed pages */
static napi_value allocate(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const long floats = next_size(&a);
  if (a.fault) return failed(&a);
  const size_t bytes = (floats > 0 ? floats : 1) * sizeof(float);
  void *memory = mmap(0, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  napi_value buffer = 0;
  if (memory == MAP_FAILED) {
    napi_throw_error(env, 0, "native kernel: out of memory");
    return 0;
  }
#ifdef MADV_HUGEPAGE
  if (bytes >= HUGE_PAGES_FROM) madvise(memory, bytes, MADV_HUGEPAGE);
#endif
  const napi_status made = napi_create_external_arraybuffer(env, memory, floats * sizeof(float), memory_free,
                                                            (void *)bytes, &buffer);
  if (made != napi_ok) {
    /* In a thread that is terminating, the memory may already be registered and is then freed with the thread. */
    if (made == napi_no_external_buffers_allowed) munmap(memory, bytes);
    napi_throw_error(env, 0, "native kernel: this runtime does not accept external memory");
    return 0;
  }
  return buffer;
}

/* lengths(engine, …shape, which): floats of packed (0), tape (1) or scratch (2) */
static napi_value lengths(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  const Shape s = next_shape(&a);
  const long which = next_size(&a);
  if (a.fault) return failed(&a);
  const Kernels *k = engine->kernels;
  return number_of(env, which == 0   ? k->packed_length(&s)
                        : which == 1 ? k->tape_length(&s)
                                     : k->scratch_length(&s, team_size(engine)));
}

/* pack(engine, …shape, …weights, packed) */
static napi_value pack(napi_env env, napi_callback_info info) {
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
static napi_value forward(napi_env env, napi_callback_info info) {
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
static napi_value backward(napi_env env, napi_callback_info info) {
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
static napi_value gemm(napi_env env, napi_callback_info info) {
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

/* silu(engine, y, x) */
static napi_value silu(napi_env env, napi_callback_info info) {
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
static napi_value silu_backward(napi_env env, napi_callback_info info) {
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

/* seasonalMoments(engine, from, to, season, values, moments) */
static napi_value seasonal_moments(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  const long from = next_size(&a), to = next_size(&a), season = next_size(&a);
  const double *values = next_numbers(&a, to);
  double *moments = next_numbers(&a, SEASONAL_MOMENTS);
  if (!a.fault && (from > to || season < 1)) a.fault = "a size";
  if (a.fault) return failed(&a);
  engine->kernels->exact->seasonal_moments(values + from, to - from, season, moments);
  return 0;
}

/* seasonalWindow(engine, b, size, from, to, context, season, group, inputSize, horizon, stepInputs, lags,
 *                baseSeasons, numbers, values, inputs, stepInputs, base, unit), numbers: SeasonalNumbers and base seasons */
static napi_value seasonal_window(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  SeasonalWindow w = {0};
  w.b = next_size(&a);
  w.size = next_size(&a);
  const long from = next_size(&a), to = next_size(&a);
  w.n = to - from;
  w.context = next_size(&a);
  w.season = next_size(&a);
  w.group = next_size(&a);
  w.inputs = next_size(&a);
  w.horizon = next_size(&a);
  w.step_inputs = next_size(&a);
  w.lags = next_size(&a);
  w.base_seasons = next_size(&a);
  /* An upper bound on the elements of every array. */
  const double elements = (double)w.size * ((double)w.context * w.inputs + (double)w.horizon * (w.step_inputs + 1));
  if (!a.fault && (w.b >= w.size || from > to || w.n > w.context || w.season < 1 || w.group < 1 ||
                   w.context % w.group != 0 || w.inputs < 2 * w.group + 3 || w.step_inputs < 2 * w.lags ||
                   elements > 1LL << 52))
    a.fault = "the shape itself";
  if (a.fault) return failed(&a);
  const long own = sizeof(SeasonalNumbers) / sizeof(double);
  const double *numbers = next_numbers(&a, own + w.base_seasons);
  const double *values = next_numbers(&a, to);
  float *inputs = next_floats(&a, w.context / w.group * w.size * w.inputs, "inputs", 0);
  float *step_inputs = next_floats(&a, w.size * w.horizon * w.step_inputs, "stepInputs", 0);
  double *bases = next_numbers(&a, w.size * w.horizon), *units = next_numbers(&a, w.size * w.horizon);
  for (long i = 0; !a.fault && i < w.base_seasons; i++)
    if (!(numbers[own + i] >= 1 && numbers[own + i] <= 1 << 20)) a.fault = "a base season";
  if (a.fault) return failed(&a);
  w.numbers = *(const SeasonalNumbers *)numbers;
  engine->kernels->exact->seasonal_window(&w, values + from, numbers + own, inputs, step_inputs, bases, units);
  return 0;
}

static LevelSums next_level_sums(Arguments *a) {
  LevelSums s;
  s.rows = next_size(a);
  s.horizon = next_size(a);
  s.levels = next_size(a);
  s.step_inputs = next_size(a);
  s.skips = next_size(a);
  s.skip_at = next_size(a);
  if (!a->fault && (s.horizon < 1 || s.levels < 1 || s.skip_at + s.skips > s.step_inputs)) a->fault = "the shape itself";
  return s;
}

/* levelSums(engine, rows, horizon, levels, stepInputs, skips, skipAt, y, q, start, moves, skip, stepInputs) */
static napi_value level_sums(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  const LevelSums s = next_level_sums(&a);
  if (a.fault) return failed(&a);
  float *y = next_floats(&a, s.rows * s.levels, "y", 0);
  const float *q = next_floats(&a, s.rows * s.levels, "q", 0);
  const double *start = next_numbers(&a, s.horizon * s.levels);
  const float *moves = next_floats(&a, s.rows, "moves", 0);
  const float *skip = next_floats(&a, s.skips, "skip", 0);
  const float *step_inputs = next_floats(&a, s.rows * s.step_inputs, "stepInputs", 0);
  if (a.fault) return failed(&a);
  engine->kernels->exact->level_sums(&s, y, q, start, moves, skip, step_inputs);
  return 0;
}

/* levelSumsBackward(engine, rows, horizon, levels, stepInputs, skips, skipAt, dOffset, dMoves, dSkip, d, stepInputs) */
static napi_value level_sums_backward(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  const LevelSums s = next_level_sums(&a);
  if (a.fault) return failed(&a);
  float *d_offset = next_floats(&a, s.horizon * s.levels, "dOffset", 0);
  float *d_moves = next_floats(&a, s.rows, "dMoves", 0);
  float *d_skip = next_floats(&a, s.skips, "dSkip", 0);
  const float *d = next_floats(&a, s.rows * s.levels, "d", 0);
  const float *step_inputs = next_floats(&a, s.rows * s.step_inputs, "stepInputs", 0);
  if (a.fault) return failed(&a);
  engine->kernels->exact->level_sums_backward(&s, d_offset, d_moves, d_skip, d, step_inputs);
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
static napi_value outer_sum(napi_env env, napi_callback_info info) {
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
static napi_value outer_sum_backward(napi_env env, napi_callback_info info) {
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

/* pinball(engine, rows, levels, d, yHat, y, mask | null, quantiles, weights, lossOut) */
static napi_value pinball(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  const long rows = next_size(&a), levels = next_size(&a);
  float *d = next_floats(&a, rows * levels, "dYHat", 0);
  const float *y_hat = next_floats(&a, rows * levels, "yHat", 0);
  const float *y = next_floats(&a, rows, "y", 0);
  const unsigned char *mask = next_bytes_or_null(&a, rows, "mask");
  const double *quantiles = next_numbers(&a, levels);
  const double *weights = next_numbers(&a, levels);
  double *loss = next_numbers(&a, 1);
  if (a.fault) return failed(&a);
  loss[0] = engine->kernels->pinball(d, y_hat, y, mask, quantiles, weights, rows, levels);
  return 0;
}

/* crossEntropy(engine, rows, count, dLogits | null, logits, symbols, mask | null, sums, gaps, tops | null) */
static napi_value cross_entropy(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  const long rows = next_size(&a), count = next_size(&a);
  float *d = next_floats_or_null(&a, rows * count, "dLogits");
  const float *logits = next_floats(&a, rows * count, "logits", 0);
  const unsigned *symbols = next_words(&a, rows, "symbols", 0);
  const unsigned char *mask = next_bytes_or_null(&a, rows, "mask");
  double *sums = next_numbers(&a, rows), *gaps = next_numbers(&a, rows);
  unsigned *tops = next_words(&a, rows, "tops", 1);
  for (long row = 0; !a.fault && row < rows; row++)
    if ((!mask || mask[row]) && symbols[row] >= (unsigned long)count) a.fault = "a symbol";
  if (a.fault) return failed(&a);
  engine->kernels->cross_entropy(d, logits, symbols, mask, rows, count, sums, gaps, tops);
  return 0;
}

/* clip(engine, gradients, numbers); numbers[0]: the maximum norm on entry, the norm before clipping on return */
static napi_value clip(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  long length = 0;
  float *gradients = next_floats(&a, 0, "gradients", &length);
  double *numbers = next_numbers(&a, 1);
  if (a.fault) return failed(&a);
  const double norm = __builtin_sqrt(engine->kernels->sum_squares(gradients, length));
  const double factor = numbers[0] / (norm + 1e-6);
  if (norm - norm == 0 && factor < 1) engine->kernels->scale(gradients, factor, length);
  numbers[0] = norm;
  return 0;
}

/* adamw(engine, values, gradients, m, v, numbers), numbers: step, learningRate, beta1, beta2, epsilon, weightDecay */
static napi_value adamw(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  long length = 0;
  float *values = next_floats(&a, 0, "values", &length);
  const float *gradients = next_floats(&a, length, "gradients", 0);
  float *m = next_floats(&a, length, "m", 0);
  float *v = next_floats(&a, length, "v", 0);
  const double *n = next_numbers(&a, 6);
  if (a.fault) return failed(&a);
  const AdamW options = {n[0], n[1], n[2], n[3], n[4], n[5]};
  engine->kernels->adamw(values, gradients, m, v, length, &options);
  return 0;
}

NAPI_MODULE_INIT() {
  const struct {
    const char *name;
    napi_callback call;
  } functions[] = {{"instructionSets", instruction_sets}, {"create", create},     {"allocate", allocate},
                   {"lengths", lengths},                  {"pack", pack},         {"forward", forward},
                   {"backward", backward},                {"gemm", gemm},         {"clip", clip},
                   {"adamw", adamw},                      {"silu", silu},         {"siluBackward", silu_backward},
                   {"outerSum", outer_sum},               {"outerSumBackward", outer_sum_backward},
                   {"pinball", pinball},                  {"crossEntropy", cross_entropy},
                   {"levelSums", level_sums},             {"levelSumsBackward", level_sums_backward},
                   {"seasonalMoments", seasonal_moments}, {"seasonalWindow", seasonal_window}};
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    napi_value function;
    if (napi_create_function(env, functions[i].name, NAPI_AUTO_LENGTH, functions[i].call, 0, &function) != napi_ok ||
        napi_set_named_property(env, exports, functions[i].name, function) != napi_ok)
      return 0;
  }
  return exports;
}
