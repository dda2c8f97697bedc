/* An agency's own count: its rows put together child by child, and held against each other. */
#include "input/count.h"

#include "input/cells.h"
#include "input/count_making.h"
#include "input/parts.h"

#include "engine/date.h"

#include <stdlib.h>

/* ---- words about places ---- */

int home_kind_of_place(int place)
{
    switch (place_table[place].kind) {
    case PLACE_KIND_EMERGENCY:
        return HOME_KIND_EMERGENCY;
    case PLACE_KIND_FOSTER:
        return place == PLACE_KINSHIP                                 ? HOME_KIND_KINSHIP
               : place == PLACE_ORDINARY || place == PLACE_REINFORCED ? HOME_KIND_ORDINARY
                                                                      : HOME_KIND_SPECIALISED;
    default:
        return -1;
    }
}

const char *count_category(enum dimension dimension, int category)
{
    return dimension_table[dimension].category[category].name;
}

bool count_refuses(const struct making *making, const struct row *row, enum row_key key,
                   enum text text, const char *const *arguments, int n)
{
    complain(making->reading, row->at[key] ? row->at[key] : row->node, text, arguments, n);
    return false;
}

/* ---- areas ---- */

bool count_area_counts(const struct making *making, const struct row *row, enum row_key key)
{
    int area = row->value[key];
    if (area == NOT_TOLD || making->count->counted[area])
        return true;
    return count_refuses(making, row, key, TEXT_COUNT_AREA_OUT,
                         ARGUMENTS(count_category(DIMENSION_AREA, area)));
}

static bool read_areas(const struct making *making)
{
    const struct yaml *list = making->rows->areas;
    for (int a = 0; a < N_AREA; a++)
        making->count->counted[a] = list == NULL;
    for (const struct yaml *at = list_first(list); at; at = list_next(list, at)) {
        int area = read_category(making->reading, at, DIMENSION_AREA);
        if (area < 0)
            return false;
        making->count->counted[area] = true;
    }
    return true;
}

/* An area that is in the count has children in it. */
static bool areas_have_children(const struct making *making, const struct document *document)
{
    bool has[N_AREA] = {false}, good = true;
    for (int i = 0; i < making->count->n_children; i++)
        has[making->count->children[i].area] = true;
    int line =
        making->rows->row[SECTION_CHILDREN] ? making->rows->row[SECTION_CHILDREN]->node->line : 0;
    for (int a = 0; a < N_AREA; a++) {
        if (has[a] || !making->count->counted[a])
            continue;
        complain_line(making->reading, document, line, 0, TEXT_COUNT_AREA_EMPTY,
                      ARGUMENTS(count_category(DIMENSION_AREA, a)));
        good = false;
    }
    return good;
}

/* ---- homes ---- */

static bool state_fits(const struct making *making, const struct row *row)
{
    static const unsigned may[N_HOME_KIND] = {[HOME_KIND_KINSHIP] = 1u << COUNTED_OCCUPIED,
                                              [HOME_KIND_ORDINARY] = ~(1u << COUNTED_LISTED),
                                              [HOME_KIND_SPECIALISED] = ~0u,
                                              [HOME_KIND_EMERGENCY] =
                                                  1u << COUNTED_OCCUPIED | 1u << COUNTED_IDLE};
    int kind = row->value[ROW_KIND], state = row->value[ROW_STATE];
    if (may[kind] >> state & 1)
        return true;
    return count_refuses(
        making, row, ROW_STATE, TEXT_COUNT_HOME_STATE,
        ARGUMENTS(count_category(DIMENSION_HOME_KIND, kind), row->at[ROW_STATE]->text));
}

static bool owner_fits(const struct making *making, const struct row *row)
{
    bool specialised = row->value[ROW_KIND] == HOME_KIND_SPECIALISED;
    if (specialised && row->value[ROW_OWNER] == NOT_TOLD) {
        complain(making->reading, row->node, TEXT_MISSING_KEY, ARGUMENTS("owner"));
        return false;
    }
    if (!specialised && row->value[ROW_OWNER] > OWNER_PUBLIC)
        return count_refuses(making, row, ROW_OWNER, TEXT_COUNT_OWNER,
                             ARGUMENTS(count_category(DIMENSION_HOME_KIND, row->value[ROW_KIND])));
    return true;
}

enum { PLACES_IN_A_HOME = 3 };

static bool add_occupied(const struct making *making, const struct row *row, int owner)
{
    int homes = row->value[ROW_COUNT], places = row->value[ROW_PLACES];
    struct counted_occupied *o =
        &making->count->occupied[row->value[ROW_KIND]][row->value[ROW_AREA]][owner];
    if (o->line > 0) {
        complain(making->reading, row->node, TEXT_COUNT_ROW_TWICE,
                 ARGUMENTS(number_text(making->reading, o->line)));
        return false;
    }
    if (places != NOT_TOLD && (places < homes || places > PLACES_IN_A_HOME * homes))
        return count_refuses(
            making, row, ROW_PLACES, TEXT_COUNT_PLACES_IN_HOMES,
            ARGUMENTS(number_text(making->reading, places), number_text(making->reading, homes)));
    *o = (struct counted_occupied){row->node->line, homes,
                                   places == NOT_TOLD ? PLACES_IN_A_HOME * homes : places,
                                   places != NOT_TOLD};
    return true;
}

static bool add_homes(const struct making *making, int number)
{
    const struct row *row = &making->rows->row[SECTION_HOMES][number];
    struct count *count = making->count;
    if (!count_area_counts(making, row, ROW_AREA) || !state_fits(making, row) ||
        !owner_fits(making, row))
        return false;
    int owner = row->value[ROW_OWNER] == NOT_TOLD ? OWNER_PUBLIC : row->value[ROW_OWNER];
    enum counted_state state = (enum counted_state)row->value[ROW_STATE];
    count->on_the_way_told |= state == COUNTED_ON_THE_WAY;
    if (state == COUNTED_OCCUPIED)
        return add_occupied(making, row, owner);
    if (row->value[ROW_PLACES] != NOT_TOLD)
        return count_refuses(making, row, ROW_PLACES, TEXT_COUNT_PLACES_OCCUPIED, NO_ARGUMENTS);
    struct counted_homes homes = {row->node->line,
                                  (enum HOME_KIND_category)row->value[ROW_KIND],
                                  row->value[ROW_AREA],
                                  owner,
                                  state,
                                  row->value[ROW_COUNT]};
    count->homes =
        arena_extend(making->reading->arena, count->homes, (size_t)count->n_homes, sizeof homes);
    count->homes[count->n_homes++] = homes;
    return true;
}

/* Children in homes of a kind, area and owner against the homes told. */
static bool homes_hold(const struct making *making, const struct document *document, int kind,
                       int area, int owner, int children)
{
    const struct counted_occupied *o = &making->count->occupied[kind][area][owner];
    struct reading *reading = making->reading;
    if (o->line == 0 || (children >= o->homes && children <= o->places))
        return true;
    complain_line(reading, document, o->line, 0,
                  children > o->places ? TEXT_COUNT_HOMES_FULL : TEXT_COUNT_HOMES_EMPTY,
                  ARGUMENTS(number_text(reading, children),
                            count_category(DIMENSION_HOME_KIND, kind),
                            count_category(DIMENSION_AREA, area), number_text(reading, o->homes),
                            number_text(reading, o->places)));
    return false;
}

static bool children_fit_homes(const struct making *making, const struct document *document)
{
    int children[N_HOME_KIND][N_AREA][N_OWNER] = {{{0}}};
    for (int i = 0; i < making->count->n_children; i++) {
        const struct counted_child *c = &making->count->children[i];
        int kind = home_kind_of_place(c->place);
        if (kind >= 0)
            children[kind][c->placed_in][place_table[c->place].owner]++;
    }
    bool good = true;
    for (int k = 0; k < N_HOME_KIND; k++)
        for (int a = 0; a < N_AREA; a++)
            for (int o = 0; o < N_OWNER; o++)
                good = homes_hold(making, document, k, a, o, children[k][a][o]) && good;
    return good;
}

/* ---- totals ---- */

static bool matches(const struct row *row, const struct row *total)
{
    for (int k = ROW_PLACE; k < ROW_PLACES; k++)
        if (total->value[k] != NOT_TOLD && total->value[k] != row->value[k])
            return false;
    return true;
}

static bool total_holds(const struct making *making, const struct row *total)
{
    int section = total->value[ROW_OF];
    long sum = 0;
    for (size_t i = 0; i < making->rows->n[section]; i++)
        if (matches(&making->rows->row[section][i], total))
            sum += making->rows->row[section][i].value[ROW_COUNT];
    if (sum == total->value[ROW_COUNT])
        return true;
    return count_refuses(
        making, total, ROW_COUNT, TEXT_COUNT_TOTAL,
        ARGUMENTS(total->at[ROW_COUNT]->text, number_text(making->reading, (double)sum)));
}

/* ---- dates ---- */

static const char *day_text(const struct making *making, double day)
{
    struct date date = date_of_days((int64_t)day);
    return arena_print(making->reading->arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}

static bool date_fits(const struct making *making)
{
    if (!read_month_start(making->reading, making->rows->date, &making->count->date))
        return false;
    const struct parameters *p = making->world;
    double date = (double)making->count->date;
    if (date > p->policy_date || !(date < p->end_date)) {
        complain(making->reading, making->rows->date, TEXT_COUNT_DATE_LATE,
                 ARGUMENTS(day_text(making, p->policy_date), day_text(making, p->end_date)));
        return false;
    }
    return true;
}

/* ---- the whole ---- */

/* What is not counted does not happen: no arrivals, enquiries or places in the areas left out. */
static void leave_out(struct parameters *p, int area)
{
    p->area_rate[area] = p->emergency_homes[area] = p->state_positions[area] = 0;
    p->housing_places[area] = p->followed_housing_places[area] = p->centre_places[area] = 0;
    p->combined_places[area] = 0;
    for (int c = 0; c < N_CHANNEL; c++)
        p->enquiry_multiplier[c][area] = 0;
    for (int k = 0; k < N_UNIT_KIND; k++)
        for (int o = 0; o < N_OWNER; o++)
            p->institution_multiplier[k][o][area] = 0;
}

/* Where the file says how many emergency homes there are, there are so many from then on. */
static void take_emergency_homes(const struct count *count, struct parameters *p)
{
    int homes[N_AREA] = {0};
    bool told[N_AREA] = {false};
    for (int a = 0; a < N_AREA; a++) {
        const struct counted_occupied *o = &count->occupied[HOME_KIND_EMERGENCY][a][OWNER_PUBLIC];
        homes[a] = o->homes;
        told[a] = o->line > 0;
    }
    for (int i = 0; i < count->n_homes; i++)
        if (count->homes[i].kind == HOME_KIND_EMERGENCY)
            homes[count->homes[i].area] += count->homes[i].homes;
    for (int a = 0; a < N_AREA; a++)
        if (told[a])
            p->emergency_homes[a] = homes[a];
}

/* Part of the country's arrivals that the areas counted have. */
static double part_of_country(const struct count *count, const struct parameters *p)
{
    double counted = 0, all = 0;
    for (int a = 0; a < N_AREA; a++) {
        double arrivals = p->area_share[a] * p->area_rate[a];
        all += arrivals;
        counted += count->counted[a] ? arrivals : 0;
    }
    return counted < all ? counted / all : 1;
}

static void take_over(const struct count *count, struct parameters *p)
{
    p->history_start = (double)count->date;
    take_emergency_homes(count, p);
    for (int a = 0; a < N_AREA; a++)
        if (!count->counted[a])
            leave_out(p, a);
}

static bool add_rows(const struct making *making)
{
    bool (*const add[])(const struct making *, int) = {count_children_add, count_waiting_add,
                                                       add_homes};
    bool good = true;
    for (int s = 0; s <= SECTION_HOMES; s++)
        for (size_t i = 0; i < making->rows->n[s]; i++)
            good = add[s](making, (int)i) && good;
    return good;
}

static bool hangs_together(const struct making *making, const struct document *document)
{
    bool good = areas_have_children(making, document);
    good = children_fit_homes(making, document) && good;
    for (size_t i = 0; i < making->rows->n[SECTION_TOTALS]; i++)
        good = total_holds(making, &making->rows->row[SECTION_TOTALS][i]) && good;
    return good;
}

/* ---- who may be siblings ---- */

static int compare_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

/* The first wait that is no different but for whom it is about. */
static int same_wait(const struct count *count, int wait)
{
    for (int i = 0; i < wait; i++) {
        const struct counted_wait *a = &count->waits[i], *b = &count->waits[wait];
        if (a->unit == b->unit && a->stage == b->stage && a->past_wish == b->past_wish &&
            a->siblings == b->siblings && compare_numbers(a->weeks.low, b->weeks.low) == 0)
            return i;
    }
    return wait;
}

/* A child with what siblings share: where they come from, in what kind of place they live and how they
 * wait; of those who do not wait also where and since when. */
struct relative {
    int shared[4]; /* place, area, placed_in, wait */
    double since;
    int order; /* in the file */
    struct counted_child child;
};

static int by_what_siblings_share(const struct relative *x, const struct relative *y)
{
    for (int i = 0; i < 4; i++)
        if (x->shared[i] != y->shared[i])
            return x->shared[i] < y->shared[i] ? -1 : 1;
    return compare_numbers(x->since, y->since);
}

static int by_kin(const void *a, const void *b)
{
    const struct relative *x = a, *y = b;
    int shared = by_what_siblings_share(x, y);
    return shared ? shared : (x->order > y->order) - (x->order < y->order);
}

/* Puts those together who may be siblings. */
static void sort_children(struct reading *reading, struct count *count)
{
    size_t n = (size_t)count->n_children;
    struct relative *all = arena_take(reading->arena, (n + 1) * sizeof *all);
    int *wait = arena_take(reading->arena, ((size_t)count->n_waits + 1) * sizeof *wait);
    for (int i = 0; i < count->n_waits; i++)
        wait[i] = same_wait(count, i);
    for (size_t i = 0; i < n; i++) {
        const struct counted_child *c = &count->children[i];
        bool waits = c->wait != NOT_TOLD;
        all[i] = (struct relative){
            {c->place, c->area, waits ? NOT_TOLD : c->placed_in, waits ? wait[c->wait] : NOT_TOLD},
            waits ? 0 : c->months.low,
            (int)i,
            *c};
    }
    qsort(all, n, sizeof *all, by_kin);
    for (size_t i = 0; i < n; i++) {
        bool kin = i > 0 && by_what_siblings_share(&all[i - 1], &all[i]) == 0;
        count->children[i] = all[i].child;
        count->children[i].kin = i == 0 ? 0 : count->children[i - 1].kin + !kin;
    }
}

void count_read(struct reading *reading, struct document *document)
{
    struct study *study = reading->study;
    struct count_rows rows;
    struct count *count = arena_take(reading->arena, sizeof *count);
    struct making making = {reading, count, &rows, &study->value};
    document_list(reading, document);
    count->path = document->path;
    count->text = document->text;
    count->length = document->length;
    count->name = document_stem(reading, document->path);
    if (!count_rows_read(reading, document, &rows))
        return;
    for (int l = 0; l < N_LANGUAGES; l++)
        count->title[l] = count->name;
    read_translated(reading, rows.title, count->title);
    count->source = read_text(reading, rows.source);
    if (!date_fits(&making) || !read_areas(&making) || !add_rows(&making) ||
        !hangs_together(&making, document))
        return;
    sort_children(reading, count);
    count->part = part_of_country(count, &study->value);
    take_over(count, &study->value);
    study->count = count;
}

int count_waiting(const struct count *count, int unit)
{
    int n = 0;
    for (int i = 0; i < count->n_children; i++)
        if (count->children[i].wait != NOT_TOLD)
            n += count->waits[count->children[i].wait].unit == unit;
    return n;
}

int count_homes(const struct count *count, enum counted_state state)
{
    int n = 0;
    for (int i = 0; i < count->n_homes; i++)
        n += count->homes[i].state == state ? count->homes[i].homes : 0;
    for (int k = 0; k < N_HOME_KIND && state == COUNTED_OCCUPIED; k++)
        for (int a = 0; a < N_AREA; a++)
            for (int o = 0; o < N_OWNER; o++)
                n += count->occupied[k][a][o].homes;
    return n;
}
