/* Interface of the compiled kernels, the same for every instruction set: the C side of ../kernel.ts.
 *
 * B batch, T time, I inputs, H hidden units, G gates, L lanes of a vector; row-major and contiguous.
 * Nothing is allocated: callers pass memory of the lengths that the *_length functions return, in floats. */
#ifndef GATECAST_KERNEL_H
#define GATECAST_KERNEL_H

typedef enum { RNN = 0, LSTM = 1, GRU = 2 } Cell;

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

/* Kernels whose results are the same bytes in every instruction set; exact.h. */
struct ExactKernels {
  void (*seasonal_moments)(const double *x, long n, long season, double *moments);
  void (*seasonal_window)(const SeasonalWindow *window, const double *x, const double *base_seasons, float *inputs,
                          float *step_inputs, double *bases, double *units);
  void (*level_sums)(const LevelSums *shape, float *y, const float *q, const double *start, const float *moves,
                     const float *skip, const float *step_inputs);
  void (*level_sums_backward)(const LevelSums *shape, float *d_offset, float *d_moves, float *d_skip, const float *d,
                              const float *step_inputs);
};

#endif
