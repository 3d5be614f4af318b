/* Node-API functions, called by ../../native/index.ts. */
#ifndef GATECAST_CALLS_H
#define GATECAST_CALLS_H

#include <node_api.h>

#define CALL(name) napi_value call_##name(napi_env env, napi_callback_info info)

CALL(instruction_sets);
CALL(create);
CALL(allocate);
CALL(return_free_pages);
CALL(request_time_slice);
CALL(lengths);
CALL(pack);
CALL(forward);
CALL(backward);
CALL(gemm);
CALL(linear);
CALL(silu);
CALL(silu_backward);
CALL(seasonal_moments);
CALL(seasonal_window);
CALL(level_sums);
CALL(level_sums_backward);
CALL(outer_sum);
CALL(outer_sum_backward);
CALL(pinball);
CALL(cross_entropy);
CALL(clip);
CALL(adamw);
CALL(empirical_quantiles);
CALL(lag_quantiles);
CALL(window_losses);
CALL(mean_losses);
CALL(block_sums);
CALL(choose);
CALL(multiply);
CALL(smooth_levels);
CALL(smooth_trends);
CALL(search_ets);
CALL(season_distances);
CALL(week_shape);
CALL(member_inputs);
CALL(member_errors);

#undef CALL
#endif
