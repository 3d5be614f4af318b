#include "calls.h"

NAPI_MODULE_INIT() {
  const struct {
    const char *name;
    napi_callback call;
  } functions[] = {
      {"instructionSets", call_instruction_sets},
      {"create", call_create},
      {"allocate", call_allocate},
      {"returnFreePages", call_return_free_pages},
      {"requestTimeSlice", call_request_time_slice},
      {"lengths", call_lengths},
      {"pack", call_pack},
      {"forward", call_forward},
      {"backward", call_backward},
      {"gemm", call_gemm},
      {"linear", call_linear},
      {"clip", call_clip},
      {"adamw", call_adamw},
      {"silu", call_silu},
      {"siluBackward", call_silu_backward},
      {"outerSum", call_outer_sum},
      {"outerSumBackward", call_outer_sum_backward},
      {"pinball", call_pinball},
      {"crossEntropy", call_cross_entropy},
      {"levelSums", call_level_sums},
      {"levelSumsBackward", call_level_sums_backward},
      {"seasonalMoments", call_seasonal_moments},
      {"seasonalWindow", call_seasonal_window},
      {"empiricalQuantiles", call_empirical_quantiles},
      {"lagQuantiles", call_lag_quantiles},
      {"windowLosses", call_window_losses},
      {"meanLosses", call_mean_losses},
      {"blockSums", call_block_sums},
      {"choose", call_choose},
      {"multiply", call_multiply},
      {"smoothLevels", call_smooth_levels},
      {"smoothTrends", call_smooth_trends},
      {"searchEts", call_search_ets},
      {"seasonDistances", call_season_distances},
      {"weekShape", call_week_shape},
      {"memberInputs", call_member_inputs},
      {"memberErrors", call_member_errors},
  };
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    napi_value function;
    if (napi_create_function(env, functions[i].name, NAPI_AUTO_LENGTH, functions[i].call, 0, &function) != napi_ok ||
        napi_set_named_property(env, exports, functions[i].name, function) != napi_ok)
      return 0;
  }
  return exports;
}
