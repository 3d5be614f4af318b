#ifndef GATECAST_ELEMENTWISE_H
#define GATECAST_ELEMENTWISE_H

#include "activations.h"

/* Kernels of `Kernels` in kernel.h that work element by element. */
static void silu(float *y, const float *x, long length) {
  for (long i = 0; i < length; i += LANES) {
    const V value = load_part(x + i, length - i);
    store_part(y + i, value * sigmoid(value), length - i);
  }
}

static void silu_backward(float *dx, const float *x, const float *dy, long length) {
  for (long i = 0; i < length; i += LANES) {
    const V value = load_part(x + i, length - i), s = sigmoid(value);
    store_part(dx + i, load_part(dy + i, length - i) * s * (1 + value * (1 - s)), length - i);
  }
}

/* Numbers are added in parts of this many before they are added to a longer sum: its rounding error is smaller so. */
enum { PART = 16 };

static void outer_sum(float *to, const float *rows, const float *shifts, long n, long r, long columns) {
  for (long i = 0; i < n; i++)
    for (long j = 0; j < r; j++)
      for (long k = 0; k < columns; k += LANES) {
        const long count = columns - k;
        store_part(to + (i * r + j) * columns + k,
                   load_part(rows + j * columns + k, count) + load_part(shifts + i * columns + k, count), count);
      }
}

/* total [columns] += the sum of `rows` rows of x, `stride` apart. */
INLINE void add_rows(float *total, const float *x, long rows, long stride, long columns) {
  for (long k = 0; k < columns; k += LANES) {
    const long count = columns - k;
    V sum = load_part(total + k, count);
    for (long first = 0; first < rows; first += PART) {
      V part = {0};
      for (long row = first; row < smaller(rows, first + PART); row++) part += load_part(x + row * stride + k, count);
      sum += part;
    }
    store_part(total + k, sum, count);
  }
}

static void outer_sum_backward(float *d_rows, float *d_shifts, const float *d, long n, long r, long columns) {
  if (d_rows)
    for (long first = 0; first < n; first += PART)
      add_rows(d_rows, d + first * r * columns, smaller(PART, n - first), r * columns, r * columns);
  if (d_shifts)
    for (long i = 0; i < n; i++) add_rows(d_shifts + i * columns, d + i * r * columns, r, columns, columns);
}

#endif
