#include "team.h"

#include "subnormals.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/* About 20 µs of spinning before a thread sleeps: the next call of a training step comes sooner than a sleeping thread
 * wakes. */
enum { SPINS_MAX = 4000 };

typedef struct Threads {
  Team team; /* must be first: a pointer to it is a pointer to the Threads */
  pthread_mutex_t mutex;
  pthread_cond_t work_available, all_done;
  atomic_uint round; /* number of calls of `run` */
  atomic_int busy; /* threads that have not finished the work of this round */
  int stopping, started;
  void (*work)(void *task, int member); /* of this round; `run` replaces it when no thread is busy */
  void *task;
  struct Thread {
    struct Threads *owner;
    int member;
    pthread_t id;
  } members[TEAM_SIZE_MAX]; /* the first is not used: member 0 is the calling thread */
} Threads;

static void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

static void *thread_main(void *argument) {
  const struct Thread *self = argument;
  Threads *threads = self->owner;
  unsigned rounds_done = 0;
  flush_subnormals(); /* the thread computes nothing else */
  for (;;) {
    for (int spin = 0; spin < SPINS_MAX && atomic_load(&threads->round) == rounds_done; spin++) pause_briefly();
    pthread_mutex_lock(&threads->mutex);
    while (atomic_load(&threads->round) == rounds_done && !threads->stopping)
      pthread_cond_wait(&threads->work_available, &threads->mutex);
    const int stopping = threads->stopping;
    pthread_mutex_unlock(&threads->mutex);
    if (stopping) return 0;
    rounds_done++;
    threads->work(threads->task, self->member);
    if (atomic_fetch_sub(&threads->busy, 1) == 1) {
      pthread_mutex_lock(&threads->mutex);
      pthread_cond_signal(&threads->all_done);
      pthread_mutex_unlock(&threads->mutex);
    }
  }
}

static void run(Team *team, void (*work)(void *task, int member), void *task) {
  Threads *threads = (Threads *)team;
  pthread_mutex_lock(&threads->mutex);
  threads->work = work;
  threads->task = task;
  atomic_store(&threads->busy, team->size - 1);
  atomic_fetch_add(&threads->round, 1);
  pthread_cond_broadcast(&threads->work_available);
  pthread_mutex_unlock(&threads->mutex);
  work(task, 0);
  for (int spin = 0; spin < SPINS_MAX && atomic_load(&threads->busy) > 0; spin++) pause_briefly();
  pthread_mutex_lock(&threads->mutex);
  while (atomic_load(&threads->busy) > 0) pthread_cond_wait(&threads->all_done, &threads->mutex);
  pthread_mutex_unlock(&threads->mutex);
}

Team *team_create(int size) {
  if (size < 1 || size > TEAM_SIZE_MAX) return 0;
  Threads *threads = calloc(1, sizeof(Threads));
  if (!threads) return 0;
  threads->team = (Team){size, run};
  pthread_mutex_init(&threads->mutex, 0);
  pthread_cond_init(&threads->work_available, 0);
  pthread_cond_init(&threads->all_done, 0);
  for (int member = 1; member < size; member++) {
    struct Thread *thread = &threads->members[member];
    thread->owner = threads;
    thread->member = member;
    if (pthread_create(&thread->id, 0, thread_main, thread)) {
      team_destroy(&threads->team);
      return 0;
    }
    threads->started++;
  }
  return &threads->team;
}

void team_destroy(Team *team) {
  Threads *threads = (Threads *)team;
  pthread_mutex_lock(&threads->mutex);
  threads->stopping = 1;
  pthread_cond_broadcast(&threads->work_available);
  pthread_mutex_unlock(&threads->mutex);
  for (int member = 1; member <= threads->started; member++) pthread_join(threads->members[member].id, 0);
  pthread_mutex_destroy(&threads->mutex);
  pthread_cond_destroy(&threads->work_available);
  pthread_cond_destroy(&threads->all_done);
  free(threads);
}
