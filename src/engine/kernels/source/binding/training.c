/* Losses and optimizers. */
#include "arguments.h"
#include "calls.h"

/* pinball(engine, rows, levels, d, yHat, y, mask | null, quantiles, weights, lossOut) */
napi_value call_pinball(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  const long rows = next_size(&a), levels = next_size(&a);
  float *d = next_floats(&a, rows * levels, "dYHat", 0);
  const float *y_hat = next_floats(&a, rows * levels, "yHat", 0);
  const float *y = next_floats(&a, rows, "y", 0);
  const unsigned char *mask = next_bytes_or_null(&a, rows, "mask");
  const double *quantiles = next_numbers(&a, levels);
  const double *weights = next_numbers(&a, levels);
  double *loss = next_numbers(&a, 1);
  if (a.fault) return failed(&a);
  loss[0] = engine->kernels->pinball(d, y_hat, y, mask, quantiles, weights, rows, levels);
  return 0;
}

/* crossEntropy(engine, rows, count, dLogits | null, logits, symbols, mask | null, sums, gaps, tops | null) */
napi_value call_cross_entropy(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  const long rows = next_size(&a), count = next_size(&a);
  float *d = next_floats_or_null(&a, rows * count, "dLogits");
  const float *logits = next_floats(&a, rows * count, "logits", 0);
  const unsigned *symbols = next_words(&a, rows, "symbols", 0);
  const unsigned char *mask = next_bytes_or_null(&a, rows, "mask");
  double *sums = next_numbers(&a, rows), *gaps = next_numbers(&a, rows);
  unsigned *tops = next_words(&a, rows, "tops", 1);
  for (long row = 0; !a.fault && row < rows; row++)
    if ((!mask || mask[row]) && symbols[row] >= (unsigned long)count) a.fault = "a symbol";
  if (a.fault) return failed(&a);
  engine->kernels->cross_entropy(d, logits, symbols, mask, rows, count, sums, gaps, tops);
  return 0;
}

/* clip(engine, gradients, numbers); numbers[0]: the maximum norm on entry, the norm before clipping on return */
napi_value call_clip(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  long length = 0;
  float *gradients = next_floats(&a, 0, "gradients", &length);
  double *numbers = next_numbers(&a, 1);
  if (a.fault) return failed(&a);
  const double norm = __builtin_sqrt(engine->kernels->sum_squares(gradients, length));
  const double factor = numbers[0] / (norm + 1e-6);
  if (norm - norm == 0 && factor < 1) engine->kernels->scale(gradients, factor, length);
  numbers[0] = norm;
  return 0;
}

/* adamw(engine, values, gradients, m, v, numbers), numbers: step, learningRate, beta1, beta2, epsilon, weightDecay */
napi_value call_adamw(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const Engine *engine = next_engine(&a);
  long length = 0;
  float *values = next_floats(&a, 0, "values", &length);
  const float *gradients = next_floats(&a, length, "gradients", 0);
  float *m = next_floats(&a, length, "m", 0);
  float *v = next_floats(&a, length, "v", 0);
  const double *n = next_numbers(&a, 6);
  if (a.fault) return failed(&a);
  const AdamW options = {n[0], n[1], n[2], n[3], n[4], n[5]};
  engine->kernels->adamw(values, gradients, m, v, length, &options);
  return 0;
}
