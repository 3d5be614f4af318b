/* Kernels of ../exact/forecasts.h and ../exact/ets.h. */
#include "arguments.h"
#include "calls.h"

/* The values from `from` to `to`. */
static const double *next_range(Arguments *a, long *n) {
  const long from = next_size(a), to = next_size(a);
  const double *values = next_numbers(a, to);
  if (!a->fault && from > to) a->fault = "a size";
  *n = to - from;
  return a->fault ? 0 : values + from;
}

/* smoothLevels(engine, from, to, values, lanes, alphas, start [1], states) */
napi_value call_smooth_levels(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  long n;
  const double *values = next_range(&a, &n);
  const long lanes = next_size(&a);
  const double *alphas = next_numbers(&a, lanes), *start = next_numbers(&a, 1);
  double *states = next_numbers(&a, 3 * lanes);
  if (a.fault) return failed(&a);
  engine->kernels->exact->smooth_levels(values, n, alphas, lanes, start[0], states);
  return 0;
}

/* smoothTrends(engine, from, to, values, lanes, parameters, start [2], states) */
napi_value call_smooth_trends(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  long n;
  const double *values = next_range(&a, &n);
  const long lanes = next_size(&a);
  const double *parameters = next_numbers(&a, 3 * lanes), *start = next_numbers(&a, 2);
  double *states = next_numbers(&a, 3 * lanes);
  if (a.fault) return failed(&a);
  engine->kernels->exact->smooth_trends(values, n, parameters, lanes, start[0], start[1], states);
  return 0;
}

/* searchEts(engine, isRelative, trend, season, seasonLength, searches, evaluationsMax, numbers, values, histories,
 *           seasons, points, steps, costs, work), numbers: least and largest alpha, least and largest phi, tolerance */
napi_value call_search_ets(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  EtsSearch e = {0};
  e.is_relative = next_size(&a) != 0;
  const long trend = next_size(&a), season = next_size(&a);
  e.season_length = next_size(&a);
  e.searches = next_size(&a);
  e.evaluations_max = next_size(&a);
  if (!a.fault && (trend > ETS_DAMPED || season > ETS_MULTIPLICATIVE || e.season_length < 1)) a.fault = "the shape itself";
  e.trend = (EtsTrend)trend;
  e.season = (EtsSeason)season;
  e.parameters = 2 + (trend == ETS_NO_TREND ? 0 : 2) + (trend == ETS_DAMPED) + (season != ETS_NO_SEASON);
  const double *numbers = next_numbers(&a, 5);
  long length = 0, longest = 0;
  e.values = next_numbers_of(&a, &length);
  e.histories = next_integers(&a, 2 * e.searches);
  for (long f = 0; !a.fault && f < e.searches; f++) {
    const long first = e.histories[2 * f], n = e.histories[2 * f + 1];
    if (first < 0 || n < 1 || first + n > length) a.fault = "a history";
    longest = n > longest ? n : longest;
  }
  e.seasons = next_numbers(&a, e.searches * e.season_length);
  e.points = next_numbers(&a, e.searches * e.parameters);
  e.steps = next_numbers(&a, e.searches * e.parameters);
  e.costs = next_numbers(&a, e.searches);
  double *work = next_numbers(&a, (longest + 2 * e.season_length) * ETS_LANES_MAX);
  if (a.fault) return failed(&a);
  e.alpha_min = numbers[0];
  e.alpha_max = numbers[1];
  e.phi_min = numbers[2];
  e.phi_max = numbers[3];
  e.tolerance = numbers[4];
  engine->kernels->exact->search_ets(&e, longest, work);
  return 0;
}

/* seasonDistances(engine, n, season, length, candidates, z, levels, distances) */
napi_value call_season_distances(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  SeasonDistances s;
  s.n = next_size(&a);
  s.season = next_size(&a);
  s.length = next_size(&a);
  s.candidates = next_size(&a);
  if (!a.fault && (s.season < 1 || s.candidates > s.n || s.candidates * s.season + s.length > s.n))
    a.fault = "the shape itself";
  const double *z = next_numbers(&a, s.n), *levels = next_numbers(&a, s.candidates + 1);
  double *distances = next_numbers(&a, s.candidates + 1);
  if (a.fault) return failed(&a);
  engine->kernels->exact->season_distances(&s, z, levels, distances);
  return 0;
}

/* weekShape(engine, n, season, days, components, iterations, z, work, shape, sums [2]) */
napi_value call_week_shape(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  WeekShape w;
  w.n = next_size(&a);
  w.season = next_size(&a);
  w.days = next_size(&a);
  w.components = next_size(&a);
  w.iterations = next_size(&a);
  if (!a.fault && (w.season < 1 || w.days < 1 || w.days * w.season > w.n)) a.fault = "the shape itself";
  const long week = w.days * w.season;
  const double *z = next_numbers(&a, w.n);
  double *work = next_numbers(&a, week + w.season + w.days), *shape = next_numbers(&a, week);
  double *sums = next_numbers(&a, 2);
  if (a.fault) return failed(&a);
  engine->kernels->exact->week_shape(&w, z, work, shape, sums);
  return 0;
}

/* memberInputs(engine, rows, members, inputSize, center, forecasts, numbers, members, inputs, sums), numbers: level,
 * scale, limit */
napi_value call_member_inputs(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  MemberInputs m = {0};
  m.rows = next_size(&a);
  m.members = next_size(&a);
  m.inputs = next_size(&a);
  m.center = next_size(&a);
  if (!a.fault && (m.center >= m.members || m.members > m.inputs)) a.fault = "the shape itself";
  const double *forecasts = next_numbers(&a, m.rows * m.members), *numbers = next_numbers(&a, 3);
  float *members = next_floats(&a, m.rows * m.members, "members", 0);
  float *inputs = next_floats(&a, m.rows * m.inputs, "inputs", 0);
  double *sums = next_numbers(&a, 2 * m.rows);
  if (a.fault) return failed(&a);
  m.level = numbers[0];
  m.scale = numbers[1];
  m.limit = numbers[2];
  engine->kernels->exact->member_inputs(&m, forecasts, members, inputs, sums);
  return 0;
}

/* memberErrors(engine, rows, members, forecasts, actual, numbers, sums), numbers: scale, limit */
napi_value call_member_errors(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  const long rows = next_size(&a), members = next_size(&a);
  const double *forecasts = next_numbers(&a, rows * members), *actual = next_numbers(&a, rows);
  const double *numbers = next_numbers(&a, 2);
  double *sums = next_numbers(&a, 2 * members);
  if (a.fault) return failed(&a);
  engine->kernels->exact->member_errors(rows, members, forecasts, actual, numbers[0], numbers[1], sums);
  return 0;
}
