/* The running model: what exists, and the few things every part of it uses.
 *
 * Everything that changes lives in model->state (engine/state.h); the pointers below are bound to
 * it. Parts refer to entities by id. A part changes only what its own file says it changes; who
 * lives where is changed in placement.c alone.
 */
#ifndef PLASSFLYT_MODEL_MODEL_H
#define PLASSFLYT_MODEL_MODEL_H

#include "engine/draw.h"
#include "engine/hazard.h"
#include "engine/state.h"
#include "model/rules.h"
#include "observe/observer.h"
#include "tables/draws.h"
#include "tables/events.h"

#include <stdbool.h>

#define GROUP_MOST 3 /* siblings in a group, places in a home */
#define N_BANDS    N_AGE_BAND
#define BIDS_MOST  3

/* What kind of home a vacancy is, for matching. */
enum vacancy {
    VACANCY_ORDINARY,     /* capability ordinary */
    VACANCY_REINFORCIBLE, /* capability reinforced, with a contract */
    VACANCY_SPECIALISED,  /* kept for specialised need */
    VACANCY_OPEN,         /* specialised, idle so long that lower need may have it */
    N_VACANCY
};

#define N_VACANCY_SETS (1 << N_VACANCY)

/* What a waiting episode asks for. */
enum claim {
    CLAIM_ORDINARY, /* ordinary need */
    CLAIM_REINFORCED,
    CLAIM_SHORT, /* specialised need, asking for ordinary homes because it may ask for no other */
    CLAIM_DUTY,  /* in the queue for specialised homes */
    CLAIM_INSTITUTION, /* asking for an institution only */
    N_CLAIM
};

enum { FREE_ONE, FREE_MORE, N_FREE }; /* free places in a vacancy */

/* A list of entities linked through their rows, and a set of lists. */
struct list {
    uint32_t first, last;
};

struct link {
    uint32_t previous, next;
};

/* How far a search has widened. */
enum reach { REACH_OWN, REACH_NEIGHBOURS, REACH_ALL, N_REACH };

enum stage {
    STAGE_BOARD,   /* decision or documentation not there yet */
    STAGE_FOUND,   /* a kin or municipality-found home is being approved */
    STAGE_OPEN,    /* looking for a home */
    STAGE_OFFER,   /* a home is reserved, the family is thinking */
    STAGE_MEETINGS /* the family has said yes */
};

/* What placement staff do for an episode, and whether they do it already (staff.h). */
enum task { TASK_OFFER, TASK_MEETINGS, TASK_TENDER, TASK_CALL_OFF };
enum work { WORK_NONE, WORK_WAITS, WORK_RUNS };
enum work_rank { WORK_OWED, WORK_THAT_MAY, N_WORK_RANK };

struct child {
    uint64_t number;
    tick birth;
    tick place_since; /* start of the present stay */
    tick institution_since;
    struct hazard breakdown, return_home, adoption, rise, fall, review, leave_institution;
    double frailty;
    uint32_t home;                    /* NO_ENTITY if in none */
    uint32_t episode;                 /* open placement need, or NO_ENTITY */
    uint32_t sibling[GROUP_MOST - 1]; /* of the arriving group; may be gone: ask child_is */
    struct link queue;                /* in the queue for an institution */
    uint16_t municipality, stays, waits, need_changes, requests, moves, breakdowns;
    uint8_t area, path, place, need, assessed, stay_year, emergency_part;
    uint8_t unit_area, unit_group; /* of the institution unit lived in; TARGET_GROUP_… */
    uint8_t group;                 /* the child's own when it last needed an institution */
    uint8_t unit_reason;           /* what binds its wait for an institution … */
    tick unit_reason_since;        /* … from then on */
    uint8_t course;                /* kind of institution whose course the stay follows */
    int8_t capability;  /* highest need that the present place meets; N_NEED - 1 in institutions */
    int8_t wanted_unit; /* kind of institution waited for, or -1 */
    int8_t onward;      /* where to after the institution stay, fixed when it begins; -1 none */
    bool municipality_pays; /* for the emergency home, alone */
    bool unit_risky;        /* counted among those whose number in a department is limited */
    bool home_suited, placed_before, moved_by_breakdown, of_age, came_from_foster, first_stay_acute,
        stayed_institution, stay_over;
    uint8_t emergency_row; /* stays in emergency homes without another place between; 0: in none */
    uint8_t breach;        /* open breaches: bit 1 << BREACH_… */
    int16_t resident_year; /* last reporting year counted as institution resident */
    tick deadline[N_BREACH]; /* of requests not yet met; TICK_NEVER: none runs */
    tick returned_at;        /* last return home; chain of moves closes after a year */
};

struct episode {
    /* what matching reads: one cache line */
    _Alignas(64) tick requested;
    tick decided;         /* TICK_NEVER while not yet, as the next ones */
    double unsuited_left; /* of the running threshold of suitability */
    struct link area_link;
    tick reason_since;
    uint8_t members, area, assessed, band, stage, claim, reason;
    bool queued;          /* counts in the queues (i)–(iii) */
    bool exchange, split; /* may cross between Oslo and Bufetat; siblings may be split */
    bool gate_refused;    /* applied directly and was found outside the target group */
    bool tendering;       /* a procurement is running */
    bool found_nobody;    /* an earlier one found no family, or all withdrew */
    bool decision_made, documentation_made;
    bool listed; /* in the index of waiting episodes */

    uint64_t number; /* of the first member */
    uint32_t member[GROUP_MOST];
    tick searched, wished;
    struct hazard withdrawal, kin, return_home;
    struct link work_link; /* in the line for staff */
    uint8_t work, task, work_rank;
    struct list pairs; /* suitable ones */
    uint32_t home;     /* reserved or found home */
    uint32_t bid[BIDS_MOST];
    tick found_ready;      /* approval of a found home ends */
    uint32_t wait;         /* of the first member, when it began: address of draws */
    uint32_t suited;       /* thresholds of suitability drawn */
    tick reviewed[N_AREA]; /* vacancies up to then have been judged at discretion */
    tick closed[N_AREA];   /* a policy has closed the area: those from before then are judged */
    tick listed_judged;    /* listed families up to then have been judged */
    uint16_t municipality, offers, procurements, renewals, assessments;
    uint8_t path;
    uint8_t claimed_need; /* assessed need for which the claim was decided */
    uint8_t found_kind;   /* HOME_KIND_KINSHIP or, found by the municipality, HOME_KIND_ORDINARY */
    uint8_t listed_band, listed_members, listed_claim; /* where it stands in the index */
    bool past_wish, past_six_weeks;
    bool voluntary_ready; /* decided as soon as the search is documented */
    bool routed;          /* has been routed as a request for specialised care */
    bool interim;         /* already in a home below need; the request stays open */
    bool again;           /* searched for before */
    bool rules_changed;   /* while a home was reserved: decided anew if that comes to nothing */
    bool in_place;        /* asks from an institution: never counted as at home */
    bool sourcing;        /* Bufetat is procuring */
    bool called_off;      /* the running procurement is under a framework agreement */
    bool reach_changed;   /* other rules of how waiting widens the search are in force just now */
};

/* Of an episode, beside it: the daily look at reasons goes through all of them. */
struct foreseen {
    tick until;         /* the reason for waiting stays as it is until then, as long as … */
    uint16_t vacancies; /* … these vacancies (country.vacant_within) … */
    uint8_t bits;       /* … are as they were */
};

struct home {
    uint64_t number;
    uint32_t child[GROUP_MOST];
    uint32_t episode; /* that has reserved it, or that it is offered to in a procurement */
    struct hazard idle_leave, pause, listed_leave;
    struct link area_link;
    struct list pairs; /* suitable ones */
    tick vacant_since; /* when it came into the index last */
    tick idle_since, contract_end;
    tick opened; /* to others, if it is */
    uint16_t municipality, stays, pauses;
    uint32_t supplier;        /* whose family it is, or NO_ENTITY */
    uint16_t income_permille; /* what the supplier is paid for it, as counted */
    uint16_t price_permille;  /* of the standard price */
    uint16_t ready_permille;  /* of it that is paid while the home stands ready */
    uint8_t area, kind, owner, channel, band, places, children, state, step;
    uint8_t listed_vacancy, listed_free;
    bool reinforcible;    /* can meet reinforced need with a contract */
    bool rests;           /* after a child */
    bool shares;          /* takes unrelated children beside each other */
    bool listed;          /* in the index of vacancies (or of emergency homes) */
    bool found;           /* found for one child, not in the common pool */
    bool vacant;          /* counted among the vacancies: listed and not reserved */
    bool open_to_others;  /* specialised, idle long enough for lower need */
    bool kept;            /* vacant, but not in the index: for its own municipality or area only */
    bool bidding;         /* offered in a procurement to home.episode */
    bool paid;            /* for availability while listed */
    bool contracted;      /* with a supplier when its state last changed: so long it is paid */
    bool positioned;      /* holds a state position */
    bool stops;           /* for age, as soon as it is empty */
    bool orphaned;        /* its supplier has closed and it stops too, as soon as it is empty */
    bool failed_child;    /* a stay has broken down since the home was last empty */
    bool failed_mismatch; /* … of a child whose need exceeded its capability */
    bool passes_course, passes_study;
};

/* More than the longest time that a place stays closed, in months. */
#define CLOSED_MONTHS 48

struct unit {
    int32_t places;                    /* staffed now */
    int32_t closed;                    /* given up when a child moved to a specialised home … */
    uint16_t reopening[CLOSED_MONTHS]; /* … and staffed again in the month with this remainder */
    int32_t occupied;
    int32_t risky;   /* of them with a drug problem or severe behaviour */
    int32_t blocked; /* free places that no more of these may have */
    int32_t added;   /* places that a policy has added */
};

/* Places opened because so many were in use. */
struct supply {
    struct level use; /* children, since it was looked at */
    double usual;     /* mean of the months gone by, the last ones most */
    int32_t opened;   /* now … */
    int32_t planned;  /* … and from next year on */
};

/* A waiting episode and a vacant home that suit each other, or that will not be asked again in this
 * wait (pair.h). */
struct pair {
    uint32_t episode, home;
    struct link episode_link, home_link;
    bool refused;
};

/* Municipal housing: staffed day and night by the municipality or a non-profit, or with follow-up. */
enum housing { HOUSING_STAFFED, HOUSING_BY_NONPROFIT, HOUSING_WITH_FOLLOW_UP, N_HOUSING };

enum family_state {
    FAMILY_WAITS,
    FAMILY_BOUGHT_FOR, /* a place is being bought */
    FAMILY_IN_CENTRE,
    FAMILY_IN_BOUGHT
};

/* A family that has asked for a centre for parents and children (centre.h), until it has left. */
struct family {
    uint64_t number; /* of the child */
    uint32_t child;
    tick requested;
    tick due[N_CENTRE_BREACH]; /* TICK_NEVER: none runs */
    uint16_t purchases;
    uint8_t area;     /* of the child */
    uint8_t lives_in; /* area of the centre it lives in */
    uint8_t state;    /* enum family_state */
    uint8_t breach;   /* open: bit 1 << CENTRE_BREACH_… */
};

/* A youth treated at home (team.h), who has not arrived. */
struct treated {
    uint64_t number; /* of the potential arrival */
    uint8_t path, area;
};

struct stream {
    uint8_t enquiry; /* 0: children, 1: families */
    uint8_t kind, area, layer;
    uint32_t ordinal;  /* within the month */
    double gap_days;   /* mean days between potential arrivals this month; 0: none */
    double multiplier; /* of today's arrivals this month; 0 for families */
};

struct course {
    struct list queue; /* families waiting for a start */
    uint32_t waiting;
};

/* Time × homes, and time × thousandths of the price. */
struct month_of_supplier {
    int64_t held, contracted, paid;
};

/* A place in the market for homes, and the firm that has it now (suppliers.h). */
struct supplier {
    uint64_t number;
    double size, size_coming; /* of its recruitment, now and from next year on; 1 is today's */
    struct hazard closing, entering;
    tick since; /* when this firm began */
    struct level held, contracted, paid;
    struct month_of_supplier month[12]; /* the last twelve */
    uint16_t firm;                      /* how many have had this place before, and it */
    uint8_t owner, area, areas, slot;   /* areas: bit set of those it recruits in */
    bool open;
};

struct nothing {
    uint8_t none;
};

/* What there is one of in the country. */
struct country {
    int64_t day;        /* today, days since 1970-01-01 */
    int calendar_month; /* 0–11 */
    int calendar_year;  /* e.g. 2027 */
    tick month_start, month_end;
    uint32_t next_fill_home, next_emergency;
    double softened_signal; /* how far softer requirements of competence are felt among recruits */
    int64_t arrived, left;  /* children, ever */
    struct unit unit[N_AREA][N_TARGET_GROUP][N_OWNER];
    struct supply supply[N_AREA][N_TARGET_GROUP];
    tick supply_since; /* use has been looked at up to then */
    /* of all owners: that risky children may have, and that others may */
    int32_t free_places[N_AREA][N_TARGET_GROUP][2];
    struct list institution_queue[N_TARGET_GROUP][N_AREA];
    struct list vacancy[N_AREA][N_VACANCY][N_BANDS][N_FREE];
    struct list waiting[N_AREA][N_CLAIM][N_BANDS][GROUP_MOST];
    uint32_t vacancies[N_AREA][N_VACANCY][N_BANDS][N_FREE]; /* lengths of these lists */
    uint32_t vacant[N_AREA][N_VACANCY][N_BANDS][N_FREE];    /* … without the reserved ones */
    /* of the day's beginning: reach, exchange, kinds */
    uint8_t vacant_within[N_AREA][N_REACH][2][N_VACANCY_SETS];
    tick waiting_since[N_AREA][N_CLAIM][N_BANDS][GROUP_MOST]; /* request of the first in each */
    /* so many in each may cross between Oslo and Bufetat, and be split; bits as the next, of these */
    uint32_t may_exchange[N_AREA][N_CLAIM][N_BANDS][GROUP_MOST];
    uint32_t may_split[N_AREA][N_CLAIM][N_BANDS][GROUP_MOST];
    uint16_t exchange_bits[N_AREA][N_CLAIM], split_bits[N_AREA][N_CLAIM];
    /* lists of waiting that are not empty: bit band * GROUP_MOST + members - 1 */
    uint16_t waiting_bits[N_AREA][N_CLAIM];
    /* which of them are not empty: bit band * N_FREE + free */
    uint8_t listed_bits[N_AREA][N_VACANCY];
    /* … without the reserved ones */
    uint8_t vacant_bits[N_AREA][N_VACANCY];
    struct list work[N_AREA][N_WORK_RANK]; /* episodes that wait for placement staff */
    uint32_t staff_busy[N_AREA];           /* of them at work */
    unsigned duty_cleared;                 /* areas whose duty queue has become empty today */
    uint32_t duty_waiting[N_AREA];         /* episodes waiting with CLAIM_DUTY, by area */
    struct list emergency[N_AREA][GROUP_MOST + 1]; /* emergency homes by free places */
    struct list
        listed_in[N_AREA]; /* suppliers' families on the list, and state ones without a position */
    struct list kept_in[N_AREA]; /* vacant homes that local recruiters keep for their own */
    uint32_t emergency_homes[N_AREA];
    uint32_t state_homes[N_AREA];              /* state specialised homes in a position */
    double supplier_capacity[N_OWNER][N_AREA]; /* recruitment of open suppliers, to today's */
    double supplier_use[N_OWNER];              /* paid per family held when the history began */
    double positions_grown;             /* what the positions of the rules are multiplied by */
    double positions_added[N_AREA];     /* beside them, for need that was not met … */
    double positions_coming[N_AREA];    /* … and from the next year on */
    int64_t unmet_days[N_AREA];         /* this year: requests past the deadline, day by day */
    int64_t days_of_year;               /* … and on how many days they were counted */
    uint32_t housed[N_AREA][N_HOUSING]; /* youths in municipal housing */
    uint32_t in_centres[N_AREA];        /* families in centres of the area */
    double ready[2], ready_start[2];    /* homes and places standing ready; on the policy date */
    uint32_t bought_centres;            /* places in centres bought, or being bought */
    tick centre_duty_start;             /* as duty_start */
    double case_load[N_AREA][N_MUNICIPALITY_CLASS]; /* per position, relative to the policy date */
    double cases_start[N_AREA][N_MUNICIPALITY_CLASS]; /* cases then; 0: not yet looked at */
    uint32_t listed_families;
    bool budget_was_open[2], /* when last looked at: without and with the duty */
        budget_seen_open;    /* without it, when reasons for waiting were last looked at */
    uint32_t scenario, stretch;
    tick duty_start; /* when the deadline of the duty came into force; TICK_NEVER: it has not */
    uint64_t looked_at, searches; /* candidates looked at, and searches for them */
    /* budget for specialised homes, øre */
    int64_t budget_spent; /* this calendar year, up to budget_since */
    int64_t budget_daily; /* net cost a day of all placed and reserved */
    tick budget_since, year_end;
    double fill_brake; /* share of approvals turned away during the fill */
    /* word of mouth */
    double satisfaction_start, satisfaction;
    int32_t breakdowns_of_month[12];
    /* money: child-time by place since the month began */
    struct level place_time[N_AREA][N_PLACE];   /* children */
    struct level premium_time[N_AREA][N_PLACE]; /* children × thousandths above the price */
    struct level ready_time[N_AREA][N_OWNER];   /* homes standing ready and paid × thousandths */
    struct level alone_time[N_AREA]; /* children whose emergency home the municipality pays alone */
    struct level team_time[N_AREA];  /* slots for home-based treatment that are paid for … */
    struct level treated_time[N_AREA];                        /* … and youths treated */
    struct level empty_time[N_AREA][N_TARGET_GROUP][N_OWNER]; /* added places that stand empty */
};

struct model {
    struct state state;
    struct country *country;
    struct child *child;
    struct episode *episode;
    struct foreseen *foreseen; /* of an episode, by its id */
    struct home *home;
    bool *open_to_lower; /* of a home: it stands in the index as open to lower need */
    struct stream *stream;
    struct course *course;
    struct pair *pair;
    struct family *family;
    struct treated *treated;
    struct supplier *supplier;
    const struct rules *rules; /* in force */
    const struct plan *plan;
    struct observer observer;
    struct draw_key key;
    struct level *recount; /* [observer.levels] scratch of check.c */
    bool filling;          /* before the history, with the controller on */
    bool resuming;         /* a count is taken over: its pairs have been judged before */
    bool check_each_event; /* slow: for tiny worlds and tests */
    uint64_t event_limit;  /* of one call of model_run; 0: EVENT_LIMIT */
};

static inline tick now(const struct model *m)
{
    return m->state.header->now;
}

/* The day a tick lies in, days since 1970-01-01. */
static inline int64_t calendar_day(const struct model *m, tick when)
{
    return m->plan->start_day + when / TICKS_PER_DAY - (when % TICKS_PER_DAY < 0);
}

/* A moment that may have passed already, as one that can still be planned. */
static inline tick not_before_now(const struct model *m, tick when)
{
    return when > now(m) ? when : now(m);
}

/* Addressed draws: who, which episode of its life, which within it. */
static inline double uniform(const struct model *m, enum draw_purpose purpose, uint64_t number,
                             uint32_t episode, uint32_t index)
{
    return draw_uniform(m->key, (struct draw_address){number, episode, index, (uint8_t)purpose});
}

static inline double exponential(const struct model *m, enum draw_purpose purpose, uint64_t number,
                                 uint32_t episode, uint32_t index)
{
    return draw_exponential(m->key,
                            (struct draw_address){number, episode, index, (uint8_t)purpose});
}

/* Lets the risk go on at `rate`, drawing its threshold first if it has none yet: whenever that is, the
 * draw is the same. True if anything changed. */
static inline bool risk_at(const struct model *m, struct hazard *risk, double rate,
                           enum draw_purpose purpose, uint64_t number, uint32_t episode,
                           uint32_t index)
{
    if (rate == risk->rate)
        return false;
    if (hazard_undrawn(risk))
        *risk = (struct hazard){exponential(m, purpose, number, episode, index), 0, now(m)};
    return hazard_set_rate(risk, rate, now(m));
}

/* Index of the category drawn by u from shares that sum to one; without jumps, which none can guess. */
static inline int category_at(const double *share, int count, double u)
{
    int at = 0, beyond = 1;
    for (int i = 0; i < count - 1; i++, at += beyond) {
        beyond &= u >= share[i];
        u -= beyond * share[i];
    }
    return at;
}

/* Clocks by class. */
static inline void child_clock(struct model *m, uint32_t id, enum event_type type, tick when)
{
    clock_set(&m->state, CLASS_CHILD, id, (unsigned)type, when);
}

static inline void episode_clock(struct model *m, uint32_t id, enum event_type type, tick when)
{
    clock_set(&m->state, CLASS_EPISODE, id, (unsigned)type, when);
}

static inline void home_clock(struct model *m, uint32_t id, enum event_type type, tick when)
{
    clock_set(&m->state, CLASS_HOME, id, (unsigned)type, when);
}

/* Doubly linked lists through a `struct link` in rows of `size` bytes; `offset` is where it is.
 * list_insert puts a row behind another one, NO_ENTITY: at the beginning. */
void list_insert(struct list *list, void *rows, size_t size, size_t offset, uint32_t id,
                 uint32_t before);
void list_append(struct list *list, void *rows, size_t size, size_t offset, uint32_t id);
void list_remove(struct list *list, void *rows, size_t size, size_t offset, uint32_t id);

/* ---- the model as a whole (model.c) ---- */

/* Opens a model of this plan; False if memory is short. layout must outlive it. */
bool model_open(struct model *m, const struct plan *plan, const struct layout *layout,
                enum calendar_kind calendar);
void model_close(struct model *m);

/* Makes `to` an exact copy of `from` (both opened with the same plan and layout). */
bool model_copy(struct model *to, const struct model *from);

/* Starts at the beginning of the fill, with variant number `variant`. */
void model_start_fill(struct model *m, uint32_t variant);

/* Goes over from the fill to history under the draws of a replication. */
void model_start_history(struct model *m, struct draw_key key);

/* Starts from the plan's count under the draws of a replication, without fill. */
void model_start_count(struct model *m, struct draw_key key);

/* Runs to tick `until` (exclusive) under a scenario's rules; false and m->state.failure on failure.
 */
bool model_run(struct model *m, uint32_t scenario, tick until);

/* Closes the last period; the results are then in m->observer.value. */
void model_finish(struct model *m);

#endif
