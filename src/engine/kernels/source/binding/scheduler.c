/* The time slice of a thread. */
#include "arguments.h"
#include "calls.h"

#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

#if defined(SYS_sched_setattr) && defined(SYS_sched_getattr)
enum { POLICY_OTHER = 0, POLICY_BATCH = 3, NANOSECONDS_PER_MS = 1000000 };

/* `struct sched_attr` of the kernel in its first version. */
typedef struct {
  uint32_t size, policy;
  uint64_t flags;
  int32_t nice;
  uint32_t priority;
  uint64_t runtime, deadline, period; /* for these policies, `runtime` is the time slice */
} SchedulerAttributes;

static int read_attributes(SchedulerAttributes *attributes) {
  return syscall(SYS_sched_getattr, 0, attributes, sizeof *attributes, 0) == 0 &&
         (attributes->policy == POLICY_OTHER || attributes->policy == POLICY_BATCH);
}

/* Returns the time slice that the calling thread has now; 0 if the kernel does not take one (Linux before 6.12). */
static double request_time_slice(long ms) {
  SchedulerAttributes attributes = {0};
  if (!read_attributes(&attributes)) return 0;
  attributes.size = sizeof attributes;
  attributes.runtime = (uint64_t)ms * NANOSECONDS_PER_MS;
  if (syscall(SYS_sched_setattr, 0, &attributes, 0) != 0 || !read_attributes(&attributes)) return 0;
  return (double)attributes.runtime / NANOSECONDS_PER_MS;
}
#else
static double request_time_slice(long ms) {
  (void)ms;
  return 0;
}
#endif

/* requestTimeSlice(ms): of the calling thread and of threads that it starts from now on */
napi_value call_request_time_slice(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const long ms = next_size(&a);
  if (a.fault) return failed(&a);
  return number_of(env, request_time_slice(ms));
}
