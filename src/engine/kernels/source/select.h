#ifndef GATECAST_SELECT_H
#define GATECAST_SELECT_H

#include "kernel.h"

enum { SUPPORTED_MAX = 3 };

/* Writes the kernels that were compiled and that this processor can run, fastest first. Returns their number. Each
 * thread of the process calls it. */
int supported_kernels(const Kernels *supported[SUPPORTED_MAX]);

#endif
