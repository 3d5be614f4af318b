#ifndef GATECAST_SELECT_H
#define GATECAST_SELECT_H

#include "kernel.h"

/* The kernels that were compiled in and run on this processor, fastest first, then null. */
const Kernels *const *kernels_here(void);

#endif
