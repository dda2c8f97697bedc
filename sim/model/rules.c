#include "model/rules.h"

#include "engine/date.h"

#include <sleef.h>
#include <stdlib.h>
#include <string.h>

/* Year in which specialised_budget is stated (see its description). */
#define BUDGET_YEAR   2024
#define ORE_PER_KRONE 100

static const double days_per_month = 365.25 / 12;

/* ---- shared quantile tables ---- */

struct table_key {
    enum quantile_family family;
    double shape;
};

struct table_store {
    struct table_key *key;
    struct quantile **table;
    size_t n;
    bool failed;
};

static const struct quantile *table_of(struct table_store *store, enum quantile_family family,
                                       double shape)
{
    for (size_t i = 0; i < store->n; i++)
        if (store->key[i].family == family && !(store->key[i].shape < shape) &&
            !(store->key[i].shape > shape))
            return store->table[i];
    struct table_key *key = realloc(store->key, (store->n + 1) * sizeof *key);
    store->key = key ? key : store->key;
    struct quantile **table = realloc(store->table, (store->n + 1) * sizeof *table);
    store->table = table ? table : store->table;
    struct quantile *made = malloc(sizeof *made);
    if (!key || !table || !made) {
        free(made);
        store->failed = true;
        return NULL;
    }
    quantile_make(made, family, shape);
    store->key[store->n] = (struct table_key){family, shape};
    store->table[store->n] = made;
    return store->table[store->n++];
}

static void make_tables(struct rules *r, struct table_store *store)
{
    const struct parameters *p = &r->p;
    r->board = table_of(store, QUANTILE_GAMMA, p->board_shape);
    r->approval = table_of(store, QUANTILE_GAMMA, 3);
    r->kin_search = table_of(store, QUANTILE_LOGNORMAL, p->kin_search_sigma);
    r->procurement = table_of(store, QUANTILE_LOGNORMAL, p->procurement_sigma);
    r->frailty =
        p->frailty_variance > 0 ? table_of(store, QUANTILE_GAMMA, 1 / p->frailty_variance) : NULL;
    for (int k = 0; k < N_UNIT_KIND; k++)
        r->stay[k] = table_of(store, QUANTILE_GAMMA, p->institution_shape[k]);
}

/* ---- ticks ---- */

static void make_ticks(struct rules *r)
{
    const struct parameters *p = &r->p;
    r->search_report = ticks_of_days(p->search_report_day);
    r->decision_lapse = ticks_of_days(p->decision_lapse_days);
    r->six_weeks = ticks_of_days(42);
    r->offer = ticks_of_days(p->offer_days);
    r->meeting = ticks_of_days(p->meeting_days);
    r->one_short = ticks_of_days(p->one_short_after_days);
    r->two_short = ticks_of_days(p->two_short_after_days);
    r->neighbour = ticks_of_days(p->neighbour_after_days);
    r->all_areas = ticks_of_days(p->all_areas_after_days);
    r->split = ticks_of_days(p->split_after_days);
    r->rest = ticks_of_days(p->rest_days);
    r->rest_after_breakdown = ticks_of_days(p->rest_after_breakdown_days);
    r->notice = ticks_of_days(p->notice_days);
    r->reinforce = ticks_of_days(p->reinforce_days);
    r->offer_review = ticks_of_days(p->offer_review_days);
    r->own_search = ticks_of_days(p->own_search_days);
    r->reserve = ticks_of_days(p->reserve_days);
    const double work[N_TASKS] = {p->offer_work_days, p->meeting_work_days, p->tender_work_days,
                                  p->call_off_work_days};
    for (int t = 0; t < N_TASKS; t++)
        r->work[t] = ticks_of_days(work[t]);
    r->supplier_lead = ticks_of_days(p->supplier_lead_days);
    r->duty_deadline = ticks_of_days(p->duty_deadline_days);
    r->ordinary_deadline = ticks_of_days(p->ordinary_deadline_days);
    r->tender_restart = ticks_of_days(p->tender_restart_days);
    r->contract = ticks_of_years(p->contract_years);
    r->information = ticks_of_days(p->information_days);
    r->course = ticks_of_days(p->course_days);
    r->course_interval = (tick)((double)TICKS_PER_YEAR / p->courses_per_year + 0.5);
    r->study = ticks_of_days(p->study_days);
    r->study_specialised = ticks_of_days(p->study_days + p->specialised_extra_days);
    r->emergency_notice_after = ticks_of_days(p->emergency_notice_after_days);
    for (int k = 0; k < N_UNIT_KIND; k++)
        r->stay_longest[k] = ticks_of_days(p->institution_longest_days[k]);
}

/* ---- arrivals ---- */

static void make_means(double *out, const double *factor, int count)
{
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += factor[i];
    for (int i = 0; i < count; i++)
        out[i] = sum > 0 ? factor[i] * count / sum : 1;
}

static void make_arrivals(struct rules *r)
{
    const struct parameters *p = &r->p;
    for (int path = 0; path < N_PATH; path++) {
        r->group_size[path] = 0;
        for (int n = 0; n < N_SIBLINGS; n++)
            r->group_size[path] += (n + 1) * p->siblings[path][n];
        make_means(r->season[path], p->season[path], N_CALENDAR_MONTH);
        make_means(r->weekday[path], p->weekday[path], N_WEEKDAY);
        double peak = 0;
        for (int d = 0; d < N_WEEKDAY; d++)
            peak = r->weekday[path][d] > peak ? r->weekday[path][d] : peak;
        r->weekday_peak[path] = peak;
        for (int d = 0; d < N_WEEKDAY; d++)
            r->weekday[path][d] /= peak;
    }
    int first = 0;
    for (int a = 0; a < N_AREA; a++) {
        for (int c = 0; c < N_MUNICIPALITY_CLASS; c++) {
            r->municipality_first[a][c] = first;
            first += (int)p->municipalities[a][c];
        }
    }
    r->municipalities = first;
}

static void make_gap_factors(struct rules *r)
{
    r->gap_factor[0] = 1;
    for (int gap = 1; gap < N_NEED; gap++)
        r->gap_factor[gap] = r->gap_factor[gap - 1] * r->p.breakdown_gap;
}

static void make_pairs(struct rules *r)
{
    const struct parameters *p = &r->p;
    const double band[N_AGE_BAND] = {1, p->band_factor, p->two_band_factor};
    const double most = 1 - 0x1p-40; /* certain, but for the logarithm */
    for (int same = 0; same < 2; same++)
        for (int apart = 0; apart < N_AGE_BAND; apart++)
            for (int specialised = 0; specialised < 2; specialised++) {
                double chance = p->pair_acceptance * (same ? 1 : p->other_area_factor) *
                                band[apart] * (specialised ? p->specialised_factor : 1);
                chance = chance < 1 ? chance : 1;
                double paper = chance / p->family_yes;
                r->chance[same][apart][specialised] = chance;
                r->uses[same][apart][specialised] =
                    -Sleef_cinz_log1pd1_u10purec(-(paper < most ? paper : most));
            }
}

/* ---- money ---- */

enum COST_category cost_of_place(int place)
{
    if (place >= PLACE_SPECIALISED_STATE && place <= PLACE_SPECIALISED_COMMERCIAL)
        return COST_SPECIALISED;
    switch (place_table[place].kind) {
    case PLACE_KIND_EMERGENCY:
        return COST_EMERGENCY;
    case PLACE_KIND_INSTITUTION:
        return COST_INSTITUTION;
    case PLACE_KIND_OVERFLOW:
        return COST_SINGLE_PURCHASE;
    case PLACE_KIND_HOUSING:
        return COST_HOUSING;
    case PLACE_KIND_CENTRE:
        return COST_CENTRE;
    default:
        return COST_FOSTER;
    }
}

static double growth(double rate, int years)
{
    double factor = 1;
    for (int i = 0; i < years; i++)
        factor *= 1 + rate;
    for (int i = 0; i > years; i--)
        factor /= 1 + rate;
    return factor;
}

static int64_t ore(double kroner)
{
    return (int64_t)(kroner * ORE_PER_KRONE + 0.5);
}

int64_t net_of_co_pay(const struct rules *r, int year, int owner, int64_t price_permille)
{
    int place = PLACE_SPECIALISED_STATE + owner;
    int64_t net = r->price[year][place] * price_permille / 1000 - r->co_pay_day[year][place];
    return net > 0 ? net : 0;
}

static int64_t least_net_price(const struct rules *r, int year)
{
    int64_t least = INT64_MAX;
    for (int owner = 0; owner < N_OWNER; owner++) {
        int64_t net = net_of_co_pay(r, year, owner, 1000);
        least = net < least ? net : least;
    }
    return least;
}

static void make_prices(struct rules *r)
{
    const struct parameters *p = &r->p;
    for (int y = 0; y < RULE_YEARS; y++) {
        int year = r->first_year + y, after = year - (int)p->price_year;
        for (int place = 0; place < N_PLACE; place++) {
            r->price[y][place] = ore(p->price[place] * p->price_multiplier[place] *
                                     growth(p->price_growth[cost_of_place(place)], after));
            r->co_pay[y][place] = ore(p->co_pay[place] * growth(p->co_pay_growth, after));
            r->co_pay_day[y][place] = (int64_t)((double)r->co_pay[y][place] / days_per_month);
        }
        r->least_net_price[y] = least_net_price(r, y);
        r->team_price[y] =
            ore(p->home_treatment_price * growth(p->price_growth[COST_HOME_TREATMENT], after));
        r->position_cost[y] =
            ore(p->position_cost * growth(p->price_growth[COST_MUNICIPAL_WORK], after));
        r->team_co_pay[y] = ore(p->home_treatment_co_pay * growth(p->co_pay_growth, after));
        double procurement = growth(p->price_growth[COST_PROCUREMENT], after);
        r->tender_cost[y] = ore(p->tender_cost * procurement);
        r->call_off_cost[y] = ore(p->call_off_cost * procurement);
        r->training_cost[y] =
            ore(p->training_cost * growth(p->price_growth[COST_RECRUITMENT], after));
        for (int c = 0; c < N_CHANNEL; c++)
            r->reward[y][c] =
                ore(p->recruitment_reward[c] * growth(p->price_growth[COST_RECRUITMENT], after));
    }
}

/* What is left of today's requests when a co-pay has changed from what it was. */
static double demand_at(double co_pay, double before, double elasticity)
{
    bool same = !(elasticity < 0) || !(co_pay > before || co_pay < before);
    return same || !(before > 0) || !(co_pay > 0)
               ? 1
               : Sleef_cinz_powd1_u10purec(co_pay / before, elasticity);
}

static void make_demand(struct rules *r, const struct parameters *today)
{
    const struct parameters *p = &r->p;
    const int home = PLACE_SPECIALISED_STATE, unit = PLACE_CARE_PUBLIC;
    r->apply_demand = demand_at(p->co_pay[home], today->co_pay[home], p->co_pay_elasticity);
    r->ask_demand = demand_at(p->co_pay[unit], today->co_pay[unit], p->co_pay_elasticity);
}

/* A growth that a policy changes holds from the year after: what the budget has grown to by then
 * stays. Year by year, so that a change to the same growth changes no bit. `before`: the rules
 * until then, which end in change_year; NULL for the first ones. `part` of it is for the areas
 * simulated. */
static void make_budget(struct rules *r, const struct rules *before, int change_year, double part)
{
    const struct parameters *p = &r->p;
    bool goes_on = before && before->p.specialised_budget == p->specialised_budget;
    for (int y = 0; y < RULE_YEARS; y++) {
        int year = r->first_year + y;
        if (year < BUDGET_YEAR)
            r->budget[y] = -1;
        else if (goes_on && year <= change_year)
            r->budget[y] = before->budget[y];
        else if (year == BUDGET_YEAR || y == 0)
            r->budget[y] = p->specialised_budget * part * ORE_PER_KRONE *
                           growth(p->budget_growth, year - BUDGET_YEAR);
        else
            r->budget[y] = r->budget[y - 1] * (1 + p->budget_growth);
    }
}

static void make_rules(struct rules *r, struct table_store *store, int first_year,
                       const struct study *study, const struct rules *before, int change_year)
{
    r->first_year = first_year;
    make_tables(r, store);
    make_ticks(r);
    make_arrivals(r);
    make_gap_factors(r);
    make_pairs(r);
    make_prices(r);
    make_demand(r, &study->value); /* before any policy */
    make_budget(r, before, change_year, study->count ? study->count->part : 1);
}

/* ---- timelines ---- */

static bool make_timeline(struct timeline *timeline, const struct study *study,
                          const struct policy *policy, const struct plan *plan,
                          struct table_store *store)
{
    size_t changes = policy_days(study, policy, NULL, 0);
    int64_t *day = calloc(changes + 1, sizeof *day);
    timeline->rules = calloc(changes + 1, sizeof *timeline->rules);
    timeline->from = calloc(changes + 1, sizeof *timeline->from);
    if (!day || !timeline->rules || !timeline->from) {
        free(day);
        return false;
    }
    policy_days(study, policy, day, changes);
    timeline->stretches = changes + 1;
    int first_year = date_of_days(plan->start_day + plan->fill_start / TICKS_PER_DAY).year;
    for (size_t i = 0; i <= changes; i++) {
        struct rules *rules = &timeline->rules[i];
        if (i == 0)
            rules->p = study->value;
        else
            parameters_on(study, policy, day[i - 1], &rules->p);
        timeline->from[i] = i == 0 ? -TICK_NEVER : (day[i - 1] - plan->start_day) * TICKS_PER_DAY;
        int change_year = i == 0 ? first_year : date_of_days(day[i - 1]).year;
        make_rules(rules, store, first_year, study, i == 0 ? NULL : rules - 1, change_year);
    }
    free(day);
    return !store->failed;
}

static void find_years(struct plan *plan)
{
    int first = date_of_days(plan->start_day).year;
    for (int y = 0; y < RULE_YEARS; y++)
        plan->year_start[y] =
            (date_days((struct date){first + y, 1, 1}) - plan->start_day) * TICKS_PER_DAY;
}

int reporting_year(const struct plan *plan, tick when)
{
    if (when < 0)
        return -1;
    int year = (int)(when / (365 * TICKS_PER_DAY)) + 1; /* never too early */
    while (plan->year_start[year] > when)
        year--;
    return year;
}

struct plan *plan_make(const struct study *study)
{
    struct plan *plan = calloc(1, sizeof *plan);
    if (!plan)
        return NULL;
    const struct parameters *p = &study->value;
    plan->study = study;
    plan->start_day = (int64_t)p->history_start;
    struct date start = date_of_days(plan->start_day);
    find_years(plan);
    struct date fill = {start.year - (int)p->fill_years, start.month, start.day};
    plan->fill_start = study->count ? 0 : (date_days(fill) - plan->start_day) * TICKS_PER_DAY;
    plan->history_end = ((int64_t)p->policy_date - plan->start_day) * TICKS_PER_DAY;
    plan->end = ((int64_t)p->end_date - plan->start_day) * TICKS_PER_DAY;
    plan->scenario = calloc(study->n_policies, sizeof *plan->scenario);
    struct table_store store = {0};
    bool made = plan->scenario != NULL;
    for (size_t s = 0; made && s < study->n_policies; s++)
        made = make_timeline(&plan->scenario[s], study, &study->policies[s], plan, &store);
    free(store.key);
    plan->tables = store.table;
    plan->n_tables = store.n;
    if (made)
        return plan;
    plan_free(plan);
    return NULL;
}

void plan_free(struct plan *plan)
{
    if (!plan)
        return;
    for (size_t s = 0; plan->scenario && s < plan->study->n_policies; s++) {
        free(plan->scenario[s].rules);
        free(plan->scenario[s].from);
    }
    for (size_t t = 0; t < plan->n_tables; t++)
        free(plan->tables[t]);
    free(plan->tables);
    free(plan->scenario);
    free(plan);
}
