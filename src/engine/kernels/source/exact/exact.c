/* Kernels that give the bytes of ../../reference: the same operations on float64 in the same order, in every
 * instruction set. A product must therefore be rounded before it is added, so this unit is compiled with
 * -ffp-contract=off. It is compiled once for each set, with the name of the set as VARIANT. */
#include "ets.h"
#include "forecasts.h"
#include "statistics.h"
#include "windows.h"

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
    .search_ets = search_ets,
    .season_distances = season_distances,
    .week_shape = week_shape,
    .member_inputs = member_inputs,
    .member_errors = member_errors,
};
