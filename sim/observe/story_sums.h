/* What a child's story adds up to. */
#ifndef PLASSFLYT_OBSERVE_STORY_SUMS_H
#define PLASSFLYT_OBSERVE_STORY_SUMS_H

#include "observe/story.h"

struct story_sums {
    tick in_place[N_PLACE];  /* none after it has left, unless it comes back */
    tick waited[N_REASON];   /* for a foster home */
    tick waited_institution; /* for a place in a care or treatment institution */
    int placements[N_PLACE]; /* stays begun */
    int moves;               /* of these, moves by SSB's rule */
    int breakdowns;          /* of stays in foster homes */
    int offers, declined;    /* families asked, those who said no */
    int breaches[N_BREACH];
    enum PLACE_category place; /* at the end; PLACE_RETURNED if it has left */
};

/* Adds up what lies between two ticks in the lines [n] of one child, in the order of time and from
 * its arrival on. */
void story_add_up(const struct story_line *line, size_t n, tick from, tick to,
                  struct story_sums *sums);

#endif
