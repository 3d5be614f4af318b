/* The program of scripts/sanitize.sh. Runs every kernel on odd sizes, with memory of exactly the required length. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"
#include "select.h"
#include "team.h"

extern const Kernels kernels_checked;

static unsigned state = 1;

static float *random_numbers(long length) {
  float *values = malloc(sizeof(float) * (length > 0 ? length : 1));
  if (!values) abort();
  for (long i = 0; i < length; i++) {
    state = state * 1664525u + 1013904223u;
    values[i] = (float)(state >> 8) / (1 << 23) - 1;
  }
  return values;
}

static void run_layer(const Shape *shape, Team *team, int with_options) {
  const Kernels *k = &kernels_checked;
  const long rows = gate_count(shape->cell) * shape->hidden;
  const long states = shape->batch * shape->hidden, sequence = shape->steps * states;
  const long inputs = shape->steps * shape->batch * shape->inputs;
  const long lstm = shape->cell == LSTM;
  float *arrays[] = {
      random_numbers(rows * shape->inputs), random_numbers(rows * shape->hidden),
      random_numbers(rows), random_numbers(rows),
      random_numbers(rows * shape->inputs), random_numbers(rows * shape->hidden),
      random_numbers(rows), random_numbers(rows),
      random_numbers(k->packed_length(shape)),
      random_numbers(inputs),
      random_numbers(states + sequence),
      random_numbers(lstm * (states + sequence)),
      random_numbers(k->tape_length(shape)),
      random_numbers(k->scratch_length(shape, team->size)),
      random_numbers(sequence),
      random_numbers(states),
      random_numbers(lstm * states),
      random_numbers(inputs),
  };
  const Weights weights = {arrays[0], arrays[1], arrays[2], arrays[3]};
  const WeightGradients gradients = {arrays[4], arrays[5], arrays[6], arrays[7]};
  float *packed = arrays[8], *x = arrays[9], *h = arrays[10], *c = arrays[11], *tape = arrays[12];
  float *scratch = arrays[13], *d_output = arrays[14], *d_h = arrays[15], *d_c = arrays[16], *dx = arrays[17];
  k->pack(shape, &weights, packed);
  k->forward(shape, packed, x, h, c, 0, scratch, team);
  k->forward(shape, packed, x, h, c, tape, scratch, team);
  k->backward(shape, &weights, &gradients, x, h, c, tape, scratch, with_options ? d_output : 0, d_h, d_c,
              with_options ? dx : 0, team);
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) free(arrays[i]);
}

static void run_other_kernels(long m, long n, long k) {
  float *a = random_numbers(m * k), *b = random_numbers(k * n), *c = random_numbers(m * n);
  float *scratch = random_numbers(kernels_checked.gemm_scratch_length());
  for (int transposed = 0; transposed < 4; transposed++)
    kernels_checked.gemm(m, n, k, a, transposed & 1 ? 1 : k, transposed & 1 ? m : 1, b, transposed & 2 ? 1 : n,
                         transposed & 2 ? k : 1, transposed == 3, c, scratch);
  float *values = random_numbers(m * n), *first = random_numbers(m * n), *second = random_numbers(m * n);
  for (long i = 0; i < m * n; i++) second[i] *= second[i];
  kernels_checked.silu(values, c, m * n);
  kernels_checked.silu_backward(first, c, values, m * n);
  float *rows = random_numbers(k * n), *shifts = random_numbers(m * n), *outer = random_numbers(m * k * n);
  kernels_checked.outer_sum(outer, rows, shifts, m, k, n);
  kernels_checked.outer_sum_backward(rows, shifts, outer, m, k, n);
  kernels_checked.outer_sum_backward(rows, 0, outer, m, k, n);
  kernels_checked.outer_sum_backward(0, shifts, outer, m, k, n);
  unsigned char *mask = malloc(m);
  double *levels = malloc(2 * n * sizeof *levels);
  if (!mask || !levels) abort();
  for (long row = 0; row < m; row++) mask[row] = row % 3 != 1;
  for (long q = 0; q < n; q++) levels[q] = (q + 1.) / (n + 1), levels[n + q] = 1;
  kernels_checked.pinball(values, c, shifts, mask, levels, levels + n, m, n);
  kernels_checked.pinball(values, c, shifts, 0, levels, levels + n, m, n);
  unsigned *symbols = malloc(2 * m * sizeof *symbols);
  double *sums = malloc(2 * m * sizeof *sums);
  if (!symbols || !sums) abort();
  for (long row = 0; row < m; row++) symbols[row] = (unsigned)((row * 7) % n);
  kernels_checked.cross_entropy(values, c, symbols, mask, m, n, sums, sums + m, symbols + m);
  kernels_checked.cross_entropy(0, c, symbols, 0, m, n, sums, sums + m, 0);
  free(symbols);
  free(sums);
  free(mask);
  free(levels);
  const double norm = kernels_checked.sum_squares(c, m * n);
  kernels_checked.scale(c, norm > 1 ? .5f : 1, m * n);
  const AdamW options = {3, 1e-3, .9, .999, 1e-8, .01};
  kernels_checked.adamw(values, c, first, second, m * n, &options);
  float *arrays[] = {a, b, c, scratch, values, first, second, rows, shifts, outer};
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) free(arrays[i]);
}

static double *random_doubles(long length, int with_missing) {
  float *values = random_numbers(length);
  double *doubles = malloc(sizeof(double) * (length > 0 ? length : 1));
  if (!doubles) abort();
  for (long i = 0; i < length; i++) doubles[i] = with_missing && values[i] > .9 ? __builtin_nan("") : values[i];
  free(values);
  return doubles;
}

/* `seasons` of context, of which `missing` observations are not there. */
static void run_exact_kernels(long seasons, long season, long group, long horizon, long missing) {
  const ExactKernels *k = kernels_checked.exact;
  const long context = seasons * season, n = context - missing, size = 3;
  const double base_seasons[] = {1, 7};
  const SeasonalWindow shape = {0, size, n, context, season, group, 2 * group + 3, horizon, 2 * seasons, seasons, 2,
                                {.1, 2, .5, .3, .2, -.1, 30}};
  double *x = random_doubles(n, 1), *moments = random_doubles(SEASONAL_MOMENTS, 0);
  double *bases = random_doubles(size * horizon, 0), *units = random_doubles(size * horizon, 0);
  float *inputs = random_numbers(context / group * size * shape.inputs);
  float *step_inputs = random_numbers(size * horizon * shape.step_inputs);
  k->seasonal_moments(x, n, season, moments);
  for (long b = 0; b < size; b++) {
    SeasonalWindow window = shape;
    window.b = b;
    k->seasonal_window(&window, x, base_seasons, inputs, step_inputs, bases, units);
  }
  const long levels = 9;
  const LevelSums sums = {size * horizon, horizon, levels, shape.step_inputs, seasons, seasons};
  float *y = random_numbers(sums.rows * levels), *q = random_numbers(sums.rows * levels);
  float *moves = random_numbers(sums.rows), *skip = random_numbers(seasons), *offset = random_numbers(horizon * levels);
  double *start = random_doubles(horizon * levels, 0);
  k->level_sums(&sums, y, q, start, moves, skip, step_inputs);
  k->level_sums_backward(&sums, offset, moves, skip, y, step_inputs);
  void *arrays[] = {x, moments, bases, units, inputs, step_inputs, y, q, moves, skip, offset, start};
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) free(arrays[i]);
}

/* `n` values, which also are so many lanes, members and series. */
static void run_statistics(long n, long count) {
  const ExactKernels *k = kernels_checked.exact;
  double *x = random_doubles(n, 0), *sample = random_doubles(n, 1), *p = random_doubles(count, 0);
  for (long i = 0; i < count; i++) p[i] = i % 2 ? 1 : p[i] * p[i];
  double *work = random_doubles(2 * n + 4 * count, 0), *to = random_doubles(count, 0);
  for (int change = LAG_DIFFERENCE; change <= LAG_RELATIVE_SIZE; change++)
    k->lag_quantiles(x, n, n / 2, (LagChange)change, p, count, work, to);
  k->empirical_quantiles(sample, n, p, count, work, to);
  const WindowLosses windows = {n, 3, count, count / 2};
  double *mixed = random_doubles(n * 3 * count, 1), *actual = random_doubles(n * 3, 1), *losses = random_doubles(3 * n, 0);
  k->window_losses(&windows, mixed, actual, x, p, losses);
  int *places = malloc(sizeof(int) * n);
  if (!places) abort();
  for (long i = 0; i < n; i++) places[i] = (int)((n - 1 - i) * 3 * count);
  k->mean_losses(&windows, mixed, mixed, places, 3, actual, x, p, losses);
  const BlockSums blocks = {n, 2, 3, 2, 5};
  int *offsets = malloc(sizeof(int) * (n + 1)), starts[6] = {0, 1, 3, 2, 0, 1}, *drawn = malloc(sizeof(int) * 2 * n);
  if (!offsets || !drawn) abort();
  for (long i = 0; i <= n; i++) offsets[i] = (int)i;
  for (long i = 0; i < 2 * n; i++) drawn[i] = (int)(i * 7 % n);
  double *pairs = random_doubles(2 * n, 0), *sums = random_doubles(4, 0);
  k->block_sums(&blocks, pairs, offsets, starts, drawn, sums);
  unsigned generator[4] = {1, 2, 3, 4};
  float *mask = random_numbers(n), *y = random_numbers(n);
  k->choose_randomly(generator, mask, n, 1e9, 0, 2);
  k->multiply(y, y, mask, n);
  void *arrays[] = {x, sample, p, work, to, mixed, actual, losses, places, offsets, drawn, pairs, sums, mask, y};
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) free(arrays[i]);
}

static void run_forecasts(long n, long lanes) {
  const ExactKernels *k = kernels_checked.exact;
  double *x = random_doubles(n, 1), *parameters = random_doubles(3 * lanes, 0), *states = random_doubles(3 * lanes, 0);
  k->smooth_levels(x, n, parameters, lanes, .1, states);
  k->smooth_trends(x, n, parameters, lanes, .1, .2, states);
  const long season = n / (lanes + 2) > 0 ? n / (lanes + 2) : 1;
  const SeasonDistances seasons = {n, season, n % season + 1, n / season - 2};
  double *levels = random_doubles(n + 1, 0), *distances = random_doubles(seasons.candidates + 1, 0);
  if (seasons.candidates > 0) k->season_distances(&seasons, x, levels, distances);
  const WeekShape week = {n, season, 1, 2, 3};
  double *work = random_doubles(2 * season + 1, 0), *shape = random_doubles(season, 0), *sums = random_doubles(2, 0);
  k->week_shape(&week, x, work, shape, sums);
  const MemberInputs inputs = {3, lanes, lanes + 2, lanes / 2, .1, .5, 20};
  double *forecasts = random_doubles(3 * lanes, 0), *row_sums = random_doubles(6, 0), *errors = random_doubles(2 * lanes, 0);
  float *members = random_numbers(3 * lanes), *to = random_numbers(3 * (lanes + 2));
  k->member_inputs(&inputs, forecasts, members, to, row_sums);
  k->member_errors(3, lanes, forecasts, levels, .5, 20, errors);
  void *arrays[] = {x, parameters, states, levels, distances, work, shape, sums, forecasts, row_sums, errors, members, to};
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) free(arrays[i]);
}

/* Searches for histories of n, n - 1, … values. */
static void run_ets(long n, long searches, long season_length) {
  for (int form = 0; form < 18; form++) {
    EtsSearch e = {.is_relative = form % 2, .trend = (EtsTrend)(form / 2 % 3), .season = (EtsSeason)(form / 6)};
    e.season_length = e.season == ETS_NO_SEASON ? 1 : season_length;
    e.searches = searches;
    e.parameters = 2 + (e.trend == ETS_NO_TREND ? 0 : 2) + (e.trend == ETS_DAMPED) + (e.season != ETS_NO_SEASON);
    e.evaluations_max = 40;
    e.alpha_min = 1e-4;
    e.alpha_max = .9999;
    e.phi_min = .8;
    e.phi_max = .98;
    e.tolerance = 1e-6;
    int *histories = malloc(sizeof(int) * 2 * searches);
    if (!histories) abort();
    long length = 0;
    for (long f = 0; f < searches; f++) {
      histories[2 * f] = (int)length;
      histories[2 * f + 1] = (int)(n - f > 1 ? n - f : 1);
      length += histories[2 * f + 1];
    }
    double *values = random_doubles(length, 0), *seasons = random_doubles(searches * e.season_length, 0);
    double *points = random_doubles(searches * e.parameters, 0), *steps = random_doubles(searches * e.parameters, 0);
    double *costs = random_doubles(searches, 0);
    double *work = random_doubles((n + 2 * e.season_length) * ETS_LANES_MAX, 0);
    for (long i = 0; i < length; i++) values[i] += 3; /* so that relative errors go on */
    const double start[] = {.3, 3, .1, 0, .9}; /* alpha, level, beta, slope, phi; gamma is the last */
    for (long f = 0; f < searches; f++)
      for (long p = 0; p < e.parameters; p++)
        points[f * e.parameters + p] = p == e.parameters - 1 && e.season != ETS_NO_SEASON ? .2 : start[p];
    e.values = values;
    e.histories = histories;
    e.seasons = seasons;
    e.points = points;
    e.steps = steps;
    e.costs = costs;
    kernels_checked.exact->search_ets(&e, n, work);
    void *arrays[] = {histories, values, seasons, points, steps, costs, work};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) free(arrays[i]);
  }
}

/* Each thread of a process chooses its kernels. */
static void choose_kernels(void *task, int member) {
  (void)task;
  (void)member;
  const Kernels *supported[SUPPORTED_MAX];
  if (supported_kernels(supported) != 1 || supported[0] != &kernels_checked) abort();
}

/* A thread alone has no races, and only the layers have several. */
#ifdef __SANITIZE_THREAD__
enum { THREADS_MIN = 2, THREADS_MAX = 3, WITH_OTHER_KERNELS = 0 };
#else
enum { THREADS_MIN = 1, THREADS_MAX = 3, WITH_OTHER_KERNELS = 1 };
#endif

int main(void) {
  static const long sizes[][4] = {/* T, B, I, H */
                                  {1, 1, 1, 1},   {1, 5, 3, 17},  {7, 5, 2, 3},     {6, 3, 40, 33}, {130, 5, 1, 16},
                                  {4, 1, 17, 255}, {3, 61, 9, 64}, {20, 1, 33, 40}, {300, 1, 1, 1},
                                  {2, 165, 3, 250}};
  for (int threads = THREADS_MIN; threads <= THREADS_MAX; threads++) {
    Team *team = team_create(threads);
    if (!team) return 1;
    team->run(team, choose_kernels, 0);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
      for (Cell cell = RNN; cell <= GRU; cell++)
        for (int with_options = 0; with_options < 2; with_options++) {
          const Shape shape = {cell, sizes[i][0], sizes[i][1], sizes[i][2], sizes[i][3]};
          run_layer(&shape, team, with_options);
        }
    team_destroy(team);
  }
  if (!WITH_OTHER_KERNELS) return 0;
  run_other_kernels(1, 1, 1);
  run_other_kernels(5, 3, 0);
  run_other_kernels(7, 33, 65);
  run_other_kernels(203, 70, 260);
  run_other_kernels(20, 1050, 10);
  run_exact_kernels(14, 24, 24, 48, 0);
  run_exact_kernels(3, 7, 1, 9, 5);
  run_exact_kernels(2, 2, 2, 1, 3);
  run_exact_kernels(5, 65, 13, 20, 200);
  static const long lengths[][2] = {{1, 1}, {2, 5}, {7, 6}, {30, 18}, {333, 26}, {1000, 41}};
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    run_statistics(lengths[i][0], lengths[i][1]);
    run_forecasts(lengths[i][0] + 2, lengths[i][1]);
    run_ets(lengths[i][0] < 200 ? lengths[i][0] : 200, lengths[i][1], 1 + lengths[i][1] % 7);
  }
  return 0;
}
