/* Figures of the results file of opened_results.h, asked for on the command line. */
#ifndef PLASSFLYT_TESTS_DRAWN_FIGURES_H
#define PLASSFLYT_TESTS_DRAWN_FIGURES_H

#include "tables/figures.h"

#include <stdbool.h>

/* What the file of the test, which has no draws and no children, can give. */
static inline bool is_possible(enum figure figure)
{
    return figure != FIGURE_UNCERTAINTY && figure != FIGURE_GAINS;
}

#endif
