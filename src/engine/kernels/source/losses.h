#ifndef GATECAST_LOSSES_H
#define GATECAST_LOSSES_H

/* ../../losses/pinball.ts. `mask` null: every target is there. Gives the loss. In float64 like the reference: a gradient
 * is rounded once. */
static double pinball(float *restrict d, const float *restrict y_hat, const float *restrict y,
                      const unsigned char *restrict mask, const double *restrict quantiles,
                      const double *restrict weights, long rows, long levels) {
  long seen = 0;
  for (long row = 0; row < rows; row++) seen += !mask || mask[row];
  double weight_sum = 0;
  for (long q = 0; q < levels; q++) weight_sum += weights[q];
  const double scale = seen == 0 ? 0 : 1 / (seen * weight_sum);

  double loss = 0;
  for (long row = 0; row < rows; row++) {
    const long at = row * levels;
    if (mask && !mask[row]) {
      for (long q = 0; q < levels; q++) d[at + q] = 0;
      continue;
    }
    for (long q = 0; q < levels; q++) {
      const double error = (double)y[row] - y_hat[at + q];
      /* At an error of exactly 0 every slope in between is right; NaN stays NaN. */
      const double slope = error > 0 ? quantiles[q] : error < 0 ? quantiles[q] - 1 : error;
      loss += weights[q] * slope * error;
      d[at + q] = -scale * weights[q] * slope;
    }
  }
  return loss * scale;
}

#endif
