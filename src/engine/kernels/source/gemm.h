/* Matrix product with any strides. Blocks of both operands are packed so that a tile reads them sequentially. Few rows
 * read whole panels of b in place if its rows are contiguous. */
#ifndef GATECAST_GEMM_H
#define GATECAST_GEMM_H

#include "tile.h"

enum {
  BLOCK_M = 16 * ROWS_MAX,     /* packed a: 192 KiB with AVX-512, a part of L2 */
  BLOCK_N = 32 * 2 * LANES,    /* packed b: 1 MiB with AVX-512, read from L2 or L3 panel by panel */
  BLOCK_K = 256,               /* a panel of b: 32 KiB with AVX-512, stays in L1 */
  DIRECT_M = 8 * ROWS_MAX      /* for at most so many rows packing contiguous rows of b costs more than it saves */
};

static long gemm_scratch_length(void) { return BLOCK_K * (BLOCK_M + BLOCK_N) + ALIGNMENT; }

/* Packs count × k elements as [block of `width`][k][width]; the last block is filled up with zeros. */
static void pack_block(float *packed, const float *from, long count, long step, long k, long k_step, long width) {
  for (long first = 0; first < count; first += width, packed += k * width) {
    const long inside = smaller(width, count - first);
    const float *source = from + first * step;
    if (step == 1) {
      for (long p = 0; p < k; p++) {
        for (long i = 0; i < inside; i++) packed[p * width + i] = source[p * k_step + i];
        for (long i = inside; i < width; i++) packed[p * width + i] = 0;
      }
      continue;
    }
    for (long i = 0; i < width; i++)
      for (long p = 0; p < k; p++) packed[p * width + i] = i < inside ? source[i * step + p * k_step] : 0;
  }
}

static void add_tile(float *c, long c_row, const float *z, int rows, long columns, int accumulate) {
  for (int i = 0; i < rows; i++)
    for (int vector = 0; vector < 2 && vector * LANES < columns; vector++) {
      float *to = c + i * c_row + vector * LANES;
      const long inside = columns - vector * LANES;
      const V sum = load(z + (i * 2 + vector) * LANES);
      store_part(to, accumulate ? load_part(to, inside) + sum : sum, inside);
    }
}

static void gemm(long m, long n, long k, const float *a, long a_row, long a_column, const float *b, long b_row,
                 long b_column, int accumulate, float *c, float *scratch) {
  float z[ROWS_MAX * 2 * LANES] __attribute__((aligned(64)));
  float *packed_b = align(scratch);
  float *packed_a = packed_b + BLOCK_K * BLOCK_N;
  if (k == 0 && !accumulate) {
    for (long i = 0; i < m * n; i++) c[i] = 0;
    return;
  }
  for (long n0 = 0; n0 < n; n0 += BLOCK_N) {
    const long n_size = smaller(BLOCK_N, n - n0);
    for (long k0 = 0; k0 < k; k0 += BLOCK_K) {
      const long k_size = smaller(BLOCK_K, k - k0);
      const int adds = accumulate || k0 > 0;
      const float *block = b + n0 * b_column + k0 * b_row;
      const long in_place = b_column == 1 && m <= DIRECT_M ? n_size / (2 * LANES) * (2 * LANES) : 0; /* columns */
      pack_block(packed_b, block + in_place * b_column, n_size - in_place, b_column, k_size, b_row, 2 * LANES);
      for (long m0 = 0; m0 < m; m0 += BLOCK_M) {
        const long m_size = smaller(BLOCK_M, m - m0);
        pack_block(packed_a, a + m0 * a_row + k0 * a_column, m_size, a_row, k_size, a_column, ROWS_MAX);
        for (long j = 0; j < n_size; j += 2 * LANES)
          for (long i = 0; i < m_size; i += ROWS_MAX) {
            const int rows = smaller(ROWS_MAX, m_size - i);
            const PackedTile tile = {.z = z,
                                     .k = k_size,
                                     .a = packed_a + i * k_size,
                                     .a_step = ROWS_MAX,
                                     .b = j < in_place ? block + j : packed_b + (j - in_place) * k_size,
                                     .b_step = j < in_place ? b_row : 2 * LANES};
            packed_tiles[2][rows](&tile);
            add_tile(c + (m0 + i) * n + n0 + j, n, z, rows, n_size - j, adds);
          }
      }
    }
  }
}

#endif
