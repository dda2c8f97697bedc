/* The rules in force: parameters made ready for use (ticks, tables, øre), one set for each stretch
 * of time between two policy changes. Made once when a study is read, shared by all threads, never
 * changed while running. */
#ifndef PLASSFLYT_MODEL_RULES_H
#define PLASSFLYT_MODEL_RULES_H

#include "engine/quantile.h"
#include "engine/tick.h"
#include "input/scenario.h"
#include "tables/parameters.h"

/* Layers of potential arrivals: layer k (0 …) comes forward under a multiplier above k. */
#define N_LAYERS_OF_DEMAND 8
/* Kinds of work of placement staff (enum task). */
#define N_TASKS 4
/* Calendar years with a price, from the first simulated one; those begun at both ends count too. */
#define RULE_YEARS (SIMULATED_YEARS_MOST + 8)

struct rules {
    struct parameters p;

    /* durations in ticks */
    tick search_report, decision_lapse, six_weeks, offer, meeting, one_short, two_short, neighbour,
        all_areas, split, rest, rest_after_breakdown, notice, reinforce, offer_review, own_search,
        reserve, supplier_lead, duty_deadline, ordinary_deadline, tender_restart, contract,
        information, course, course_interval, study, study_specialised, emergency_notice_after,
        stay_longest[N_UNIT_KIND], work[N_TASKS];

    /* shapes of distributions, mean 1; owned by the timeline */
    const struct quantile *board, *approval, *kin_search, *procurement, *frailty,
        *stay[N_UNIT_KIND];

    double chance[2][N_AGE_BAND][2]; /* of a pair: same area, bands apart, both specialised */
    double uses[2][N_AGE_BAND][2];   /* of the threshold of suitability: -log(1 - paper chance) */
    double gap_factor[N_NEED];       /* breakdown by levels short */
    double group_size[N_PATH];       /* mean children a group */
    double apply_demand, ask_demand; /* of today's requests: specialised homes, institutions */
    double season[N_PATH][N_CALENDAR_MONTH]; /* mean 1 */
    double weekday[N_PATH][N_WEEKDAY];       /* chance of admission relative to the busiest day */
    double weekday_peak[N_PATH];             /* busiest day relative to the mean */
    int municipality_first[N_AREA][N_MUNICIPALITY_CLASS]; /* numbers of the first in each class */
    int municipalities;

    /* money in øre of the price year */
    int64_t price[RULE_YEARS][N_PLACE];      /* a child-day */
    int64_t co_pay[RULE_YEARS][N_PLACE];     /* a child-month */
    int64_t co_pay_day[RULE_YEARS][N_PLACE]; /* a child-day, cut to whole øre */
    int64_t
        least_net_price[RULE_YEARS]; /* a child-day in the cheapest specialised home, less co-pay */
    int64_t tender_cost[RULE_YEARS], call_off_cost[RULE_YEARS], training_cost[RULE_YEARS],
        reward[RULE_YEARS][N_CHANNEL]; /* for an approved home, to its recruiter */
    int64_t team_price[RULE_YEARS], team_co_pay[RULE_YEARS]; /* a slot-day, a youth-month */
    int64_t position_cost[RULE_YEARS];                       /* a year */
    double budget[RULE_YEARS];                               /* øre a year; negative: no cap */
    int first_year;                                          /* calendar year of index 0 */
};

/* The rules of one scenario over time. */
struct timeline {
    struct rules *rules; /* [stretches] */
    tick *from;          /* [stretches], ascending; the first holds from the beginning of time */
    size_t stretches;
};

/* Everything a replication is told: read-only once made. */
struct plan {
    const struct study *study;
    struct timeline *scenario;         /* [study->n_policies] */
    tick fill_start, history_end, end; /* the history starts at tick 0; after a count so does all */
    int64_t start_day;                 /* of tick 0, days since 1970-01-01 */
    tick year_start[RULE_YEARS];       /* calendar years from that of start_day on */
    struct quantile **tables;          /* [n_tables] shared by the rules */
    size_t n_tables;
};

/* Makes the plan of a study that has been read; NULL if memory is short. Free with plan_free. */
struct plan *plan_make(const struct study *study);
void plan_free(struct plan *plan);

/* Reporting year (0 …) that a tick lies in, negative before the history. */
int reporting_year(const struct plan *plan, tick when);

/* What a child-day in a place is booked as. */
enum COST_category cost_of_place(int place);

/* Net cost to the state of a child-day in a specialised home of this owner, øre: its price in the
 * year (an index of the price tables), times permille of it, less the municipality's co-pay. */
int64_t net_of_co_pay(const struct rules *r, int year, int owner, int64_t price_permille);

#endif
