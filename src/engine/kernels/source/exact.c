/* The kernels of exact.h for one instruction set. Compiled once for each set, with its name as VARIANT. */
#include "exact.h"

#define JOIN(a, b) a##b
#define SYMBOL(variant) JOIN(exact_, variant)

const ExactKernels SYMBOL(VARIANT) = {
    .seasonal_moments = seasonal_moments,
    .seasonal_window = seasonal_window,
    .level_sums = level_sums,
    .level_sums_backward = level_sums_backward,
};
