/* Arguments of the calls from JavaScript. Every array is checked against the shape, so that no call can read or write
 * outside of an array. */
#ifndef GATECAST_ARGUMENTS_H
#define GATECAST_ARGUMENTS_H

#include <node_api.h>

#include "../kernel.h"

typedef struct {
  const Kernels *kernels;
  Team *team; /* null: a single thread */
  float *gemm_scratch;
} Engine;

/* The arguments of one call. After a fault the next_* functions return 0; `fault` names an argument that is wrong. */
typedef struct {
  napi_env env;
  napi_value values[32];
  size_t count, next;
  const char *fault;
} Arguments;

Arguments arguments_of(napi_env env, napi_callback_info info);

/* Sizes up to this: the product of two does not overflow int64. */
static const int64_t size_max = (int64_t)1 << 31;
long next_size(Arguments *a);

Engine *next_engine(Arguments *a);
Shape next_shape(Arguments *a);
Weights next_weights(Arguments *a, const Shape *s);

/* Arrays of at least `length` elements. `name` is used in the error message; `found` gets the actual length. */
float *next_floats(Arguments *a, long length, const char *name, long *found);
float *next_floats_or_null(Arguments *a, long length, const char *name);
const unsigned char *next_bytes_or_null(Arguments *a, long length, const char *name);
/* Null is accepted if `may_be_null`. */
unsigned *next_words(Arguments *a, long length, const char *name, int may_be_null);
/* Numbers are passed in a Float64Array: as JavaScript values V8 would allocate them. */
double *next_numbers(Arguments *a, size_t length);
double *next_numbers_of(Arguments *a, long *found);
const int *next_integers(Arguments *a, long length);

/* Throws the fault of the arguments. */
napi_value failed(const Arguments *a);
napi_value number_of(napi_env env, double number);

#endif
