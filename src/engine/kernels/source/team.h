/* A team of threads that waits for work; the calling thread is member 0. */
#ifndef GATECAST_TEAM_H
#define GATECAST_TEAM_H

#include "kernel.h"

enum { TEAM_SIZE_MAX = 64 };

/* Null when the threads cannot be had. Used by one thread at a time. */
Team *team_create(int size);
void team_destroy(Team *team);

#endif
