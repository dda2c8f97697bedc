/* The worlds that a study is run in.
 *
 * A draw is a world: the study's, with other values in some cells. Draw k is the same whatever the
 * number of draws, so a study can be made longer. Which draw a replication belongs to is said here
 * and nowhere else: replications d · each … d · each + each − 1 belong to draw d.
 */
#ifndef PLASSFLYT_INPUT_DRAWS_H
#define PLASSFLYT_INPUT_DRAWS_H

#include "input/scenario.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct draws {
    size_t n;
    int32_t each;      /* replications a draw */
    const char **name; /* [n] of the world that each is based on */
    size_t n_cells;    /* that differ between draws */
    size_t *cell;      /* [n_cells] ascending: numbers of doubles in struct parameters */
    double *value;     /* [n][n_cells] in canonical units */
};

/* The draw that a replication belongs to. Without draws: 0. */
size_t draw_of(const struct draws *draws, int32_t replication);

/* The study in a draw: a copy that points to what the study points to. What a policy makes of a
 * draw's values is brought back inside the parameters' bounds. */
struct study draw_study(const struct draws *draws, size_t draw, const struct study *study);

/* Takes values [n] of whole worlds, of which only the cells that differ are kept. False if memory
 * is short. Free with draws_free. The names must outlive the draws. */
bool draws_make(struct draws *draws, const struct parameters *values, const char *const *names,
                size_t n, int32_t each);
void draws_free(struct draws *draws);

/* The parameter of a cell, and into *own its number within it. */
enum parameter draws_parameter(size_t cell, size_t *own);

#endif
