#ifndef GATECAST_SUBNORMALS_H
#define GATECAST_SUBNORMALS_H

/* Subnormal numbers, below 1.2e-38, count as 0 while the kernels of networks compute. A gradient that vanishes over
 * many steps passes through them, and each operation with one takes processors of Intel some 150 cycles: a training
 * step of an RNN over 168 steps took 19 times as long. Only x86 has this mode here; other processors lose little or, in
 * WebAssembly, cannot set it. Source: Intel 64 and IA-32 Architectures Software Developer's
 * Manual, volume 1, 10.2.3. */
#if defined(__x86_64__)
enum { FLUSH_TO_ZERO = 0x8000, DENORMALS_ARE_ZEROS = 0x0040 };

/* Returns the mode of before, for `restore_mode`. It belongs to the thread, and JavaScript needs it as it was. */
static inline unsigned flush_subnormals(void) {
  const unsigned before = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(before | FLUSH_TO_ZERO | DENORMALS_ARE_ZEROS);
  return before;
}

static inline void restore_mode(unsigned before) { __builtin_ia32_ldmxcsr(before); }
#else
static inline unsigned flush_subnormals(void) { return 0; }
static inline void restore_mode(unsigned before) { (void)before; }
#endif

#endif
