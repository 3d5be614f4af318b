/* Backpropagation through time of one layer.
 *
 * From the last step to the first, the product d_gates(t) · W_hh gives tiles of the gradient of h(t - 1). Each tile is
 * turned into d_gates(t - 1) while it is in the cache. d_gates is kept for one chunk of steps only. When a chunk is
 * complete, its part of the weight gradients, a product over all rows of the chunk, is added to `sums`. So the operands
 * of the weight gradients are still in the cache, and memory does not grow with the number of steps. */
#ifndef GATECAST_BACKWARD_H
#define GATECAST_BACKWARD_H

#include "activations.h"
#include "layout.h"
#include "tile.h"

enum {
  CHUNK_ROWS = 256, /* series · steps of a chunk, about */
  STEP_ROWS = TILES_TOGETHER * ROWS_MAX
};

typedef struct {
  int rows;
  long units;
  long hidden; /* stride of rows in h, c, d_output, d_h and d_c */
  const float *z; /* [rows][z_vectors][LANES]: gradient of h that came through W_hh, at this panel */
  long z_row;
  const float *tape;
  float *d_gates; /* [rows][slots][LANES] */
  const float *d_output; /* null: zeros */
  const float *h_before, *h_after, *c_before, *c_after;
  float *d_h; /* GRU: the part d_h * z of the gradient, which reaches the step before without passing W_hh */
  float *d_c;
} GradientTile;

/* Gradient of h of a row, for the units of vector `part` of the panel: z + d_output. */
INLINE V incoming(const GradientTile *t, int row, int part) {
  const V d_h = load(t->z + row * t->z_row + part * LANES);
  const long at = row * t->hidden + part * LANES;
  return t->d_output ? d_h + load_part(t->d_output + at, t->units - part * LANES) : d_h;
}

static void rnn_backward(const GradientTile *t) {
  for (int row = 0; row < t->rows; row++)
    for (int part = 0; part < 2; part++) {
      const long at = row * t->hidden + part * LANES;
      const long units = t->units - part * LANES;
      float *d_gates = t->d_gates + (row * 2 + part) * LANES;
      if (units <= 0) {
        store(d_gates, (V){0});
        continue;
      }
      const V h = load_part(t->h_after + at, units);
      store(d_gates, incoming(t, row, part) * (1 - h * h));
    }
}

static void lstm_backward(const GradientTile *t) {
  for (int row = 0; row < t->rows; row++) {
    const long at = row * t->hidden;
    const float *tape = t->tape + row * 4 * LANES;
    const V i = load(tape), f = load(tape + LANES), g = load(tape + 2 * LANES), o = load(tape + 3 * LANES);
    const V tanh_c = tanh_of(load_part(t->c_after + at, t->units));
    const V d_h = incoming(t, row, 0);
    const V d_c = load_part(t->d_c + at, t->units) + d_h * o * (1 - tanh_c * tanh_c);
    float *d_gates = t->d_gates + row * 4 * LANES;
    store(d_gates, d_c * g * i * (1 - i));
    store(d_gates + LANES, d_c * load_part(t->c_before + at, t->units) * f * (1 - f));
    store(d_gates + 2 * LANES, d_c * i * (1 - g * g));
    store(d_gates + 3 * LANES, d_h * tanh_c * o * (1 - o));
    store_part(t->d_c + at, d_c * f, t->units);
  }
}

static void gru_backward(const GradientTile *t) {
  for (int row = 0; row < t->rows; row++) {
    const long at = row * t->hidden;
    const float *tape = t->tape + row * 4 * LANES;
    const V r = load(tape), z = load(tape + LANES), n = load(tape + 2 * LANES), hidden = load(tape + 3 * LANES);
    const V d_h = incoming(t, row, 0);
    const V d_n = d_h * (1 - z) * (1 - n * n);
    float *d_gates = t->d_gates + row * 4 * LANES;
    store(d_gates, d_n * r);
    store(d_gates + LANES, d_n * hidden * r * (1 - r));
    store(d_gates + 2 * LANES, d_h * (load_part(t->h_before + at, t->units) - n) * z * (1 - z));
    store(d_gates + 3 * LANES, d_n);
    store_part(t->d_h + at, d_h * z, t->units);
  }
}

static void (*const cell_backward[])(const GradientTile *) = {
    [RNN] = rnn_backward, [LSTM] = lstm_backward, [GRU] = gru_backward};

/* Columns of `a` in the product of the weight gradients. A column of ones gives the bias gradients: [h | x | 1]. GRU,
 * whose n gate has a different gradient for W_ih and W_hh, has two products, with [h | 1] and [x | 1]. */
typedef struct {
  long columns;      /* of all parts of `a` */
  long hidden_part;  /* columns of the first part, whose last one gives the gradient of bias_hh */
} Columns;

INLINE Columns columns_of(const Shape *shape) {
  const long H = shape->hidden, I = shape->inputs;
  if (shape->cell == GRU) return (Columns){H + 1 + I + 1, H + 1};
  return (Columns){H + I + 1, H + I + 1};
}

/* Places in `scratch` and sizes of the work. A name that ends with _at is an offset in floats. */
typedef struct {
  /* Offsets from the start of `scratch`. */
  long packed_hidden_at; /* W_hh is packed here as [tile][panel][slot][LANES][2*LANES]. */
  long packed_input_at;  /* W_ih is packed here the same way, in tiles of `input_vectors` vectors. */
  long members_at;       /* The memory of the first member starts here, and those of the others follow it. */

  /* Offsets from the start of the memory of a member. */
  long d_gates_at;      /* Two chunks of d_gates lie here, because the last step of one begins the next. */
  long packed_chunk_at; /* `pack_chunk` writes the rows of a chunk here. */
  long sums_at;         /* The weight gradients are added up here as [panel][columns][vectors][LANES]. */
  long remainder_at;    /* `pack_chunk` gathers here the columns of a row after its whole blocks of h. */
  long products_at;     /* `step_back` adds up d_gates · W_hh here as [tile][block_rows][2*LANES]. If all panels are one
                         * group, tiles of [STEP_ROWS][2*LANES] follow each other in the same place. */

  long member_length;   /* The memory of a member has this many floats. */
  long chunk_steps;     /* A chunk has this many steps; the earliest one can have fewer. */
  long chunk_rows;      /* A chunk has at most this many rows, one for each step and series of a member. */
  long panel_rows;      /* d_gates has this many rows from one panel to the next; some of them can be spare. */
  long block_rows;      /* `step_back` computes all tiles for this many rows, and then for the next rows. */
  long panels_together; /* It reads d_gates in groups of this many panels, which stay in the cache. */
  long input_vectors;   /* A tile of dx has this many vectors of inputs. */
  long input_tiles;     /* The inputs fill this many tiles. */
  long hidden_tiles;    /* The hidden units fill this many tiles of two vectors. */
} BackwardPlan;

INLINE BackwardPlan plan_backward(const Shape *shape, const Layout *l, int team_size) {
  BackwardPlan p;
  const Columns c = columns_of(shape);
  const long rows = (shape->batch + team_size - 1) / team_size;
  p.chunk_steps = smaller(shape->steps, larger(1, CHUNK_ROWS / rows));
  p.chunk_rows = p.chunk_steps * rows;
  /* Spare rows: else the distance of panels is often a power of two, and they fall into the
   * same few sets of a cache. */
  p.panel_rows = p.chunk_rows + (TILES_TOGETHER > 1 ? p.chunk_rows / 4 + ROWS_MAX : 0);
  p.input_vectors = shape->inputs > LANES ? 2 : 1;
  p.input_tiles = (shape->inputs + p.input_vectors * LANES - 1) / (p.input_vectors * LANES);
  p.hidden_tiles = (shape->hidden + 2 * LANES - 1) / (2 * LANES);
  const long k = l->panels * l->vectors * LANES;
  p.packed_hidden_at = 0;
  p.packed_input_at = p.hidden_tiles * k * 2 * LANES;
  p.members_at = p.packed_input_at + p.input_tiles * k * p.input_vectors * LANES;
  p.d_gates_at = 0;
  p.packed_chunk_at = 2 * l->panels * p.panel_rows * l->slots * LANES;
  p.sums_at = p.packed_chunk_at + round_up((c.columns + 2 * l->rows) * p.chunk_rows, ALIGNMENT);
  p.remainder_at = p.sums_at + l->panels * c.columns * l->vectors * LANES;
  p.products_at = round_up(p.remainder_at + c.columns + l->rows, ALIGNMENT);
  p.block_rows = TILES_TOGETHER > 1 ? smaller(rows, STEP_ROWS) : round_up(rows, STEP_ROWS);
  p.panels_together = block_of(l->panels, BLOCK_LENGTH / (p.block_rows * l->slots * LANES), 1);
  const long product_rows = p.panels_together < l->panels ? p.hidden_tiles * p.block_rows : STEP_ROWS;
  p.member_length = round_up(p.products_at + product_rows * 2 * LANES, ALIGNMENT);
  return p;
}

static long backward_scratch(const Shape *shape, int team_size) {
  const Layout l = layout_of(shape);
  const BackwardPlan p = plan_backward(shape, &l, team_size);
  return p.members_at + team_size * p.member_length + ALIGNMENT;
}

/* Packs weight [G*H, columns] as [tile][panel][slot][LANES][width], where a tile has `width` columns. The slots are
 * those of d_gates that the weight is multiplied with: `first_slot` and the next ones. */
static void pack_rows(float *packed, const Shape *shape, const Layout *l, const float *weight, long columns,
                      long width, int first_slot) {
  for (long first = 0; first < columns; first += width) {
    const long inside = smaller(width, columns - first);
    for (long panel = 0; panel < l->panels; panel++)
      for (int vector = 0; vector < l->vectors; vector++) {
        const int gate = gate_of(l, first_slot + vector);
        for (int lane = 0; lane < LANES; lane++, packed += width) {
          const long unit = unit_of(l, panel, vector, lane);
          if (unit >= shape->hidden) {
            for (long j = 0; j < width; j++) packed[j] = 0;
            continue;
          }
          const float *from = weight + (gate * shape->hidden + unit) * columns + first;
          for (long j = 0; j < width; j += LANES)
            store(packed + j, j < inside ? load_part(from + j, inside - j) : (V){0});
        }
      }
  }
}

typedef struct {
  const Shape *shape;
  const WeightGradients *gradients;
  const float *x, *h, *c, *tape, *d_output;
  float *d_h, *d_c, *dx, *scratch;
  BackwardPlan plan;
  int team_size;
} BackwardTask;

/* A thread of the team with its rows of the batch and its part of the scratch memory. */
typedef struct {
  const BackwardTask *task;
  const Shape *shape;
  Layout layout;
  long first, rows;
  float *memory;
} Member;

/* Computes d_gates of step t from `z`, the gradient of h(t + 1), for `rows` rows of a tile of 2 * LANES units. */
static void finish_tile(const Member *m, long t, float *d_gates, const float *z, long tile, long row, int rows) {
  const BackwardTask *task = m->task;
  const Layout *l = &m->layout;
  const long B = m->shape->batch, H = m->shape->hidden;
  const long panels = 2 * LANES / l->units;
  for (long part = 0; part < panels; part++) {
    const long panel = tile * panels + part;
    const long unit = panel * l->units;
    if (unit >= H) return;
    const long at = (m->first + row) * H + unit;
    const long before = t * B * H + at, after = before + B * H;
    const GradientTile cell = {
        .rows = rows,
        .units = smaller(l->units, H - unit),
        .hidden = H,
        .z = z + part * LANES,
        .z_row = 2 * LANES,
        .tape = l->tape ? align((float *)task->tape) +
                              ((t * l->panels + panel) * B + m->first + row) * l->tape * LANES
                        : 0,
        .d_gates = d_gates + (panel * task->plan.panel_rows + row) * l->slots * LANES,
        .d_output = task->d_output ? task->d_output + before : 0,
        .h_before = task->h + before,
        .h_after = task->h + after,
        .c_before = task->c + before,
        .c_after = task->c + after,
        .d_h = task->d_h + at,
        .d_c = task->d_c + at,
    };
    cell_backward[m->shape->cell](&cell);
  }
}

/* Computes d_gates of the last step from the gradient of the final state. */
static void start_last_step(const Member *m, float *d_gates) {
  const long H = m->shape->hidden;
  float z[ROWS_MAX * 2 * LANES] __attribute__((aligned(64)));
  for (long tile = 0; tile < m->task->plan.hidden_tiles; tile++)
    for (long row = 0; row < m->rows; row += ROWS_MAX) {
      const int rows = smaller(ROWS_MAX, m->rows - row);
      for (int i = 0; i < rows; i++)
        for (int vector = 0; vector < 2; vector++) {
          const long unit = (tile * 2 + vector) * LANES;
          const float *from = m->task->d_h + (m->first + row + i) * H + unit;
          store(z + (i * 2 + vector) * LANES, unit < H ? load_part(from, H - unit) : (V){0});
        }
      finish_tile(m, m->shape->steps - 1, d_gates, z, tile, row, rows);
    }
}

/* z += d_h, the part of the gradient that GRU passes back without W_hh. */
static void add_carried(const Member *m, float *z, long tile, long row, int rows) {
  const long H = m->shape->hidden;
  for (int i = 0; i < rows; i++)
    for (int vector = 0; vector < 2; vector++) {
      const long unit = (tile * 2 + vector) * LANES;
      if (unit >= H) continue;
      float *to = z + (i * 2 + vector) * LANES;
      store(to, load(to) + load_part(m->task->d_h + (m->first + row + i) * H + unit, H - unit));
    }
}

/* Computes `rows` rows in tiles of two vectors, for one part of the panels after another. */
INLINE void panel_tiles_together(int rows, PanelTile tile) {
  if (TILES_TOGETHER == 1) {
    panel_tiles[2][rows](&tile);
    return;
  }
  const long count = tile.count;
  const long part = block_of(count, PART_LENGTH / (tile.k * 2 * LANES), 1);
  float *z = tile.z;
  const float *a = tile.a;
  for (long panel = 0; panel < count; panel += part) {
    tile.count = smaller(part, count - panel);
    for (int row = 0; row < rows; row += ROWS_MAX) {
      tile.z = z + row * 2 * LANES;
      tile.a = a + row * tile.a_row + panel * tile.a_jump;
      panel_tiles[2][smaller(ROWS_MAX, rows - row)](&tile);
    }
    tile.accumulate = 1;
    tile.b += tile.count * tile.k * 2 * LANES;
  }
}

/* Computes d_gates of step t - 1, or for t = 0 the gradient of the initial state, from complete products `z`. */
static void finish_rows(const Member *m, long t, float *d_gates_before, float *z, long tile, long row, int rows) {
  const long H = m->shape->hidden;
  if (m->shape->cell == GRU) add_carried(m, z, tile, row, rows);
  if (t > 0) {
    finish_tile(m, t - 1, d_gates_before, z, tile, row, rows);
    return;
  }
  for (int i = 0; i < rows; i++)
    for (int vector = 0; vector < 2; vector++) {
      const long unit = (tile * 2 + vector) * LANES;
      if (unit < H)
        store_part(m->task->d_h + (m->first + row + i) * H + unit, load(z + (i * 2 + vector) * LANES), H - unit);
    }
}

/* Computes d_gates of step t - 1 from those of step t; for t = 0, the gradient of the initial state. The rows are
 * computed block by block, and for all tiles from one group of panels after another. */
static void step_back(const Member *m, long t, const float *d_gates, float *d_gates_before) {
  const BackwardTask *task = m->task;
  const BackwardPlan *p = &task->plan;
  const Layout *l = &m->layout;
  const long k = l->vectors * LANES;
  for (long first = 0; first < m->rows; first += p->block_rows) {
    const long last = smaller(m->rows, first + p->block_rows);
    for (long panel = 0; panel < l->panels; panel += p->panels_together)
      for (long tile = 0; tile < p->hidden_tiles; tile++)
        for (long row = first; row < last; row += STEP_ROWS) {
          const int rows = smaller(STEP_ROWS, last - row);
          const long kept = p->panels_together < l->panels ? tile * p->block_rows + row - first : 0;
          const PanelTile product = {.z = m->memory + p->products_at + kept * 2 * LANES,
                                     .accumulate = panel > 0,
                                     .a = d_gates + (panel * p->panel_rows + row) * l->slots * LANES,
                                     .a_row = l->slots * LANES,
                                     .a_jump = p->panel_rows * l->slots * LANES,
                                     .count = smaller(p->panels_together, l->panels - panel),
                                     .k = k,
                                     .b = align(task->scratch) + p->packed_hidden_at +
                                          (tile * l->panels + panel) * k * 2 * LANES};
          panel_tiles_together(rows, product);
          if (panel + p->panels_together >= l->panels) finish_rows(m, t, d_gates_before, product.z, tile, row, rows);
        }
  }
}

/* Packs the rows [h | 1], [x | 1] or [h | x | 1] of a chunk as a [block of columns][rows of the chunk][width]. */
INLINE void pack_chunk_of(const long width, const Member *m, long t, long steps, float *a, int with_h, int with_x) {
  const Shape *shape = m->shape;
  const long B = shape->batch, H = shape->hidden, I = shape->inputs;
  const long count = steps * m->rows;
  const long copied = with_h ? H / width * width : 0; /* columns in blocks that are all h */
  float *remainder = m->memory + m->task->plan.remainder_at;
  long at = 0;
  for (long step = 0; step < steps; step++)
    for (long row = 0; row < m->rows; row++, at++) {
      const long source = (t + step) * B + m->first + row;
      const float *h = m->task->h + source * H;
      const float *x = m->task->x + source * I;
      float *to = a + at * width;
      for (long column = 0; column < copied; column += width, to += count * width)
        __builtin_memcpy(to, h + column, width * sizeof(float));
      long used = 0;
      if (with_h)
        for (long j = copied; j < H; j++) remainder[used++] = h[j];
      if (with_x)
        for (long j = 0; j < I; j++) remainder[used++] = x[j];
      remainder[used++] = 1;
      for (long column = 0; column < used; column += width, to += count * width)
        __builtin_memcpy(to, remainder + column, width * sizeof(float));
    }
}

static void pack_chunk(const Member *m, long t, long steps, float *a, int with_h, int with_x) {
  /* `width` is a constant in each call, so that a block is copied by one or two move instructions. */
  if (m->layout.vectors == 2) pack_chunk_of(ACCUMULATORS / 2, m, t, steps, a, with_h, with_x);
  if (m->layout.vectors == 3) pack_chunk_of(ACCUMULATORS / 3, m, t, steps, a, with_h, with_x);
  if (m->layout.vectors == 4) pack_chunk_of(ACCUMULATORS / 4, m, t, steps, a, with_h, with_x);
}

/* Computes sums [panel][columns][vectors][LANES] = aᵀ · d_gates over the rows of a chunk, plus the old sums if
 * `accumulate`; `slot`: the first slot of d_gates. */
static void add_products(const Member *m, const float *a, const float *d_gates, float *sums, long columns, long rows,
                         int slot, int accumulate) {
  const Layout *l = &m->layout;
  const long all = columns_of(m->shape).columns;
  const long part = PART_LENGTH / (l->slots * LANES);
  const long block = block_of(columns, BLOCK_LENGTH / rows, l->rows);
  for (long first = 0; first < columns; first += block)
    for (long panel = 0; panel < l->panels; panel++)
      for (long row = 0; row < rows; row += part)
        for (long column = first; column < smaller(columns, first + block); column += l->rows) {
          const long at = panel * m->task->plan.panel_rows + row;
          const PackedTile tile = {.z = sums + (panel * all + column) * l->vectors * LANES,
                                   .accumulate = accumulate || row > 0,
                                   .k = smaller(part, rows - row),
                                   .a = a + column * rows + row * l->rows,
                                   .a_step = l->rows,
                                   .b = d_gates + (at * l->slots + slot) * LANES,
                                   .b_step = l->slots * LANES};
          packed_tiles[l->vectors][smaller(l->rows, columns - column)](&tile);
        }
}

/* Computes dx of the chunk that starts at step t, and adds its part of the weight gradients to `sums`. */
static void finish_chunk(const Member *m, long t, long steps, const float *d_gates) {
  const BackwardTask *task = m->task;
  const BackwardPlan *p = &task->plan;
  const Shape *shape = m->shape;
  const Layout *l = &m->layout;
  const Columns c = columns_of(shape);
  const long rows = steps * m->rows;
  const int accumulate = t + steps < shape->steps;
  float *a = m->memory + p->packed_chunk_at;
  float *sums = m->memory + p->sums_at;

  pack_chunk(m, t, steps, a, 1, shape->cell != GRU);
  add_products(m, a, d_gates, sums, c.hidden_part, rows, 0, accumulate);
  if (shape->cell == GRU) {
    pack_chunk(m, t, steps, a, 0, 1);
    add_products(m, a, d_gates, sums + c.hidden_part * l->vectors * LANES, c.columns - c.hidden_part, rows,
                 l->input_slot, accumulate);
  }
  if (task->dx == 0) return;

  const long k = l->vectors * LANES, width = p->input_vectors * LANES;
  float z[ROWS_MAX * 2 * LANES] __attribute__((aligned(64)));
  for (long tile = 0; tile < p->input_tiles; tile++) {
    float *dx = task->dx + (t * shape->batch + m->first) * shape->inputs + tile * width;
    long row_of_step = 0;
    for (long row = 0; row < rows; row += ROWS_MAX) {
      const int tile_rows = smaller(ROWS_MAX, rows - row);
      const PanelTile product = {.z = z,
                                 .a = d_gates + (row * l->slots + l->input_slot) * LANES,
                                 .a_row = l->slots * LANES,
                                 .a_jump = p->panel_rows * l->slots * LANES,
                                 .count = l->panels,
                                 .k = k,
                                 .b = align(task->scratch) + p->packed_input_at + tile * l->panels * k * width};
      panel_tiles[p->input_vectors][tile_rows](&product);
      const long columns = smaller(width, shape->inputs - tile * width);
      for (int i = 0; i < tile_rows; i++, dx += shape->inputs) {
        for (long j = 0; j < columns; j++) dx[j] = z[i * width + j];
        if (++row_of_step < m->rows) continue;
        row_of_step = 0; /* next step: skip the rows of the other members */
        dx += (shape->batch - m->rows) * shape->inputs;
      }
    }
  }
}

INLINE Member member_of(const BackwardTask *task, int member) {
  Member m = {.task = task, .shape = task->shape, .layout = layout_of(task->shape)};
  m.first = m.shape->batch * member / task->team_size;
  m.rows = m.shape->batch * (member + 1) / task->team_size - m.first;
  m.memory = align(task->scratch) + task->plan.members_at + member * task->plan.member_length;
  return m;
}

static void backward_rows(void *argument, int member) {
  const BackwardTask *task = argument;
  if (member >= task->team_size) return;
  const Member m = member_of(task, member);
  const BackwardPlan *p = &task->plan;
  const Layout *l = &m.layout;
  const long chunk = l->panels * p->panel_rows * l->slots * LANES;
  const long step_length = m.rows * l->slots * LANES;
  const long T = m.shape->steps;
  float *buffer = m.memory + p->d_gates_at;
  float *next_buffer = buffer + chunk;

  /* Chunks are taken from the end. Within a chunk steps are stored in order of time, as in x and h. */
  long first = larger(0, T - p->chunk_steps);
  long steps = T - first;
  start_last_step(&m, buffer + (steps - 1) * step_length);
  for (;;) {
    for (long t = first + steps - 1; t > first; t--)
      step_back(&m, t, buffer + (t - first) * step_length, buffer + (t - first - 1) * step_length);
    const long first_before = larger(0, first - p->chunk_steps);
    const long steps_before = first - first_before;
    step_back(&m, first, buffer, first > 0 ? next_buffer + (steps_before - 1) * step_length : 0);
    finish_chunk(&m, first, steps, buffer);
    if (first == 0) return;
    float *swapped = buffer;
    buffer = next_buffer;
    next_buffer = swapped;
    first = first_before;
    steps = steps_before;
  }
}

/* Adds `sums` of all members, in the order of the members, and adds the result to the weight gradients. Each member
 * does this for its share of the panels. */
static void add_sums(void *argument, int member) {
  const BackwardTask *task = argument;
  if (member >= task->team_size) return;
  const Shape *shape = task->shape;
  const Layout l = layout_of(shape);
  const Columns c = columns_of(shape);
  const long H = shape->hidden, I = shape->inputs;
  const WeightGradients *to = task->gradients;
  const long x_column = shape->cell == GRU ? H + 1 : H;
  const long hidden_ones = c.hidden_part - 1, input_ones = c.columns - 1; /* columns of ones; the same one unless GRU */
  const long width = l.vectors * LANES;
  for (int other = 1; other < task->team_size; other++) {
    float *sums = member_of(task, 0).memory + task->plan.sums_at;
    const float *more = member_of(task, other).memory + task->plan.sums_at;
    const long from = l.panels * member / task->team_size * c.columns * width;
    const long until = l.panels * (member + 1) / task->team_size * c.columns * width;
    for (long i = from; i < until; i += LANES) store(sums + i, load(sums + i) + load(more + i));
  }
  for (long panel = l.panels * member / task->team_size; panel < l.panels * (member + 1) / task->team_size; panel++) {
    const float *sums = member_of(task, 0).memory + task->plan.sums_at + panel * c.columns * width;
    for (int vector = 0; vector < l.vectors; vector++) {
      const int hidden_gate = gate_of(&l, vector), input_gate = gate_of(&l, l.input_slot + vector);
      for (int lane = 0; lane < LANES; lane++) {
        const long unit = unit_of(&l, panel, vector, lane);
        if (unit >= H) continue;
        const long hidden_row = hidden_gate * H + unit, input_row = input_gate * H + unit;
        const float *from = sums + vector * LANES + lane;
        for (long j = 0; j < H; j++) to->weight_hh[hidden_row * H + j] += from[j * width];
        for (long j = 0; j < I; j++) to->weight_ih[input_row * I + j] += from[(x_column + j) * width];
        to->bias_ih[input_row] += from[input_ones * width];
        to->bias_hh[hidden_row] += from[hidden_ones * width];
      }
    }
  }
}

static void backward(const Shape *shape, const Weights *weights, const WeightGradients *gradients, const float *x,
                     const float *h, const float *c, const float *tape, float *scratch, const float *d_output,
                     float *d_h, float *d_c, float *dx, Team *team) {
  const Layout l = layout_of(shape);
  BackwardTask task = {.shape = shape, .gradients = gradients, .x = x, .h = h, .c = c, .tape = tape,
                       .d_output = d_output, .d_h = d_h, .d_c = d_c, .dx = dx, .scratch = scratch};
  task.team_size = smaller(team->size, shape->batch);
  task.plan = plan_backward(shape, &l, task.team_size);
  float *start = align(scratch);
  pack_rows(start + task.plan.packed_hidden_at, shape, &l, weights->weight_hh, shape->hidden, 2 * LANES, 0);
  if (dx)
    pack_rows(start + task.plan.packed_input_at, shape, &l, weights->weight_ih, shape->inputs,
              task.plan.input_vectors * LANES, l.input_slot);
  if (task.team_size == 1) {
    backward_rows(&task, 0);
    add_sums(&task, 0);
  } else {
    team->run(team, backward_rows, &task);
    team->run(team, add_sums, &task);
  }
}

#endif
