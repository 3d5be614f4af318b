/* Interface of the compiled kernels, the same for every instruction set: the C side of ../contract/kernel.ts.
 *
 * B batch, T time, I inputs, H hidden units, G gates, L lanes of a vector; row-major and contiguous.
 * Nothing is allocated: callers pass memory of the lengths that the *_length functions return, in floats. */
#ifndef GATECAST_KERNEL_H
#define GATECAST_KERNEL_H

typedef enum { RNN = 0, LSTM = 1, GRU = 2 } Cell;

/* G of a cell. The rows of its weights are in PyTorch's order: LSTM i, f, g, o; GRU r, z, n. */
static inline int gate_count(Cell cell) { return cell == LSTM ? 4 : cell == GRU ? 3 : 1; }

typedef struct {
  Cell cell;
  long steps, batch, inputs, hidden;
} Shape;

typedef struct {
  const float *weight_ih; /* [G*H, I] */
  const float *weight_hh; /* [G*H, H] */
  const float *bias_ih;   /* [G*H] */
  const float *bias_hh;   /* [G*H] */
} Weights;

typedef struct {
  float *weight_ih, *weight_hh, *bias_ih, *bias_hh;
} WeightGradients;

typedef struct {
  double step, learning_rate, beta1, beta2, epsilon, weight_decay; /* `step` counts from 1 */
} AdamW;

/* Numbers of a context that `seasonal_moments` writes. */
enum { SEASONAL_MOMENTS = 9 };

typedef struct {
  double level, inverse, scale, deviation, roughness, log_scale, lag_max;
} SeasonalNumbers;

/* Window `b` of `size`: n ≤ context observations. */
typedef struct {
  long b, size, n, context, season, group, inputs, horizon, step_inputs, lags, base_seasons;
  SeasonalNumbers numbers;
} SeasonalWindow;

typedef struct {
  long rows, horizon, levels, step_inputs, skips, skip_at;
} LevelSums;

typedef enum { LAG_DIFFERENCE = 0, LAG_SIZE = 1, LAG_RELATIVE_SIZE = 2 } LagChange;

typedef struct {
  long windows, steps, levels, median;
} WindowLosses;

typedef struct {
  long series, replicates, blocks, block, longest;
} BlockSums;

typedef struct {
  long n, season, length, candidates;
} SeasonDistances;

typedef struct {
  long n, season, days, components, iterations;
} WeekShape;

typedef enum { ETS_NO_TREND = 0, ETS_TREND = 1, ETS_DAMPED = 2 } EtsTrend;
typedef enum { ETS_NO_SEASON = 0, ETS_ADDITIVE = 1, ETS_MULTIPLICATIVE = 2 } EtsSeason;

/* Lanes for which the caller of `search_ets` has memory. */
enum { ETS_LANES_MAX = 16 };

/* F searches for the P parameters of exponential smoothing. */
typedef struct {
  int is_relative; /* the errors are relative to the forecasts */
  EtsTrend trend;
  EtsSeason season;
  long season_length; /* m */
  long searches, parameters, evaluations_max;
  double alpha_min, alpha_max, phi_min, phi_max, tolerance;
  const double *values;
  const int *histories;  /* [F, 2], first value and number of values */
  const double *seasons; /* [F, m] before the first observation */
  double *points;        /* [F, P], the starts; the minima are written */
  const double *steps;   /* [F, P] */
  double *costs;         /* [F] */
} EtsSearch;

typedef struct {
  long rows, members, inputs, center;
  double level, scale, limit;
} MemberInputs;

/* A team of threads. `run` calls work(task, member) once for each member 0 … size - 1 and returns when all are done. */
typedef struct Team {
  int size;
  void (*run)(struct Team *team, void (*work)(void *task, int member), void *task);
} Team;

typedef struct ExactKernels ExactKernels;

typedef struct {
  const char *name;
  int lanes;
  const ExactKernels *exact; /* null in WebAssembly */

  long (*packed_length)(const Shape *shape);
  long (*tape_length)(const Shape *shape);
  long (*scratch_length)(const Shape *shape, int team_size);

  void (*pack)(const Shape *shape, const Weights *weights, float *packed);
  /* `tape` null: inference; no backward may follow, and of c only c[0] and c[T] are used. */
  void (*forward)(const Shape *shape, const float *packed, const float *x, float *h, float *c, float *tape,
                  float *scratch, Team *team);
  void (*backward)(const Shape *shape, const Weights *weights, const WeightGradients *gradients, const float *x,
                   const float *h, const float *c, const float *tape, float *scratch, const float *d_output,
                   float *d_h, float *d_c, float *dx, Team *team);

  long (*gemm_scratch_length)(void);
  /* c [m, n] = op(a) · op(b) (+ c); element (row, column) of op(a) is a[row * a_row + column * a_column]. */
  void (*gemm)(long m, long n, long k, const float *a, long a_row, long a_column, const float *b, long b_row,
               long b_column, int accumulate, float *c, float *scratch);

  /* y = x * sigmoid(x), and its gradient; `length` elements. */
  void (*silu)(float *y, const float *x, long length);
  void (*silu_backward)(float *dx, const float *x, const float *dy, long length);

  /* to [n, r, columns] = rows [r, columns] + shifts [n, columns]. The backward adds to d_rows and d_shifts; each may be
   * null. */
  void (*outer_sum)(float *to, const float *rows, const float *shifts, long n, long r, long columns);
  void (*outer_sum_backward)(float *d_rows, float *d_shifts, const float *d, long n, long r, long columns);

  /* Writes the gradient d [rows, levels] and returns the loss. `mask` [rows] may be null: all targets are present. */
  double (*pinball)(float *d, const float *y_hat, const float *y, const unsigned char *mask, const double *quantiles,
                    const double *weights, long rows, long levels);

  /* Writes sums and gaps, from which the caller computes the loss of row r: ln sums[r] + gaps[r]. Writes to `tops` the
   * index of the largest of the `count` logits, and to `d` the gradient of the mean loss over the rows that are
   * present. `d`, `mask` and `tops` may be null. */
  void (*cross_entropy)(float *d, const float *logits, const unsigned *symbols, const unsigned char *mask, long rows,
                        long count, double *sums, double *gaps, unsigned *tops);

  double (*sum_squares)(const float *values, long length);
  void (*scale)(float *values, float factor, long length);
  void (*adamw)(float *values, const float *gradients, float *m, float *v, long length, const AdamW *options);
} Kernels;

/* Kernels whose results are the same bytes in every instruction set; exact/exact.c. */
struct ExactKernels {
  void (*seasonal_moments)(const double *x, long n, long season, double *moments);
  void (*seasonal_window)(const SeasonalWindow *window, const double *x, const double *base_seasons, float *inputs,
                          float *step_inputs, double *bases, double *units);
  void (*level_sums)(const LevelSums *shape, float *y, const float *q, const double *start, const float *moves,
                     const float *skip, const float *step_inputs);
  void (*level_sums_backward)(const LevelSums *shape, float *d_offset, float *d_moves, float *d_skip, const float *d,
                              const float *step_inputs);

  void (*empirical_quantiles)(double *sample, long n, const double *p, long count, double *work, double *to);
  void (*lag_quantiles)(const double *values, long n, long lag, LagChange change, const double *p, long count,
                        double *work, double *to);
  void (*window_losses)(const WindowLosses *windows, const double *mixed, const double *actual, const double *units,
                        const double *levels, double *losses);
  void (*mean_losses)(const WindowLosses *windows, const double *sums, const double *added, const int *offsets,
                      double count, const double *actual, const double *units, const double *levels, double *losses);
  void (*block_sums)(const BlockSums *blocks, const double *pairs, const int *offsets, const int *starts,
                     const int *drawn, double *sums);

  void (*choose_randomly)(unsigned *state, float *to, long n, double bound, float first, float second);
  void (*multiply)(float *y, const float *x, const float *factor, long n);

  void (*smooth_levels)(const double *values, long n, const double *alphas, long lanes, double start, double *states);
  void (*smooth_trends)(const double *values, long n, const double *parameters, long lanes, double start_level,
                        double start_trend, double *states);
  void (*search_ets)(const EtsSearch *search, long longest, double *work);
  void (*season_distances)(const SeasonDistances *seasons, const double *z, const double *levels, double *distances);
  void (*week_shape)(const WeekShape *week, const double *z, double *work, double *shape, double *sums);
  void (*member_inputs)(const MemberInputs *inputs, const double *forecasts, float *members, float *to, double *sums);
  void (*member_errors)(long rows, long members, const double *forecasts, const double *actual, double scale,
                        double limit, double *sums);
};

#endif
