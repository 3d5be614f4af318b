#include "select.h"

#ifdef HAVE_avx512
extern const Kernels kernels_avx512;
#endif
#ifdef HAVE_avx2
extern const Kernels kernels_avx2;
#endif
/* Kernels that every processor of the architecture runs. The build defines their symbol, such as kernels_sse2. */
extern const Kernels BASELINE;

int supported_kernels(const Kernels *supported[SUPPORTED_MAX]) {
  int count = 0;
#ifdef HAVE_avx512
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma"))
    supported[count++] = &kernels_avx512;
#endif
#ifdef HAVE_avx2
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) supported[count++] = &kernels_avx2;
#endif
  supported[count++] = &BASELINE;
  return count;
}
