/* Counting a model as it stands into a queue/1 file, as an agency would count its children: the
 * inverse of starting from one. */
#ifndef PLASSFLYT_TESTS_COUNT_STATE_H
#define PLASSFLYT_TESTS_COUNT_STATE_H

#include "input/count.h"
#include "model/child.h"
#include "model/index.h"
#include "model/model.h"
#include "model/placement.h"

#include <stdio.h>
#include <stdlib.h>

enum { COUNT_AGES = 10, COUNT_STAYS = 6, COUNT_WAITS = 5 };

static const double count_age_ends[COUNT_AGES] = {3, 6, 9, 13, 15, 17, 18, 19, 21, 23};
static const double count_stay_ends[COUNT_STAYS] = {3, 6, 12, 36, 84, 276}; /* months */
static const double count_wait_ends[COUNT_WAITS] = {6, 13, 26, 52, 520};    /* weeks */
static const char count_bands[] =
    "bands:\n"
    "  age: {0_2: [0, 3], 3_5: [3, 6], 6_8: [6, 9], 9_12: [9, 13], 13_14: [13, 15], "
    "15_16: [15, 17], 17: [17, 18], 18: [18, 19], 19_20: [19, 21], 21_22: [21, 23]}\n"
    "  there: {m0_3: [0, 3], m3_6: [3, 6], m6_12: [6, 12], y1_3: [12, 36], y3_7: [36, 84], "
    "y7_up: [84, 276]}\n"
    "  waited: {w0_6: [0, 6], w6_13: [6, 13], w13_26: [13, 26], w26_52: [26, 52], "
    "y1_up: [52, 520]}\n";
static const char *const count_age_names[] = {"0_2",   "3_5", "6_8", "9_12",  "13_14",
                                              "15_16", "17",  "18",  "19_20", "21_22"};
static const char *const count_stay_names[] = {"m0_3", "m3_6", "m6_12", "y1_3", "y3_7", "y7_up"};
static const char *const count_wait_names[] = {"w0_6", "w6_13", "w13_26", "w26_52", "y1_up"};

static inline int count_band(const double *ends, int n, double value)
{
    int band = 0;
    while (band < n - 1 && value >= ends[band])
        band++;
    return band;
}

static inline const char *count_name(enum dimension d, int category)
{
    return dimension_table[d].category[category].name;
}

/* The stage of a wait, as the file calls it. */
static inline enum counted_stage count_stage(const struct episode *e)
{
    return e->stage == STAGE_MEETINGS                           ? COUNTED_MATCHED
           : !e->decision_made                                  ? COUNTED_SEARCHED
           : e->stage == STAGE_BOARD || e->stage == STAGE_FOUND ? COUNTED_DECIDED
                                                                : COUNTED_REQUESTED;
}

/* A child's row, and how far its wait has come; what is equal is counted together. */
struct count_line {
    int place, area, in, age, there, need, path, moved;
    int siblings;                       /* who wait together, less one */
    int stage, waited, past_wish, unit; /* stage -1: does not wait; unit -1: for a foster home */
};

static inline int count_by_line(const void *a, const void *b)
{
    const int *x = a, *y = b;
    for (size_t i = 0; i < sizeof(struct count_line) / sizeof(int); i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return 0;
}

static inline double count_weeks(const struct model *m, tick since)
{
    return (double)(now(m) - since) / (7.0 * (double)TICKS_PER_DAY);
}

static inline struct count_line count_child(const struct model *m, const struct child *c)
{
    double months = (double)(now(m) - c->place_since) / (double)TICKS_PER_YEAR * 12;
    double age = (double)(now(m) - c->birth) / (double)TICKS_PER_YEAR;
    const struct episode *e = c->episode != NO_ENTITY ? &m->episode[c->episode] : NULL;
    struct count_line line = {.place = c->place, .area = c->area, .in = c->area};
    line.age = count_band(count_age_ends, COUNT_AGES, age);
    if (c->home != NO_ENTITY)
        line.in = m->home[c->home].area;
    else if (unit_kind_of(c->place) >= 0)
        line.in = c->unit_area;
    line.there = count_band(count_stay_ends, COUNT_STAYS, months < age * 12 ? months : age * 12);
    line.need = c->episode != NO_ENTITY || c->wanted_unit >= 0 ? c->assessed : c->need;
    line.path = c->path;
    line.moved = c->moved_by_breakdown ? MOVED_BREAKDOWN
                 : c->moves > 0        ? MOVED_PLANNED
                                       : MOVED_NEVER;
    line.siblings = line.stage = line.unit = line.past_wish = -1;
    if (e && e->queued) {
        line.stage = (int)count_stage(e);
        line.siblings = e->members - 1;
        tick since = line.stage == COUNTED_SEARCHED  ? e->searched
                     : line.stage == COUNTED_DECIDED ? e->decided
                                                     : e->requested;
        line.waited = count_band(count_wait_ends, COUNT_WAITS, count_weeks(m, since));
        line.past_wish = line.stage >= COUNTED_REQUESTED ? e->past_wish : -1;
        if (line.stage >= COUNTED_REQUESTED && c->assessed == NEED_TREATMENT) {
            line.unit = UNIT_KIND_TREATMENT; /* which it asks for when the offer comes to nothing */
            line.past_wish = line.siblings = -1;
        }
    } else if (!e && c->wanted_unit >= 0) {
        line.stage = 0;
        line.unit = (unsigned char)c->wanted_unit;
        line.waited =
            count_band(count_wait_ends, COUNT_WAITS, count_weeks(m, c->institution_since));
    }
    return line;
}

/* Prints how many there are of each, where `part` of the line is one of what is printed. */
static inline void count_print_children(FILE *out, const struct count_line *l, int n)
{
    fprintf(out,
            "  - {place: %s, area: %s, placed_in: %s, age: %s, there: %s, need: %s, path: %s, "
            "moved: %s, count: %d}\n",
            count_name(DIMENSION_PLACE, l->place), count_name(DIMENSION_AREA, l->area),
            count_name(DIMENSION_AREA, l->in), count_age_names[l->age], count_stay_names[l->there],
            count_name(DIMENSION_NEED, l->need), count_name(DIMENSION_PATH, l->path),
            count_name(DIMENSION_MOVED, l->moved), n);
}

static inline void count_print_waiting(FILE *out, const struct count_line *l, int n)
{
    static const char *const stages[] = {"searched", "decided", "requested", "matched"};
    fprintf(out, "  - {lives: %s, area: %s, age: %s, need: %s, path: %s, waited: %s, ",
            count_name(DIMENSION_PLACE, l->place), count_name(DIMENSION_AREA, l->area),
            count_age_names[l->age], count_name(DIMENSION_NEED, l->need),
            count_name(DIMENSION_PATH, l->path), count_wait_names[l->waited]);
    if (l->unit >= 0)
        fprintf(out, "for: %s, ", count_name(DIMENSION_UNIT_KIND, l->unit));
    else
        fprintf(out, "stage: %s, siblings: %s, ", stages[l->stage],
                count_name(DIMENSION_SIBLINGS, l->siblings));
    if (l->past_wish >= 0)
        fprintf(out, "past_wish: %s, ", l->past_wish ? "yes" : "no");
    fprintf(out, "count: %d}\n", n);
}

static inline void count_print(FILE *out, struct count_line *line, size_t n,
                               void (*print)(FILE *, const struct count_line *, int))
{
    qsort(line, n, sizeof *line, count_by_line);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && count_by_line(&line[i], &line[j]) == 0; j++)
            ;
        print(out, &line[i], (int)(j - i));
    }
}

static inline void count_write_children(FILE *out, const struct model *m)
{
    uint32_t used = m->state.header->pool[CLASS_CHILD].used;
    struct count_line *in_place = calloc(used + 1, sizeof *in_place);
    struct count_line *waiting = calloc(used + 1, sizeof *waiting);
    size_t places = 0, waits = 0;
    for (uint32_t id = 0; id < used && in_place && waiting; id++) {
        const struct child *c = &m->child[id];
        if (!m->state.alive[CLASS_CHILD][id] || c->place == PLACE_RETURNED ||
            place_table[c->place].kind == PLACE_KIND_CENTRE)
            continue;
        struct count_line line = count_child(m, c), bare = line;
        bare.siblings = bare.stage = bare.waited = bare.past_wish = bare.unit = 0;
        if (c->place != PLACE_AT_HOME)
            in_place[places++] = bare;
        line.in = line.there = line.moved = 0;
        if (line.stage >= 0)
            waiting[waits++] = line;
    }
    fputs("children:\n", out);
    count_print(out, in_place, places, count_print_children);
    fputs("waiting:\n", out);
    count_print(out, waiting, waits, count_print_waiting);
    free(in_place);
    free(waiting);
}

static inline enum counted_state count_home_state(const struct model *m, uint32_t id)
{
    switch (m->home[id].state) {
    case HOME_STATE_TRAINING:
        return COUNTED_ON_THE_WAY;
    case HOME_STATE_LISTED:
        return COUNTED_LISTED;
    case HOME_STATE_OCCUPIED:
        return COUNTED_OCCUPIED;
    case HOME_STATE_RESTING:
        return clock_get(&m->state, CLASS_HOME, id, EVENT_PAUSE_ENDS) == TICK_NEVER
                   ? COUNTED_RESTING
                   : COUNTED_PAUSED;
    default: /* a reserved one stands idle until the child moves in */
        return COUNTED_IDLE;
    }
}

static inline void count_print_homes(FILE *out, int kind, int area, int owner, const char *state,
                                     int homes, int places)
{
    fprintf(out, "  - {kind: %s, area: %s, owner: %s, state: %s, ",
            count_name(DIMENSION_HOME_KIND, kind), count_name(DIMENSION_AREA, area),
            count_name(DIMENSION_OWNER, owner), state);
    if (places > 0)
        fprintf(out, "places: %d, ", places);
    fprintf(out, "count: %d}\n", homes);
}

static inline void count_write_homes(FILE *out, const struct model *m)
{
    static const char *const states[] = {"idle",   "listed",     "resting",
                                         "paused", "on_the_way", "occupied"};
    int n[N_HOME_KIND][N_AREA][N_OWNER][N_COUNTED_STATE] = {{{{0}}}};
    int places[N_HOME_KIND][N_AREA][N_OWNER] = {{{0}}};
    for (uint32_t id = 0; id < m->state.header->pool[CLASS_HOME].used; id++) {
        const struct home *h = &m->home[id];
        if (!m->state.alive[CLASS_HOME][id])
            continue;
        if (h->children > 0)
            places[h->kind][h->area][h->owner] += h->children + (h->listed ? vacancy_places(h) : 0);
        n[h->kind][h->area][h->owner][count_home_state(m, id)]++;
    }
    fputs("homes:\n", out);
    for (int k = 0; k < N_HOME_KIND; k++)
        for (int a = 0; a < N_AREA; a++)
            for (int o = 0; o < N_OWNER; o++)
                for (int s = 0; s < N_COUNTED_STATE; s++)
                    if (n[k][a][o][s] > 0)
                        count_print_homes(out, k, a, o, states[s], n[k][a][o][s],
                                          s == COUNTED_OCCUPIED && k != HOME_KIND_EMERGENCY
                                              ? places[k][a][o]
                                              : 0);
}

/* Writes the whole file, of the state at the beginning of `date`. */
static inline void count_write(FILE *out, const struct model *m, const char *date)
{
    fprintf(out, "plassflyt: queue/1\ntitle: counted\ndate: %s\n%s", date, count_bands);
    count_write_children(out, m);
    count_write_homes(out, m);
}

#endif
