/* Memory layouts of the recurrent kernels.
 *
 * The hidden units are cut into panels. A panel of LSTM or GRU has LANES units, one vector per gate. A panel of RNN,
 * which has a single gate, has two vectors of units. So all gates of a unit are in one tile of a product, and the cell
 * is computed while that tile is in the cache. Units that fill up the last panel have zero weights.
 *
 * packed, for each panel: bias, then weight_ih as [I][vectors][LANES], then weight_hh as [H][vectors][LANES].
 * tape [T][panel][B][4][LANES]: LSTM i, f, g, o; GRU r, z, n and W_hn h + b_hn; nothing for RNN.
 * d_gates [panel][row][slots][LANES], gradients before the activations: RNN its two vectors; LSTM i, f, g, o;
 *   GRU n·r, r, z, n: the first three are multiplied with W_hh, the last three with W_ih. */
#ifndef GATECAST_LAYOUT_H
#define GATECAST_LAYOUT_H

#include "kernel.h"
#include "simd.h"

/* With AVX2 tiles read their second operand in parts that stay in an L1 cache of 32 KiB, some tiles in turn for each
 * part. What many parts are multiplied with is cut into blocks that stay in an L2 cache of 256 KiB. Sums are kept
 * between parts and blocks, in the order that they have without them. AVX-512 gains little: a tile has twice as many
 * products for each row that it reads, and processors that have it have a larger L2 cache. */
enum {
  TILES_TOGETHER = LANES == 8 ? 12 : 1,
  PART_LENGTH = LANES == 8 ? 4096 : 1 << 30,  /* floats of a part */
  BLOCK_LENGTH = LANES == 8 ? 40960 : 1 << 30 /* floats of a block */
};

/* Splits `length` into equal blocks of at most `limit`, in multiples of `unit`. */
INLINE long block_of(long length, long limit, long unit) {
  const long largest = larger(1, limit / unit) * unit;
  const long blocks = (length + largest - 1) / largest;
  return round_up((length + blocks - 1) / blocks, unit);
}

typedef struct {
  int gates;       /* G */
  int vectors;     /* vectors of a panel in the product with W_ih or W_hh */
  int biases;      /* vectors of bias in a panel */
  int slots;       /* vectors of d_gates per row and panel */
  int tape;        /* vectors of tape per row and panel */
  int input_slot;  /* first slot of d_gates that W_ih is multiplied with */
  int rows;        /* rows of a tile of `vectors` */
  long units;      /* hidden units of a panel */
  long panels;
  long packed;     /* floats of a panel in `packed` */
} Layout;

INLINE Layout layout_of(const Shape *shape) {
  Layout l = {.vectors = 2, .biases = 2, .slots = 2};
  if (shape->cell == LSTM) l = (Layout){.vectors = 4, .biases = 4, .slots = 4, .tape = 4};
  if (shape->cell == GRU) l = (Layout){.vectors = 3, .biases = 4, .slots = 4, .tape = 4, .input_slot = 1};
  l.gates = gate_count(shape->cell);
  l.rows = ACCUMULATORS / l.vectors;
  l.units = shape->cell == RNN ? 2 * LANES : LANES;
  l.panels = (shape->hidden + l.units - 1) / l.units;
  l.packed = LANES * (l.biases + l.vectors * (shape->inputs + shape->hidden));
  return l;
}

/* Hidden unit of a lane of a panel. The vectors of a panel of RNN are units; those of LSTM and GRU are gates. It is at
 * least H in the lanes that fill up the last panel. */
INLINE long unit_of(const Layout *l, long panel, int vector, int lane) {
  return panel * l->units + (l->gates == 1 ? vector * LANES : 0) + lane;
}

/* Gate of a slot of d_gates. The slots n·r, r, z, n of GRU are of its gates 2, 0, 1, 2. The vectors of `packed` have
 * the gates of the slots from `input_slot` on: RNN 0, 0; LSTM i, f, g, o; GRU r, z, n. */
INLINE int gate_of(const Layout *l, int slot) { return (slot - l->input_slot + l->gates) % l->gates; }

#endif
