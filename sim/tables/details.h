/* How much is stored of a replication: the details by name, and what each keeps, from details.def. */
#ifndef PLASSFLYT_TABLES_DETAILS_H
#define PLASSFLYT_TABLES_DETAILS_H

#include "tables/measures.h"

#include <stdbool.h>

enum detail_name { DETAIL_FULL, DETAIL_STANDARD, DETAIL_LARGE, N_DETAILS };
extern const char *const detail_word[N_DETAILS]; /* "full", "standard", "large" */

enum kept_periods { NOTHING, AS_IT_IS, BY_YEAR };

/* What a detail keeps of a measure. */
struct kept_row {
    enum kept_periods periods;
    bool ends;  /* of a level: the numbers at the periods' ends too */
    int summed; /* enum dimension that it is summed over; -1: none */
};

struct kept_row detail_keeps(enum detail_name name, enum measure measure);

#endif
