/* What a run is: readable lines "key: value" by which two runs are told apart, and by which a refusal
 * can say what has changed.
 *
 * First stands all that a replication's numbers hang on; runs with the same such lines may share their
 * replications. After it stands what only says which replications are wanted.
 */
#ifndef PLASSFLYT_OUTPUT_IDENTITY_H
#define PLASSFLYT_OUTPUT_IDENTITY_H

#include "input/draws.h"
#include "input/scenario.h"
#include "observe/detail.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct identity_order {
    const struct study *study;
    const struct draws *draws; /* NULL: none */
    uint32_t seed;
    bool check_each_event;
    uint64_t event_limit;        /* 0: the model's own */
    const struct detail *detail; /* what is kept of a replication; NULL: all … */
    const struct layout *layout; /* … and how it lies */
    int32_t children;            /* the first so many keep what becomes of each child */
    /* which replications */
    int32_t replications;
    const char *precision; /* that is wanted, in one line without ": "; NULL: none */
    int part, parts;       /* 0, 0: all of it */
};

struct identity {
    char *text;     /* all lines, each ended by '\n'; NUL-terminated */
    size_t values;  /* bytes of the lines that a replication's numbers hang on */
    uint64_t hash;  /* of those lines */
    uint64_t whole; /* of all lines */
};

/* False if memory is short. Free with identity_free either way. */
bool identity_make(struct identity *identity, const struct identity_order *order);
void identity_free(struct identity *identity);

/* Takes out of a text the line that says which part of a run it is. */
void identity_leave_part(char *text);

/* Writes into text[size] which lines differ between an earlier text and a later one, with short values
 * before and after: "seed (1 → 2), file a.yaml". Gives how many differ. Either text may be anything. */
size_t identity_difference(const char *earlier, const char *later, char *text, size_t size);

#endif
