/* The precision of a run under way. Replications are ready in any order; their figures are looked at
 * in the order of their numbers, so that it is decided the same whoever computes what when. Calls come
 * from one thread at a time. */
#ifndef PLASSFLYT_EXPERIMENT_MANY_PRECISE_H
#define PLASSFLYT_EXPERIMENT_MANY_PRECISE_H

#include "experiment/many.h"

struct precise;

/* Of an order with a precision. NULL if memory is short. */
struct precise *precise_open(const struct many_order *order);
void precise_close(struct precise *precise);

/* Replication `number` is there, with its figures [n], or has failed (NULL). */
void precise_arrives(struct precise *precise, int32_t number, const double *figures);

/* How many replications are enough: the first so many. The order's, as long as it is not decided. */
int32_t precise_enough(const struct precise *precise);

/* About how many it will take, as far as can be told now: at most the order's. */
int32_t precise_forecast(const struct precise *precise);

/* How far each figure has come after the replications looked at. */
const struct precision_state *precise_now(const struct precise *precise);

/* The same, as the results file keeps it; valid until the next call. */
const struct results_precision *precise_told(struct precise *precise);

/* What was asked for, as one line without line ends; to be freed. NULL if memory is short. */
char *precise_words(const struct precision *precision);

#endif
