/* The simplex search of Nelder & Mead, as `nelderMead` of ../../reference does it: the same points in the same order.
 * The caller evaluates a point and passes its value, so that many searches take turns. */
#ifndef GATECAST_EXACT_SIMPLEX_H
#define GATECAST_EXACT_SIMPLEX_H

#include "../simd.h"

enum { SIMPLEX_MAX = 6 }; /* numbers of a point */

typedef enum { CORNER, REFLECTED, EXPANDED, CONTRACTED, SHRUNK } SimplexStep;

typedef struct {
  long n, evaluations, evaluations_max;
  double tolerance;
  SimplexStep step; /* of the point that is evaluated */
  long corner;      /* its corner, where all of them are evaluated */
  double points[SIMPLEX_MAX + 1][SIMPLEX_MAX];
  int order[SIMPLEX_MAX + 1]; /* places in `points`, by ascending value */
  double values[SIMPLEX_MAX + 1];
  double centre[SIMPLEX_MAX], reflected[SIMPLEX_MAX], further[SIMPLEX_MAX];
  double at_reflected;
} Simplex;

INLINE double *corner_of(Simplex *s, long rank) { return s->points[s->order[rank]]; }

static const double *along(Simplex *s, SimplexStep step, double factor, double *point) {
  const double *worst = corner_of(s, s->n);
  for (long i = 0; i < s->n; i++) point[i] = s->centre[i] + factor * (worst[i] - s->centre[i]);
  s->evaluations++;
  s->step = step;
  return point;
}

static void replace_worst(Simplex *s, const double *point, double value) {
  double *worst = corner_of(s, s->n);
  for (long i = 0; i < s->n; i++) worst[i] = point[i];
  s->values[s->n] = value;
}

static const double *shrink(Simplex *s, long rank) {
  const double *best = corner_of(s, 0);
  double *corner = corner_of(s, rank);
  for (long i = 0; i < s->n; i++) corner[i] = best[i] + 0.5 * (corner[i] - best[i]);
  s->step = SHRUNK;
  s->corner = rank;
  return corner;
}

/* Begins a round. Returns null if the search has ended. */
static const double *reflect(Simplex *s) {
  const long n = s->n;
  if (s->evaluations >= s->evaluations_max) return 0;
  for (long i = 1; i <= n; i++) {
    const int place = s->order[i];
    const double value = s->values[i];
    long j = i - 1;
    for (; j >= 0 && s->values[j] > value; j--) {
      s->order[j + 1] = s->order[j];
      s->values[j + 1] = s->values[j];
    }
    s->order[j + 1] = place;
    s->values[j + 1] = value;
  }
  if (s->values[n] - s->values[0] <= s->tolerance) return 0;
  for (long i = 0; i < n; i++) {
    s->centre[i] = 0;
    for (long c = 0; c < n; c++) s->centre[i] += corner_of(s, c)[i] / n;
  }
  return along(s, REFLECTED, -1, s->reflected);
}

/* Returns the first point that is to be evaluated. */
static const double *begin_simplex(Simplex *s, long n, const double *start, const double *steps, long evaluations_max,
                                   double tolerance) {
  s->n = n;
  s->evaluations_max = evaluations_max;
  s->tolerance = tolerance;
  for (long c = 0; c <= n; c++) {
    s->order[c] = (int)c;
    for (long i = 0; i < n; i++) s->points[c][i] = start[i];
    if (c > 0) s->points[c][c - 1] += steps[c - 1];
  }
  s->step = CORNER;
  s->corner = 0;
  return s->points[0];
}

/* Takes the value of the point that was returned last, and returns the next one; null if the search has ended. */
static const double *next_of_simplex(Simplex *s, double value) {
  const long n = s->n;
  switch (s->step) {
    case CORNER:
      s->values[s->corner] = value;
      if (s->corner < n) return s->points[++s->corner];
      s->evaluations = n + 1;
      break;
    case REFLECTED:
      s->at_reflected = value;
      if (value < s->values[0]) return along(s, EXPANDED, -2, s->further);
      if (!(value < s->values[n - 1])) return along(s, CONTRACTED, value < s->values[n] ? -0.5 : 0.5, s->further);
      replace_worst(s, s->reflected, value);
      break;
    case EXPANDED:
      if (value < s->at_reflected) replace_worst(s, s->further, value);
      else replace_worst(s, s->reflected, s->at_reflected);
      break;
    case CONTRACTED:
      /* Below the smaller of both; never if one of them is NaN. */
      if (!(value < s->values[n] && value < s->at_reflected)) return shrink(s, 1);
      replace_worst(s, s->further, value);
      break;
    case SHRUNK:
      s->values[s->corner] = value;
      s->evaluations++;
      if (s->corner < n) return shrink(s, s->corner + 1);
      break;
  }
  return reflect(s);
}

/* Writes the best corner of a search that has ended, and returns its value. */
static double least_of_simplex(Simplex *s, double *point) {
  long least = 0;
  for (long c = 1; c <= s->n; c++)
    if (s->values[c] < s->values[least]) least = c;
  for (long i = 0; i < s->n; i++) point[i] = corner_of(s, least)[i];
  return s->values[least];
}

#endif
