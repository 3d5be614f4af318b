/* Kernels of ../exact/statistics.h. */
#include "arguments.h"
#include "calls.h"

/* Levels from 0 to 1. */
static const double *next_levels(Arguments *a, long count) {
  const double *p = next_numbers(a, count);
  for (long i = 0; !a->fault && i < count; i++)
    if (!(p[i] >= 0 && p[i] <= 1)) a->fault = "a level";
  return p;
}

/* empiricalQuantiles(engine, n, count, sample, p, work, to) */
napi_value call_empirical_quantiles(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  const long n = next_size(&a), count = next_size(&a);
  double *sample = next_numbers(&a, n);
  const double *p = next_levels(&a, count);
  double *work = next_numbers(&a, n + 4 * count), *to = next_numbers(&a, count);
  if (!a.fault && n < 1) a.fault = "a size";
  if (a.fault) return failed(&a);
  engine->kernels->exact->empirical_quantiles(sample, n, p, count, work, to);
  return 0;
}

/* lagQuantiles(engine, n, lag, change, count, values, p, work, to) */
napi_value call_lag_quantiles(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  const long n = next_size(&a), lag = next_size(&a), change = next_size(&a), count = next_size(&a);
  if (!a.fault && (lag >= n || change > LAG_RELATIVE_SIZE)) a.fault = "a size";
  if (a.fault) return failed(&a);
  const double *values = next_numbers(&a, n);
  const double *p = next_levels(&a, count);
  double *work = next_numbers(&a, 2 * (n - lag) + 4 * count), *to = next_numbers(&a, count);
  if (a.fault) return failed(&a);
  engine->kernels->exact->lag_quantiles(values, n, lag, (LagChange)change, p, count, work, to);
  return 0;
}

static WindowLosses next_window_losses(Arguments *a) {
  WindowLosses w;
  w.windows = next_size(a);
  w.steps = next_size(a);
  w.levels = next_size(a);
  w.median = next_size(a);
  if (!a->fault && (w.median >= w.levels || w.windows * w.steps > size_max)) a->fault = "a size";
  return w;
}

/* windowLosses(engine, windows, steps, levels, median, mixed, actual, units, levels, losses) */
napi_value call_window_losses(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  const WindowLosses w = next_window_losses(&a);
  if (a.fault) return failed(&a);
  const double *mixed = next_numbers(&a, w.windows * w.steps * w.levels);
  const double *actual = next_numbers(&a, w.windows * w.steps), *units = next_numbers(&a, w.windows);
  const double *levels = next_numbers(&a, w.levels);
  double *losses = next_numbers(&a, 3 * w.windows);
  if (a.fault) return failed(&a);
  engine->kernels->exact->window_losses(&w, mixed, actual, units, levels, losses);
  return 0;
}

/* meanLosses(engine, windows, steps, levels, median, count, sums, added, offsets, actual, units, levels, losses) */
napi_value call_mean_losses(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  const WindowLosses w = next_window_losses(&a);
  const long count = next_size(&a);
  if (a.fault) return failed(&a);
  const long size = w.steps * w.levels;
  const double *sums = next_numbers(&a, w.windows * size);
  long added_length = 0;
  const double *added = next_numbers_of(&a, &added_length);
  const int *offsets = next_integers(&a, w.windows);
  const double *actual = next_numbers(&a, w.windows * w.steps), *units = next_numbers(&a, w.windows);
  const double *levels = next_numbers(&a, w.levels);
  double *losses = next_numbers(&a, 3 * w.windows);
  for (long i = 0; !a.fault && i < w.windows; i++)
    if (offsets[i] < 0 || offsets[i] > added_length - size) a.fault = "an offset";
  if (a.fault) return failed(&a);
  engine->kernels->exact->mean_losses(&w, sums, added, offsets, (double)count, actual, units, levels, losses);
  return 0;
}

/* blockSums(engine, series, replicates, blocks, block, longest, pairs, offsets, starts, drawn, sums) */
napi_value call_block_sums(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  BlockSums s;
  s.series = next_size(&a);
  s.replicates = next_size(&a);
  s.blocks = next_size(&a);
  s.block = next_size(&a);
  s.longest = next_size(&a);
  long pairs_length = 0;
  const double *pairs = next_numbers_of(&a, &pairs_length);
  const int *offsets = next_integers(&a, s.series + 1);
  const int *starts = next_integers(&a, s.replicates * s.blocks);
  const int *drawn = next_integers(&a, s.replicates * s.series);
  double *sums = next_numbers(&a, 2 * s.replicates);
  for (long i = 0; !a.fault && i <= s.series; i++)
    if (offsets[i] < (i > 0 ? offsets[i - 1] : 0) || 2 * (long)offsets[i] > pairs_length) a.fault = "an offset";
  for (long i = 0; !a.fault && i < s.replicates * s.blocks; i++)
    if (starts[i] < 0) a.fault = "a start";
  for (long i = 0; !a.fault && i < s.replicates * s.series; i++)
    if (drawn[i] < 0 || drawn[i] >= s.series) a.fault = "a series";
  if (a.fault) return failed(&a);
  engine->kernels->exact->block_sums(&s, pairs, offsets, starts, drawn, sums);
  return 0;
}

/* choose(engine, state [4], to, numbers), numbers: bound, first and second. For all elements of `to`. */
napi_value call_choose(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  unsigned *state = next_words(&a, 4, "the state", 0);
  long length = 0;
  float *to = next_floats(&a, 0, "to", &length);
  const double *numbers = next_numbers(&a, 3);
  if (a.fault) return failed(&a);
  engine->kernels->exact->choose_randomly(state, to, length, numbers[0], (float)numbers[1], (float)numbers[2]);
  return 0;
}

/* multiply(engine, y, x, factor), for all elements of `y` */
napi_value call_multiply(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  long length = 0;
  float *y = next_floats(&a, 0, "y", &length);
  const float *x = next_floats(&a, length, "x", 0), *factor = next_floats(&a, length, "factor", 0);
  if (a.fault) return failed(&a);
  engine->kernels->exact->multiply(y, x, factor, length);
  return 0;
}
