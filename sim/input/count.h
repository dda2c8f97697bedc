/* An agency's own count of children and homes on one day, to start from instead of a simulated past.
 *
 * A queue/1 file tells in rows how many children live where, how many of them wait and for what,
 * and how many homes there are. Here each child stands by itself; what the file does not say is
 * left open (NOT_TOLD, or a span) and drawn in each replication.
 */
#ifndef PLASSFLYT_INPUT_COUNT_H
#define PLASSFLYT_INPUT_COUNT_H

#include "tables/kinds.h"

#include <stdbool.h>
#include <stdint.h>

#define NOT_TOLD (-1)

/* Where a counted amount lies: from low, up to but not including high. */
struct span {
    double low, high;
};

/* How far a search for a foster home has come. */
enum counted_stage {
    COUNTED_SEARCHED,  /* reported; no decision yet */
    COUNTED_DECIDED,   /* decided; kin are still searched, or a home that was found is approved */
    COUNTED_REQUESTED, /* the request has gone out */
    COUNTED_MATCHED,   /* and a home has said yes: it still stands empty */
    N_COUNTED_STAGE
};

/* Children who wait and are alike. */
struct counted_wait {
    int line;
    int unit;                 /* kind of institution waited for; NOT_TOLD: a foster home */
    enum counted_stage stage; /* of a search for a foster home */
    int siblings;             /* who wait together, each one counted: 1 to 3, or NOT_TOLD */
    int past_wish;            /* the wished date has passed: 1, 0 or NOT_TOLD */
    struct span weeks;        /* since the search was reported, decided, or the request went out */
};

struct counted_child {
    int place, area, placed_in; /* placed_in: area of the home or institution */
    int need, path, moved;      /* categories, or NOT_TOLD */
    struct span age, months;    /* years; months in the place (0 to 0 for one at home) */
    int wait;                   /* index of a counted_wait, or NOT_TOLD */
    int kin;                    /* those of the same number follow each other and may be siblings */
};

enum counted_state {
    COUNTED_IDLE,
    COUNTED_LISTED, /* specialised, without contract or position */
    COUNTED_RESTING,
    COUNTED_PAUSED,
    COUNTED_ON_THE_WAY,
    COUNTED_OCCUPIED,
    N_COUNTED_STATE
};

/* Homes that are alike, but those with children. */
struct counted_homes {
    int line;
    enum HOME_KIND_category kind;
    int area, owner;
    enum counted_state state;
    int homes;
};

/* Homes with children of a kind, area and owner, where the file says how many. */
struct counted_occupied {
    int line;
    int homes; /* 0: not told */
    int places; /* that these children have or others may still have; the most there can be if not told */
    bool places_told;
};

struct count {
    const char *path, *name; /* the file, and its name without folder and ending */
    const char *text;        /* [length] verbatim */
    size_t length;
    const char *title[N_LANGUAGES];
    const char *source;   /* who counted; NULL if it does not say */
    int64_t date;         /* the state at the beginning of this day, days since 1970-01-01 */
    bool counted[N_AREA]; /* areas that the file is about; the others are left out of the run */
    double part;          /* of the country's arrivals: what is shared by area is theirs so */
    struct counted_child *children; /* [n_children]: one each, those who wait at home too */
    int n_children;
    struct counted_wait *waits; /* [n_waits] */
    int n_waits;
    struct counted_homes *homes; /* [n_homes] */
    int n_homes;
    struct counted_occupied occupied[N_HOME_KIND][N_AREA][N_OWNER];
    bool on_the_way_told; /* else as many are on the way as the world's enquiries make */
};

/* Number of counted children who wait, for a foster home (unit NOT_TOLD) or for an institution. */
int count_waiting(const struct count *count, int unit);

/* Number of homes that stand in the file in a state; with COUNTED_OCCUPIED those told. */
int count_homes(const struct count *count, enum counted_state state);

/* Kind of home of a place, or -1 if children there do not live in a home. */
int home_kind_of_place(int place);

#endif
