#ifndef GATECAST_ELEMENTWISE_H
#define GATECAST_ELEMENTWISE_H

#include "activations.h"

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

#endif
