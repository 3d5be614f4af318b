/* One recurrent layer over a whole sequence. Rows (series) do not depend on each other, so each member of the team
 * computes its rows for all steps and does not wait for the others. */
#ifndef GATECAST_FORWARD_H
#define GATECAST_FORWARD_H

#include "activations.h"
#include "layout.h"
#include "panels.h"
#include "tile.h"

/* Packs the rows of one panel of a weight [G*H, columns] as [columns][vectors][LANES]. */
static void pack_columns(float *packed, const Layout *l, const Shape *shape, long panel, const float *weight,
                         long columns) {
  const long step = l->vectors * LANES;
  for (int vector = 0; vector < l->vectors; vector++) {
    const int gate = gate_of(l, l->input_slot + vector);
    for (int lane = 0; lane < LANES; lane++) {
      const long unit = unit_of(l, panel, vector, lane);
      float *to = packed + vector * LANES + lane;
      if (unit >= shape->hidden) {
        for (long k = 0; k < columns; k++) to[k * step] = 0;
      } else {
        const float *from = weight + (gate * shape->hidden + unit) * columns;
        for (long k = 0; k < columns; k++) to[k * step] = from[k];
      }
    }
  }
}

/* Packs the biases of one panel: for each vector bias_ih + bias_hh. The n gate of GRU has two vectors, bias_hh and then
 * bias_ih, because the reset gate scales only what comes from h. */
static void pack_bias(float *packed, const Layout *l, const Shape *shape, long panel, const Weights *w) {
  const long H = shape->hidden;
  for (int vector = 0; vector < l->vectors; vector++) {
    const int gate = gate_of(l, l->input_slot + vector);
    const int is_split = shape->cell == GRU && gate == 2;
    for (int lane = 0; lane < LANES; lane++) {
      const long unit = unit_of(l, panel, vector, lane);
      const float from_x = unit < H ? w->bias_ih[gate * H + unit] : 0;
      const float from_h = unit < H ? w->bias_hh[gate * H + unit] : 0;
      packed[vector * LANES + lane] = is_split ? from_h : from_x + from_h;
      if (is_split) packed[(vector + 1) * LANES + lane] = from_x;
    }
  }
}

static long packed_length(const Shape *shape) {
  const Layout l = layout_of(shape);
  return l.panels * l.packed + ALIGNMENT;
}

static void pack(const Shape *shape, const Weights *weights, float *packed) {
  const Layout l = layout_of(shape);
  packed = align(packed);
  for (long panel = 0; panel < l.panels; panel++, packed += l.packed) {
    float *input = packed + l.biases * LANES;
    float *hidden = input + shape->inputs * l.vectors * LANES;
    pack_bias(packed, &l, shape, panel, weights);
    pack_columns(input, &l, shape, panel, weights->weight_ih, shape->inputs);
    pack_columns(hidden, &l, shape, panel, weights->weight_hh, shape->hidden);
  }
}

/* A tile whose products are complete. Pointers are to its first row and unit. */
typedef struct {
  int rows;
  long units; /* hidden units in this panel; fewer than it holds in the last one */
  long hidden; /* stride of rows in h and c */
  const float *z; /* gates before their activations */
  float *tape; /* null in inference */
  const float *h_before;
  float *h_after;
  const float *c_before;
  float *c_after;
} CellTile;

static void rnn_forward(const CellTile *t) {
  for (int i = 0; i < t->rows; i++) {
    float *h = t->h_after + i * t->hidden;
    const float *z = t->z + i * 2 * LANES;
    store_part(h, tanh_of(load(z)), t->units);
    if (t->units > LANES) store_part(h + LANES, tanh_of(load(z + LANES)), t->units - LANES);
  }
}

static void lstm_forward(const CellTile *t) {
  for (int row = 0; row < t->rows; row++) {
    const float *z = t->z + row * 4 * LANES;
    const V i = sigmoid(load(z));
    const V f = sigmoid(load(z + LANES));
    const V g = tanh_of(load(z + 2 * LANES));
    const V o = sigmoid(load(z + 3 * LANES));
    const V c = f * load_part(t->c_before + row * t->hidden, t->units) + i * g;
    store_part(t->c_after + row * t->hidden, c, t->units);
    store_part(t->h_after + row * t->hidden, o * tanh_of(c), t->units);
    if (t->tape) {
      float *tape = t->tape + row * 4 * LANES;
      store(tape, i);
      store(tape + LANES, f);
      store(tape + 2 * LANES, g);
      store(tape + 3 * LANES, o);
    }
  }
}

static void gru_forward(const CellTile *t) {
  for (int row = 0; row < t->rows; row++) {
    const float *at = t->z + row * 4 * LANES;
    const V hidden = load(at + 2 * LANES);
    const V r = sigmoid(load(at));
    const V z = sigmoid(load(at + LANES));
    const V n = tanh_of(load(at + 3 * LANES) + r * hidden);
    const V h = load_part(t->h_before + row * t->hidden, t->units);
    store_part(t->h_after + row * t->hidden, (1 - z) * n + z * h, t->units);
    if (t->tape) {
      float *tape = t->tape + row * 4 * LANES;
      store(tape, r);
      store(tape + LANES, z);
      store(tape + 2 * LANES, n);
      store(tape + 3 * LANES, hidden);
    }
  }
}

static void (*const cell_forward[])(const CellTile *) = {
    [RNN] = rnn_forward, [LSTM] = lstm_forward, [GRU] = gru_forward};

/* With few rows and wide inputs, one product computes x · W_ih for several steps, so that the weights are read once for
 * all of them. With many rows the weights stay in the cache within a single step. Rows are series · steps. */
enum { PROJECTED_ROWS = 48 };

INLINE int projects(const Shape *shape, const Layout *l, long rows) {
  return 2 * rows <= l->rows && shape->inputs > 8 && shape->steps > 1;
}

/* Vectors of z, the sums of a panel before the activations. z starts from the biases, so it has as many vectors. */
INLINE int z_vectors(const Layout *l) { return l->biases; }

static long forward_scratch(const Shape *shape) {
  const Layout l = layout_of(shape);
  return PROJECTED_ROWS * l.panels * z_vectors(&l) * LANES + ALIGNMENT;
}

typedef struct {
  const Shape *shape;
  const float *packed, *x;
  float *h, *c, *tape, *scratch;
  int team_size;
} ForwardTask;

/* Computes bias + x · W_ih of `steps` steps into projected [panel][PROJECTED_ROWS][z vectors][LANES]. Writes the first
 * steps * B rows of each panel. Only if one member has the whole batch. */
static void project(const ForwardTask *task, const Layout *l, long t, long steps, float *projected) {
  const Shape *shape = task->shape;
  const long width = z_vectors(l) * LANES;
  const long rows = steps * shape->batch;
  for (long panel = 0; panel < l->panels; panel++) {
    const float *packed = align((float *)task->packed) + panel * l->packed;
    for (long row = 0; row < rows; row += l->rows) {
      const StepTile tile = {.z = projected + (panel * PROJECTED_ROWS + row) * width,
                             .start = packed,
                             .weights = packed + l->biases * LANES,
                             .x = task->x + (t * shape->batch + row) * shape->inputs,
                             .inputs = shape->inputs,
                             .x_row = shape->inputs};
      step_tiles[l->vectors][smaller(l->rows, rows - row)](&tile);
    }
  }
}

/* Computes `rows` rows in tiles, for one part of h after another. The sums of a part are the start of the next. */
INLINE void step_tiles_together(const Layout *l, int rows, StepTile tile) {
  if (TILES_TOGETHER == 1) {
    step_tiles[l->vectors][rows](&tile);
    return;
  }
  const int width = z_vectors(l) * LANES;
  const long part = PART_LENGTH / (l->vectors * LANES);
  const long hidden = tile.hidden;
  float *z = tile.z;
  const float *start = tile.start, *x = tile.x, *h = tile.h;
  for (long k = 0; k == 0 || k < hidden; k += part) {
    tile.hidden = smaller(part, hidden - k);
    for (int row = 0; row < rows; row += l->rows) {
      tile.z = z + row * width;
      tile.start = k == 0 ? start + row * tile.start_row : tile.z;
      tile.x = x + row * tile.x_row;
      tile.h = h + row * tile.h_row + k;
      step_tiles[l->vectors][smaller(l->rows, rows - row)](&tile);
    }
    tile.weights += (tile.inputs + tile.hidden) * l->vectors * LANES;
    tile.inputs = 0;
    tile.start_row = width;
  }
}

/* The states before and after a step; [B, H] each. */
typedef struct {
  const float *h_before, *c_before;
  float *h_after, *c_after;
} StepStates;

static StepStates states_of(const ForwardTask *task, long t) {
  const long states = task->shape->batch * task->shape->hidden;
  const long before = t * states, end = task->shape->steps * states;
  /* Inference keeps no c between the steps: all of them write c[T], and all but the first read it. */
  return (StepStates){.h_before = task->h + before,
                      .h_after = task->h + before + states,
                      .c_before = task->c + (task->tape || t == 0 ? before : end),
                      .c_after = task->c + (task->tape ? before + states : end)};
}

/* Computes the cells of one panel from z of `rows` rows. */
static void cell_step(const ForwardTask *task, const Layout *l, const StepStates *states, long t, long panel, long row,
                      int rows, const float *z) {
  const long B = task->shape->batch, H = task->shape->hidden;
  const long unit = panel * l->units;
  const long at = row * H + unit;
  const CellTile cell = {
      .rows = rows,
      .units = smaller(l->units, H - unit),
      .hidden = H,
      .z = z,
      .tape = task->tape ? align(task->tape) + ((t * l->panels + panel) * B + row) * l->tape * LANES : 0,
      .h_before = states->h_before + at,
      .h_after = states->h_after + at,
      .c_before = states->c_before + at,
      .c_after = states->c_after + at,
  };
  cell_forward[task->shape->cell](&cell);
}

/* Computes step t for a block of rows. `projected`: result of `project` for row `first` of this step, with its panels
 * `projected_panel` floats apart, or null. */
static void forward_block(const ForwardTask *task, const Layout *l, long t, long first, long last,
                          const float *projected, long projected_panel) {
  const Shape *shape = task->shape;
  const long B = shape->batch, H = shape->hidden, I = shape->inputs;
  const long width = z_vectors(l) * LANES;
  const StepStates at = states_of(task, t);
  float z[TILES_TOGETHER * ROWS_MAX * 4 * LANES] __attribute__((aligned(64)));

  for (long panel = 0; panel < l->panels; panel++) {
    const float *packed = align((float *)task->packed) + panel * l->packed;
    for (long row = first; row < last; row += TILES_TOGETHER * l->rows) {
      const int rows = smaller(TILES_TOGETHER * l->rows, last - row);
      const StepTile tile = {.z = z,
                             .start = projected ? projected + panel * projected_panel + (row - first) * width : packed,
                             .start_row = projected ? width : 0,
                             .weights = packed + l->biases * LANES + (projected ? I * l->vectors * LANES : 0),
                             .x = task->x + (t * B + row) * I,
                             .inputs = projected ? 0 : I,
                             .x_row = I,
                             .h = at.h_before + row * H,
                             .hidden = H,
                             .h_row = H};
      step_tiles_together(l, rows, tile);
      cell_step(task, l, &at, t, panel, row, rows, z);
    }
  }
}

/* The same for row `row` alone. */
static void forward_single(const ForwardTask *task, const Layout *l, long t, long row, const float *projected,
                           long projected_panel) {
  const Shape *shape = task->shape;
  const long B = shape->batch, H = shape->hidden, I = shape->inputs;
  const long width = z_vectors(l) * LANES;
  const StepStates at = states_of(task, t);
  float z[ROWS_MAX * 4 * LANES] __attribute__((aligned(64)));

  for (long first = 0; first < l->panels; first += l->rows) {
    const int panels = smaller(l->rows, l->panels - first);
    const float *packed = align((float *)task->packed) + first * l->packed;
    const PanelsStep step = {.z = z,
                             .start = projected ? projected + first * projected_panel : packed,
                             .start_panel = projected ? projected_panel : l->packed,
                             .weights = packed + l->biases * LANES + (projected ? I * l->vectors * LANES : 0),
                             .weights_panel = l->packed,
                             .x = task->x + (t * B + row) * I,
                             .inputs = projected ? 0 : I,
                             .h = at.h_before + row * H,
                             .hidden = H};
    panels_steps[l->vectors][panels](&step);
    for (int panel = 0; panel < panels; panel++) cell_step(task, l, &at, t, first + panel, row, 1, z + panel * width);
  }
}

/* Computes step t for rows `first` … `last` - 1, in blocks of rows whose states stay in the cache while all panels read
 * them. */
static void forward_step(const ForwardTask *task, const Layout *l, long t, long first, long last,
                         const float *projected, long projected_panel) {
  if (last - first == 1) {
    forward_single(task, l, t, first, projected, projected_panel);
    return;
  }
  const long block = block_of(last - first, BLOCK_LENGTH / task->shape->hidden, l->rows);
  const long width = z_vectors(l) * LANES;
  for (long row = first; row < last; row += block)
    forward_block(task, l, t, row, smaller(last, row + block), projected ? projected + (row - first) * width : 0,
                  projected_panel);
}

static void forward_rows(void *argument, int member) {
  const ForwardTask *task = argument;
  if (member >= task->team_size) return;
  const Shape *shape = task->shape;
  const Layout l = layout_of(shape);
  const long first = shape->batch * member / task->team_size;
  const long last = shape->batch * (member + 1) / task->team_size;
  if (task->team_size > 1 || !projects(shape, &l, last - first)) {
    for (long t = 0; t < shape->steps; t++) forward_step(task, &l, t, first, last, 0, 0);
    return;
  }
  float *projected = align(task->scratch);
  const long width = z_vectors(&l) * LANES;
  const long steps_together = PROJECTED_ROWS / shape->batch;
  for (long t = 0; t < shape->steps; t += steps_together) {
    const long steps = smaller(steps_together, shape->steps - t);
    project(task, &l, t, steps, projected);
    for (long step = 0; step < steps; step++)
      forward_step(task, &l, t + step, first, last, projected + step * shape->batch * width, PROJECTED_ROWS * width);
  }
}

static long tape_length(const Shape *shape) {
  const Layout l = layout_of(shape);
  return l.tape == 0 ? 0 : shape->steps * l.panels * shape->batch * l.tape * LANES + ALIGNMENT;
}

static void forward(const Shape *shape, const float *packed, const float *x, float *h, float *c, float *tape,
                    float *scratch, Team *team) {
  ForwardTask task = {shape, packed, x, h, c, tape, scratch, smaller(team->size, shape->batch)};
  if (task.team_size == 1)
    forward_rows(&task, 0);
  else
    team->run(team, forward_rows, &task);
}

#endif
