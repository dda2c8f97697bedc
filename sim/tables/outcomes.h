/* What is kept of each child: descriptions from outcomes.def. */
#ifndef PLASSFLYT_TABLES_OUTCOMES_H
#define PLASSFLYT_TABLES_OUTCOMES_H

#include "tables/kinds.h"

#include <stdbool.h>
#include <stddef.h>

enum child_fact {
#define CHILD_FACT(ID, name, kind, dimension, unit, en, nb, nn, description) FACT_##ID,
#define OUTCOME(ID, name, kind, dimension, unit, en, nb, nn, description)
#include "tables/outcomes.def"
#undef CHILD_FACT
#undef OUTCOME
    N_CHILD_FACTS
};

enum outcome {
#define CHILD_FACT(ID, name, kind, dimension, unit, en, nb, nn, description)
#define OUTCOME(ID, name, kind, dimension, unit, en, nb, nn, description) OUTCOME_##ID,
#include "tables/outcomes.def"
#undef CHILD_FACT
#undef OUTCOME
    N_OUTCOMES
};

#define N_OUTCOME_TIMES ((int)OUTCOME_MOVES) /* the first rows */

enum outcome_kind {
    OUTCOME_KIND_NUMBER,
    OUTCOME_KIND_CATEGORY,
    OUTCOME_KIND_COUNT,
    OUTCOME_KIND_TIME,
    OUTCOME_KIND_DAY
};

struct outcome_row {
    const char *name;
    enum outcome_kind kind;
    enum dimension dimension; /* of a CATEGORY, else N_DIMENSIONS */
    const char *unit;
    const char *label[N_LANGUAGES];
    const char *description; /* English */
};

extern const struct outcome_row child_fact_table[N_CHILD_FACTS];
extern const struct outcome_row outcome_table[N_OUTCOMES];

/* Whether a fact or an outcome has that name; whether one is of that dimension. */
bool outcome_bears(const char *name);
bool outcome_uses(enum dimension dimension);

/* Bytes of one child's row in the results file, before it is packed: its facts, the number of the
 * replication, and the outcomes of every scenario. */
size_t outcome_row_bytes(size_t scenarios);

#endif
