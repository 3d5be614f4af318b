#include "arguments.h"

#include <stdio.h>

Arguments arguments_of(napi_env env, napi_callback_info info) {
  Arguments a = {.env = env, .count = 32};
  if (napi_get_cb_info(env, info, &a.count, a.values, 0, 0) != napi_ok || a.count > 32) a.fault = "arguments";
  return a;
}

static napi_value next_value(Arguments *a) {
  if (a->next >= a->count) {
    a->fault = "too few arguments";
    return 0;
  }
  return a->values[a->next++];
}

long next_size(Arguments *a) {
  int64_t size = 0;
  const napi_value value = next_value(a);
  if (a->fault) return 0;
  if (napi_get_value_int64(a->env, value, &size) != napi_ok || size < 0 || size > size_max) a->fault = "a size";
  return a->fault ? 0 : size;
}

/* Data of a typed array of this type with at least `length` elements. */
static void *next_array(Arguments *a, napi_typedarray_type wanted, size_t length, const char *name, size_t *found) {
  napi_typedarray_type type;
  void *data = 0;
  const napi_value value = next_value(a);
  if (a->fault) return 0;
  if (napi_get_typedarray_info(a->env, value, &type, found, &data, 0, 0) != napi_ok || type != wanted ||
      *found < length)
    a->fault = name;
  return data;
}

double *next_numbers(Arguments *a, size_t length) {
  size_t found = 0;
  return next_array(a, napi_float64_array, length, "numbers", &found);
}

double *next_numbers_of(Arguments *a, long *found) {
  size_t count = 0;
  double *numbers = next_array(a, napi_float64_array, 0, "numbers", &count);
  *found = (long)count;
  return numbers;
}

const int *next_integers(Arguments *a, long length) {
  size_t found = 0;
  return next_array(a, napi_int32_array, length, "integers", &found);
}

Engine *next_engine(Arguments *a) {
  void *engine = 0;
  const napi_value value = next_value(a);
  if (a->fault) return 0;
  if (napi_get_value_external(a->env, value, &engine) != napi_ok) a->fault = "an engine";
  return engine;
}

float *next_floats(Arguments *a, long length, const char *name, long *found) {
  napi_typedarray_type type;
  size_t count = 0;
  void *data = 0;
  const napi_value value = next_value(a);
  if (a->fault) return 0;
  if (napi_get_typedarray_info(a->env, value, &type, &count, &data, 0, 0) != napi_ok || type != napi_float32_array ||
      (long)count < length) {
    a->fault = name;
    return 0;
  }
  if (found) *found = (long)count;
  return data;
}

float *next_floats_or_null(Arguments *a, long length, const char *name) {
  napi_valuetype type;
  if (a->fault || a->next >= a->count) return next_floats(a, length, name, 0);
  if (napi_typeof(a->env, a->values[a->next], &type) == napi_ok && type == napi_null) {
    a->next++;
    return 0;
  }
  return next_floats(a, length, name, 0);
}

const unsigned char *next_bytes_or_null(Arguments *a, long length, const char *name) {
  napi_valuetype is;
  napi_typedarray_type type;
  size_t count = 0;
  void *data = 0;
  const napi_value value = next_value(a);
  if (a->fault || (napi_typeof(a->env, value, &is) == napi_ok && is == napi_null)) return 0;
  if (napi_get_typedarray_info(a->env, value, &type, &count, &data, 0, 0) != napi_ok || type != napi_uint8_array ||
      (long)count < length)
    a->fault = name;
  return data;
}

unsigned *next_words(Arguments *a, long length, const char *name, int may_be_null) {
  napi_valuetype is;
  napi_typedarray_type type;
  size_t count = 0;
  void *data = 0;
  const napi_value value = next_value(a);
  if (a->fault) return 0;
  if (may_be_null && napi_typeof(a->env, value, &is) == napi_ok && is == napi_null) return 0;
  if (napi_get_typedarray_info(a->env, value, &type, &count, &data, 0, 0) != napi_ok || type != napi_uint32_array ||
      (long)count < length)
    a->fault = name;
  return data;
}

napi_value failed(const Arguments *a) {
  char message[96];
  snprintf(message, sizeof message, "native kernel: %s does not fit the shape", a->fault);
  napi_throw_range_error(a->env, 0, message);
  return 0;
}

Shape next_shape(Arguments *a) {
  Shape s;
  const long cell = next_size(a);
  s.steps = next_size(a);
  s.batch = next_size(a);
  s.inputs = next_size(a);
  s.hidden = next_size(a);
  /* An upper bound on the elements of every array of this shape, gates and padding included. */
  const double columns = (double)s.inputs + s.hidden + 64;
  const double elements = 64 * columns * ((double)(s.steps + 1) * s.batch + columns);
  if (!a->fault && (cell > GRU || s.steps < 1 || s.batch < 1 || s.inputs < 1 || s.hidden < 1 || elements > 1LL << 52))
    a->fault = "the shape itself";
  s.cell = a->fault ? RNN : (Cell)cell;
  if (a->fault) s.steps = s.batch = s.inputs = s.hidden = 1;
  return s;
}

Weights next_weights(Arguments *a, const Shape *s) {
  const long rows = gate_count(s->cell) * s->hidden;
  Weights w;
  w.weight_ih = next_floats(a, rows * s->inputs, "weightIh", 0);
  w.weight_hh = next_floats(a, rows * s->hidden, "weightHh", 0);
  w.bias_ih = next_floats(a, rows, "biasIh", 0);
  w.bias_hh = next_floats(a, rows, "biasHh", 0);
  return w;
}

napi_value number_of(napi_env env, double number) {
  napi_value value = 0;
  napi_create_double(env, number, &value);
  return value;
}
