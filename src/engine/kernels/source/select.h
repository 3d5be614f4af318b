#ifndef GATECAST_SELECT_H
#define GATECAST_SELECT_H

#include "kernel.h"

/* The kernels that were compiled and that this processor can run, fastest first; ends with null. */
const Kernels *const *supported_kernels(void);

#endif
