/* A team of threads that wait for work. The calling thread is member 0. */
#ifndef GATECAST_TEAM_H
#define GATECAST_TEAM_H

#include "kernel.h"

enum { TEAM_SIZE_MAX = 64 };

/* Returns null if the threads cannot be created. A team may be used by one thread at a time. */
Team *team_create(int size);
void team_destroy(Team *team);

#endif
