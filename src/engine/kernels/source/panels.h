/* The products of one step for a single row. A tile of one panel would add two to four sums, each of which waits for
 * the addition before. So some panels are computed together. Each sum has the order that it has in a tile of several
 * rows: a row has the same bits alone as in a batch. */
#ifndef GATECAST_PANELS_H
#define GATECAST_PANELS_H

#include "tile.h"

typedef struct {
  float *z;           /* [panels][vectors, 4 for GRU][LANES] */
  const float *start; /* laid out like z, `start_panel` apart */
  long start_panel;
  const float *weights; /* [I + H][vectors][LANES] of the first panel; those of the next are `weights_panel` further */
  long weights_panel;
  const float *x;
  long inputs;
  const float *h;
  long hidden;
} PanelsStep;

/* sums += a · b over k for each panel. */
INLINE void panels_add(const int vectors, const int panels, Sums sums, long k, const float *a, const float *b,
                       long b_panel) {
  for (; k > 0; k--, a++, b += vectors * LANES) {
    const V element = splat(*a);
    UNROLL for (int p = 0; p < panels; p++)
      UNROLL for (int j = 0; j < vectors; j++) sums[p][j] += element * load(b + p * b_panel + j * LANES);
  }
}

INLINE void step_panels(const int vectors, const int panels, const PanelsStep *t) {
  const int gru = vectors == 3;
  const int width = gru ? 4 : vectors;
  Sums sums;
  UNROLL for (int p = 0; p < panels; p++) {
    const float *start = t->start + p * t->start_panel;
    UNROLL for (int j = 0; j < vectors; j++) sums[p][j] = load(start + (gru && j == 2 ? 3 : j) * LANES);
  }
  panels_add(vectors, panels, sums, t->inputs, t->x, t->weights, t->weights_panel);
  if (gru) {
    UNROLL for (int p = 0; p < panels; p++) {
      store(t->z + (p * 4 + 3) * LANES, sums[p][2]);
      sums[p][2] = load(t->start + p * t->start_panel + 2 * LANES);
    }
  }
  panels_add(vectors, panels, sums, t->hidden, t->h, t->weights + t->inputs * vectors * LANES, t->weights_panel);
  UNROLL for (int p = 0; p < panels; p++)
    UNROLL for (int j = 0; j < vectors; j++) store(t->z + (p * width + j) * LANES, sums[p][j]);
}

#define DEFINE_PANELS(v, p) \
  static __attribute__((noinline)) void step_panels_##v##_##p(const PanelsStep *t) { step_panels(v, p, t); }
EACH_TILE(DEFINE_PANELS)

#define PANELS_ENTRY(v, p) [v][p] = step_panels_##v##_##p,
static void (*const panels_steps[5][ROWS_MAX + 1])(const PanelsStep *) = {EACH_TILE(PANELS_ENTRY)};

#endif
