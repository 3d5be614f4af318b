/* Products of a tile: `rows` × `vectors` sums that stay in registers over the whole of k. Each function is compiled for
 * every number of rows and vectors, so that both are constants and the compiler keeps every sum in a register. */
#ifndef GATECAST_TILE_H
#define GATECAST_TILE_H

#include "simd.h"

#define ROWS_MAX (ACCUMULATORS / 2)
typedef V Sums[ROWS_MAX][4];

/* sums += a · b over k. Element (row, p) of `a` is a[row * a_row + p * a_step], row p of `b` is b[p * b_step]. */
INLINE void tile_add(const int rows, const int vectors, Sums sums, long k, const float *a, long a_row, long a_step,
                     const float *b, long b_step) {
  for (; k > 0; k--) {
    V b_row[4];
    UNROLL for (int j = 0; j < vectors; j++) b_row[j] = load(b + j * LANES);
    UNROLL for (int i = 0; i < rows; i++) {
      const V element = splat(a[i * a_row]);
      UNROLL for (int j = 0; j < vectors; j++) sums[i][j] += element * b_row[j];
    }
    a += a_step;
    b += b_step;
  }
}

/* The same for a single row. It uses four sums per vector in turn; with one sum each addition would wait for the one
 * before. */
INLINE void tile_add_one(const int vectors, Sums sums, long k, const float *a, const float *b, long b_step) {
  V turns[4][4];
  UNROLL for (int i = 0; i < 4; i++) UNROLL for (int j = 0; j < vectors; j++) turns[i][j] = (V){0};
  for (; k >= 4; k -= 4) {
    UNROLL for (int i = 0; i < 4; i++) {
      const V element = splat(a[i]);
      UNROLL for (int j = 0; j < vectors; j++) turns[i][j] += element * load(b + i * b_step + j * LANES);
    }
    a += 4;
    b += 4 * b_step;
  }
  UNROLL for (int j = 0; j < vectors; j++) sums[0][j] += (turns[0][j] + turns[1][j]) + (turns[2][j] + turns[3][j]);
  tile_add(1, vectors, sums, k, a, 0, 1, b, b_step);
}

/* The same for rows that are contiguous along k. */
INLINE void tile_add_rows(const int rows, const int vectors, Sums sums, long k, const float *a, long a_row,
                          const float *b, long b_step) {
  if (rows == 1)
    tile_add_one(vectors, sums, k, a, b, b_step);
  else
    tile_add(rows, vectors, sums, k, a, a_row, 1, b, b_step);
}

/* sums = z, or 0 if z is null. */
INLINE void tile_start(const int rows, const int vectors, Sums sums, const float *z) {
  UNROLL for (int i = 0; i < rows; i++)
    UNROLL for (int j = 0; j < vectors; j++) sums[i][j] = z ? load(z + (i * vectors + j) * LANES) : (V){0};
}

INLINE void tile_store(const int rows, const int vectors, Sums sums, float *z) {
  UNROLL for (int i = 0; i < rows; i++)
    UNROLL for (int j = 0; j < vectors; j++) store(z + (i * vectors + j) * LANES, sums[i][j]);
}

/* X(vectors, rows) for every tile that fits into the registers. */
#if ACCUMULATORS == 24
#define EACH_TILE(X) \
  X(1, 1) X(1, 2) X(1, 3) X(1, 4) X(1, 5) X(1, 6) X(1, 7) X(1, 8) X(1, 9) X(1, 10) X(1, 11) X(1, 12) \
  X(2, 1) X(2, 2) X(2, 3) X(2, 4) X(2, 5) X(2, 6) X(2, 7) X(2, 8) X(2, 9) X(2, 10) X(2, 11) X(2, 12) \
  X(3, 1) X(3, 2) X(3, 3) X(3, 4) X(3, 5) X(3, 6) X(3, 7) X(3, 8) \
  X(4, 1) X(4, 2) X(4, 3) X(4, 4) X(4, 5) X(4, 6)
#elif ACCUMULATORS == 8
#define EACH_TILE(X) \
  X(1, 1) X(1, 2) X(1, 3) X(1, 4) X(2, 1) X(2, 2) X(2, 3) X(2, 4) X(3, 1) X(3, 2) X(4, 1) X(4, 2)
#else
#define EACH_TILE(X) \
  X(1, 1) X(1, 2) X(1, 3) X(1, 4) X(1, 5) X(1, 6) \
  X(2, 1) X(2, 2) X(2, 3) X(2, 4) X(2, 5) X(2, 6) \
  X(3, 1) X(3, 2) X(3, 3) X(3, 4) \
  X(4, 1) X(4, 2) X(4, 3)
#endif

/* The products of one step: z = start + x · W_ih + h · W_hh for some rows of one panel. `start` is the bias, or, with a
 * `start_row`, the result of `project`, which includes x · W_ih. GRU's three vectors become four: r, z, the part of n
 * from h, and the part of n from x. The last two are kept apart because the reset gate scales
 * only the first of them. */
typedef struct {
  float *z;           /* [rows][vectors, 4 for GRU][LANES] */
  const float *start; /* laid out like a row of z */
  long start_row;     /* stride of rows in `start`; 0: the same for all */
  const float *weights; /* [I + H][vectors][LANES] */
  const float *x;
  long inputs, x_row;
  const float *h;
  long hidden, h_row;
} StepTile;

INLINE void step_tile(const int vectors, const int rows, const StepTile *t) {
  const int gru = vectors == 3;
  const int width = gru ? 4 : vectors;
  Sums sums;
  UNROLL for (int i = 0; i < rows; i++) {
    const float *start = t->start + i * t->start_row;
    UNROLL for (int j = 0; j < vectors; j++) sums[i][j] = load(start + (gru && j == 2 ? 3 : j) * LANES);
  }
  tile_add(rows, vectors, sums, t->inputs, t->x, t->x_row, 1, t->weights, vectors * LANES);
  if (gru) {
    UNROLL for (int i = 0; i < rows; i++) {
      store(t->z + (i * 4 + 3) * LANES, sums[i][2]);
      sums[i][2] = load(t->start + i * t->start_row + 2 * LANES);
    }
  }
  tile_add(rows, vectors, sums, t->hidden, t->h, t->h_row, 1, t->weights + t->inputs * vectors * LANES, vectors * LANES);
  UNROLL for (int i = 0; i < rows; i++)
    UNROLL for (int j = 0; j < vectors; j++) store(t->z + (i * width + j) * LANES, sums[i][j]);
}

/* z (+)= a · b, where `a` consists of `count` pieces of `k` columns, `a_jump` apart. */
typedef struct {
  float *z; /* [rows][vectors][LANES] */
  int accumulate;
  const float *a;
  long a_row, a_jump, count, k;
  const float *b; /* [count * k][vectors][LANES] */
} PanelTile;

INLINE void panel_tile(const int vectors, const int rows, const PanelTile *t) {
  Sums sums;
  tile_start(rows, vectors, sums, t->accumulate ? t->z : 0);
  const float *a = t->a;
  const float *b = t->b;
  for (long piece = 0; piece < t->count; piece++) {
    tile_add_rows(rows, vectors, sums, t->k, a, t->a_row, b, vectors * LANES);
    a += t->a_jump;
    b += t->k * vectors * LANES;
  }
  tile_store(rows, vectors, sums, t->z);
}

/* z (+)= aᵀ · b over k; `a` is packed as [k][a_step]. */
typedef struct {
  float *z; /* [rows][vectors][LANES] */
  int accumulate;
  long k;
  const float *a;
  long a_step;
  const float *b;
  long b_step;
} PackedTile;

INLINE void packed_tile(const int vectors, const int rows, const PackedTile *t) {
  Sums sums;
  tile_start(rows, vectors, sums, t->accumulate ? t->z : 0);
  tile_add(rows, vectors, sums, t->k, t->a, 1, t->a_step, t->b, t->b_step);
  tile_store(rows, vectors, sums, t->z);
}

#define DEFINE_TILES(v, r) \
  static __attribute__((noinline)) void step_tile_##v##_##r(const StepTile *t) { step_tile(v, r, t); } \
  static __attribute__((noinline)) void panel_tile_##v##_##r(const PanelTile *t) { panel_tile(v, r, t); } \
  static __attribute__((noinline)) void packed_tile_##v##_##r(const PackedTile *t) { packed_tile(v, r, t); }
EACH_TILE(DEFINE_TILES)

#define STEP_ENTRY(v, r) [v][r] = step_tile_##v##_##r,
#define PANEL_ENTRY(v, r) [v][r] = panel_tile_##v##_##r,
#define PACKED_ENTRY(v, r) [v][r] = packed_tile_##v##_##r,
static void (*const step_tiles[5][ROWS_MAX + 1])(const StepTile *) = {EACH_TILE(STEP_ENTRY)};
static void (*const panel_tiles[5][ROWS_MAX + 1])(const PanelTile *) = {EACH_TILE(PANEL_ENTRY)};
static void (*const packed_tiles[5][ROWS_MAX + 1])(const PackedTile *) = {EACH_TILE(PACKED_ENTRY)};

#endif
