/* The results file of known_results.h in a folder of its own, open while the tests of a group run. */
#ifndef PLASSFLYT_TESTS_OPENED_RESULTS_H
#define PLASSFLYT_TESTS_OPENED_RESULTS_H

#include "known_results.h"
#include "results_place.h"

static struct results *results;
static struct messages messages;

static inline int known_open(void **state, int scenarios)
{
    place_make(state);
    messages_start(&messages, LANGUAGE_EN);
    if (!known_write(place_file("a.h5"), scenarios))
        return -1;
    results = results_open(place_file("a.h5"), &messages);
    return results ? 0 : -1;
}

static inline int known_close(void **state)
{
    results_free(results);
    messages_free(&messages);
    return place_remove(state);
}

#endif
