/* Kernels of ../exact/windows.h. */
#include "arguments.h"
#include "calls.h"

/* seasonalMoments(engine, from, to, season, values, moments) */
napi_value call_seasonal_moments(napi_env env, napi_callback_info info) {
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
 *                baseSeasons, numbers, values, inputs, stepInputs, base, unit), numbers:
 *                SeasonalNumbers and base seasons */
napi_value call_seasonal_window(napi_env env, napi_callback_info info) {
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
napi_value call_level_sums(napi_env env, napi_callback_info info) {
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
napi_value call_level_sums_backward(napi_env env, napi_callback_info info) {
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
