/* Handles of instruction sets, and memory. Nothing else allocates. */
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <sys/mman.h>

#include "../select.h"
#include "../team.h"
#include "arguments.h"
#include "calls.h"

static int64_t engine_bytes(const Engine *engine) {
  return sizeof(float) * engine->kernels->gemm_scratch_length();
}

static void engine_free(napi_env env, void *data, void *hint) {
  (void)hint;
  Engine *engine = data;
  int64_t total;
  napi_adjust_external_memory(env, -engine_bytes(engine), &total);
  if (engine->team) team_destroy(engine->team);
  free(engine->gemm_scratch);
  free(engine);
}

/* instructionSets(): names of the instruction sets, fastest first */
napi_value call_instruction_sets(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value names, name;
  if (napi_create_array(env, &names) != napi_ok) return 0;
  const Kernels *kernels[SUPPORTED_MAX];
  const int count = supported_kernels(kernels);
  for (int i = 0; i < count; i++) {
    napi_create_string_utf8(env, kernels[i]->name, NAPI_AUTO_LENGTH, &name);
    napi_set_element(env, names, i, name);
  }
  return names;
}

/* create(index into instructionSets(), threads) */
napi_value call_create(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const long index = next_size(&a);
  const long threads = next_size(&a);
  const Kernels *kernels[SUPPORTED_MAX];
  const int count = supported_kernels(kernels);
  if (!a.fault && index >= count) a.fault = "the instruction set";
  if (!a.fault && (threads < 1 || threads > TEAM_SIZE_MAX)) a.fault = "the number of threads";
  if (a.fault) return failed(&a);
  int64_t total;
  Engine *engine = calloc(1, sizeof(Engine));
  if (engine) {
    engine->kernels = kernels[index];
    engine->gemm_scratch = malloc(engine_bytes(engine));
    napi_adjust_external_memory(env, engine_bytes(engine), &total); /* so that unused engines are collected */
    if (threads > 1) engine->team = team_create(threads);
  }
  napi_value value = 0;
  if (!engine || !engine->gemm_scratch || (threads > 1 && !engine->team)) {
    if (engine) engine_free(env, engine, 0);
    napi_throw_error(env, 0, "native kernel: out of memory or threads");
  } else if (napi_create_external(env, engine, engine_free, 0, &value) != napi_ok) {
    engine_free(env, engine, 0);
  }
  return value;
}

enum { HUGE_PAGES_FROM = 4 << 20 }; /* bytes */

static void memory_free(napi_env env, void *data, void *bytes) {
  (void)env;
  munmap(data, (size_t)bytes);
}

/* allocate(floats): an ArrayBuffer of zeroed pages */
napi_value call_allocate(napi_env env, napi_callback_info info) {
  Arguments a = arguments_of(env, info);
  const long floats = next_size(&a);
  if (a.fault) return failed(&a);
  const size_t bytes = (floats > 0 ? floats : 1) * sizeof(float);
  void *memory = mmap(0, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  napi_value buffer = 0;
  if (memory == MAP_FAILED) {
    napi_throw_error(env, 0, "native kernel: out of memory");
    return 0;
  }
#ifdef MADV_HUGEPAGE
  if (bytes >= HUGE_PAGES_FROM) madvise(memory, bytes, MADV_HUGEPAGE);
#endif
  const napi_status made = napi_create_external_arraybuffer(env, memory, floats * sizeof(float), memory_free,
                                                            (void *)bytes, &buffer);
  if (made != napi_ok) {
    /* In a thread that is terminating, the memory may already be registered and is then freed with the thread. */
    if (made == napi_no_external_buffers_allowed) munmap(memory, bytes);
    napi_throw_error(env, 0, "native kernel: this runtime does not accept external memory");
    return 0;
  }
  return buffer;
}

/* returnFreePages(): gives the free pages inside malloc's pools back. Other C libraries do so by themselves. */
napi_value call_return_free_pages(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
#ifdef __GLIBC__
  malloc_trim(0);
#endif
  return 0;
}
