/* Exact kernel that fits exponential smoothing to many histories at once, each in a lane of a vector: a step of the
 * recursion waits for the step before it, so that several lanes take hardly longer than one. See exact.c. */
#ifndef GATECAST_EXACT_ETS_H
#define GATECAST_EXACT_ETS_H

#include "../kernel.h"
#include "doubles.h"
#include "simplex.h"

enum { ETS_VECTORS = 2, ETS_LANES = ETS_VECTORS * DOUBLES };
_Static_assert((int)ETS_LANES <= (int)ETS_LANES_MAX, "the caller has memory for all lanes");

/* Products of forecasts stay in this range: they need one logarithm where a sum needs one for each forecast. */
static const double product_min = 1e-200, product_max = 1e200;

/* Vectors whose lanes can be read and written one by one. */
typedef union {
  D vectors[ETS_VECTORS];
  DInt masks[ETS_VECTORS];
  double lanes[ETS_LANES];
  long long words[ETS_LANES];
} EtsLanes;

typedef struct {
  EtsLanes alpha, beta, gamma, phi; /* the parameters that are tried */
  EtsLanes level, slope, squares;   /* squares of errors, which are relative or not */
  EtsLanes product, logs;           /* product of forecasts, and logarithms of earlier products */
  EtsLanes has_failed;              /* a relative error whose forecast is not positive */
  EtsLanes is_over;                 /* no logarithm is taken: after the history, without a search, or failed */
} EtsRuns;

INLINE int any(DInt mask) {
#if defined(__AVX512DQ__)
  return _mm512_movepi64_mask((__m512i)mask) != 0;
#elif defined(__AVX2__)
  return _mm256_movemask_pd((__m256d)mask) != 0;
#else
  long long all = 0;
  for (long i = 0; i < DOUBLES; i++) all |= mask[i];
  return all != 0;
#endif
}

/* Adds the logarithms of products that leave their range. */
static __attribute__((noinline)) void end_products(EtsRuns *runs, int v, DInt leaves, D forecast) {
  for (long i = 0; i < DOUBLES; i++) {
    if (!leaves[i]) continue;
    const long lane = v * DOUBLES + i;
    runs->logs.lanes[lane] += log_of_one(runs->product.lanes[lane]) + log_of_one(forecast[i]);
    runs->product.lanes[lane] = 1;
  }
}

/* Runs from time `first` to `end`. values [n, lanes], seasons [m, lanes]. The kinds are constants in each call. */
INLINE void ets_steps(EtsRuns *runs, EtsSeason season, int is_relative, const double *restrict values,
                      double *restrict seasons, long m, long first, long end) {
  D level[ETS_VECTORS], slope[ETS_VECTORS], squares[ETS_VECTORS];
  UNROLL for (int v = 0; v < ETS_VECTORS; v++) {
    level[v] = runs->level.vectors[v];
    slope[v] = runs->slope.vectors[v];
    squares[v] = runs->squares.vectors[v];
  }
  for (long t = first, at = first % m; t < end; t++) {
    UNROLL for (int v = 0; v < ETS_VECTORS; v++) {
      const D y = *(const DUnaligned *)(values + t * ETS_LANES + v * DOUBLES);
      DUnaligned *state = (DUnaligned *)(seasons + at * ETS_LANES + v * DOUBLES);
      const D damped = runs->phi.vectors[v] * slope[v], q = level[v] + damped;
      D forecast = q, change;
      if (season == ETS_ADDITIVE) {
        const D s = *state;
        forecast = q + s;
        change = y - q - s;
        *state = s + runs->gamma.vectors[v] * change;
      } else if (season == ETS_MULTIPLICATIVE) {
        const D s = *state;
        forecast = q * s;
        change = y / s - q;
        *state = s + runs->gamma.vectors[v] * (y / q - s);
      } else {
        change = y - q;
      }
      level[v] = q + runs->alpha.vectors[v] * change;
      slope[v] = damped + runs->beta.vectors[v] * change;
      if (!is_relative) {
        const D error = season == ETS_MULTIPLICATIVE ? y - forecast : change;
        squares[v] += error * error;
        continue;
      }
      const D error = (y - forecast) / forecast;
      squares[v] += error * error;
      const DInt fails = ~(forecast > doubles(0)) & ~runs->is_over.masks[v];
      runs->has_failed.masks[v] |= fails;
      runs->is_over.masks[v] |= fails;
      const D next = runs->product.vectors[v] * forecast;
      const DInt stays = (next > doubles(product_min)) & (next < doubles(product_max));
      runs->product.vectors[v] = choose(stays, next, runs->product.vectors[v]);
      const DInt leaves = ~stays & ~runs->is_over.masks[v];
      if (__builtin_expect(any(leaves), 0)) end_products(runs, v, leaves, forecast);
    }
    if (++at == m) at = 0;
  }
  UNROLL for (int v = 0; v < ETS_VECTORS; v++) {
    runs->level.vectors[v] = level[v];
    runs->slope.vectors[v] = slope[v];
    runs->squares.vectors[v] = squares[v];
  }
}

/* One loop for each kind of season and of error: no step asks which it is. */
#define ETS_STEPS(season)                                         \
  (e->is_relative ? ets_steps(runs, season, 1, values, seasons, m, first, end) \
                  : ets_steps(runs, season, 0, values, seasons, m, first, end))

static void run_ets(const EtsSearch *e, EtsRuns *runs, const double *values, double *seasons, long first, long end) {
  const long m = e->season_length;
  if (e->season == ETS_ADDITIVE) ETS_STEPS(ETS_ADDITIVE);
  else if (e->season == ETS_MULTIPLICATIVE) ETS_STEPS(ETS_MULTIPLICATIVE);
  else ETS_STEPS(ETS_NO_SEASON);
}

typedef struct {
  Simplex simplex;
  const double *tried; /* null: the lane has no search */
  long search, n;
} EtsLane;

/* Places of the parameters: alpha and level; with a trend beta and slope; if it is damped phi; with a
 * season gamma, the last. */
enum { ALPHA, LEVEL, BETA, SLOPE, PHI };

static int is_admissible(const EtsSearch *e, const double *x) {
  const double alpha = x[ALPHA], gamma = x[e->parameters - 1];
  return alpha >= e->alpha_min && alpha <= e->alpha_max &&
         (e->trend == ETS_NO_TREND || (x[BETA] >= e->alpha_min && x[BETA] <= alpha)) &&
         (e->trend != ETS_DAMPED || (x[PHI] >= e->phi_min && x[PHI] <= e->phi_max)) &&
         (e->season == ETS_NO_SEASON || (gamma >= e->alpha_min && gamma <= 1 - alpha));
}

/* Begins a search in a lane, whose columns are `values` and `starts`. The values after the
 * history repeat its last one. */
static void begin_search(const EtsSearch *e, long search, long longest, EtsLane *lane, double *values, double *starts) {
  const double *history = e->values + e->histories[2 * search];
  const long n = e->histories[2 * search + 1], P = e->parameters, m = e->season_length;
  lane->search = search;
  lane->n = n;
  for (long t = 0; t < longest; t++) values[t * ETS_LANES] = history[smaller(t, n - 1)];
  for (long i = 0; i < m; i++) starts[i * ETS_LANES] = e->seasons[search * m + i];
  lane->tried =
      begin_simplex(&lane->simplex, P, e->points + search * P, e->steps + search * P, e->evaluations_max, e->tolerance);
}

/* Takes the value of the point that was tried. A point that is not admissible has an infinite cost. */
static void go_on(const EtsSearch *e, EtsLane *lane, double value) {
  do lane->tried = next_of_simplex(&lane->simplex, value), value = __builtin_inf();
  while (lane->tried && !is_admissible(e, lane->tried));
  if (!lane->tried)
    e->costs[lane->search] = least_of_simplex(&lane->simplex, e->points + lane->search * e->parameters);
}

static void begin_run(const EtsSearch *e, const EtsLane *lane, EtsRuns *runs, long l) {
  const double *x = lane->tried;
  runs->is_over.words[l] = x ? 0 : -1;
  if (!x) return;
  runs->alpha.lanes[l] = x[ALPHA];
  runs->level.lanes[l] = x[LEVEL];
  runs->beta.lanes[l] = e->trend == ETS_NO_TREND ? 0 : x[BETA];
  runs->slope.lanes[l] = e->trend == ETS_NO_TREND ? 0 : x[SLOPE];
  runs->phi.lanes[l] = e->trend == ETS_DAMPED ? x[PHI] : 1;
  runs->gamma.lanes[l] = e->season == ETS_NO_SEASON ? 0 : x[e->parameters - 1];
  runs->product.lanes[l] = 1;
}

/* Minus twice the log likelihood, but for a constant. */
static double cost_of(const EtsSearch *e, const EtsLane *lane, const EtsRuns *runs, long l) {
  const int has_failed = runs->has_failed.words[l] != 0;
  const double squares = has_failed ? __builtin_inf() : runs->squares.lanes[l];
  const double scale =
      e->is_relative && !has_failed ? 2 * (runs->logs.lanes[l] + log_of_one(runs->product.lanes[l])) : 0;
  return lane->n * log_of_one(squares + 0x1p-1074) + scale;
}

/* See `searchEts` in ../../contract/exact.ts. work [longest + 2 m, ETS_LANES_MAX] */
static void search_ets(const EtsSearch *e, long longest, double *work) {
  const long m = e->season_length;
  double *values = work, *starts = values + longest * ETS_LANES, *seasons = starts + m * ETS_LANES;
  for (long i = 0; i < (longest + 2 * m) * ETS_LANES; i++) work[i] = 0;
  EtsLane lanes[ETS_LANES];
  double costs[ETS_LANES];
  for (long l = 0; l < ETS_LANES; l++) lanes[l].tried = 0;
  for (long begun = 0;;) {
    EtsRuns runs = {0};
    long last = 0; /* end of the longest history */
    for (long l = 0; l < ETS_LANES; l++) {
      while (!lanes[l].tried && begun < e->searches) {
        begin_search(e, begun++, longest, lanes + l, values + l, starts + l);
        if (!is_admissible(e, lanes[l].tried)) go_on(e, lanes + l, __builtin_inf());
      }
      begin_run(e, lanes + l, &runs, l);
      if (lanes[l].tried) last = larger(last, lanes[l].n);
    }
    if (last == 0) return;
    for (long i = 0; i < m * ETS_LANES; i++) seasons[i] = starts[i];
    for (long first = 0; first < last;) {
      long end = last;
      for (long l = 0; l < ETS_LANES; l++)
        if (lanes[l].tried && lanes[l].n > first) end = smaller(end, lanes[l].n);
      run_ets(e, &runs, values, seasons, first, end);
      for (long l = 0; l < ETS_LANES; l++) {
        if (!lanes[l].tried || lanes[l].n != end) continue;
        costs[l] = cost_of(e, lanes + l, &runs, l);
        runs.is_over.words[l] = -1;
      }
      first = end;
    }
    for (long l = 0; l < ETS_LANES; l++)
      if (lanes[l].tried) go_on(e, lanes + l, costs[l]);
  }
}

#endif
