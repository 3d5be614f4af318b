/* The exact kernels for one instruction set. Compiled once for each set, with its name as VARIANT. */
#include "exact.h"
#include "exact-forecasts.h"
#include "exact-statistics.h"

#define JOIN(a, b) a##b
#define SYMBOL(variant) JOIN(exact_, variant)

const ExactKernels SYMBOL(VARIANT) = {
    .seasonal_moments = seasonal_moments,
    .seasonal_window = seasonal_window,
    .level_sums = level_sums,
    .level_sums_backward = level_sums_backward,
    .empirical_quantiles = empirical_quantiles,
    .lag_quantiles = lag_quantiles,
    .window_losses = window_losses,
    .mean_losses = mean_losses,
    .block_sums = block_sums,
    .choose_randomly = choose_randomly,
    .multiply = multiply,
    .smooth_levels = smooth_levels,
    .smooth_trends = smooth_trends,
    .season_distances = season_distances,
    .week_shape = week_shape,
    .member_inputs = member_inputs,
    .member_errors = member_errors,
};
