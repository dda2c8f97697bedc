/* Children of a count: those in place, and which of them wait. */
#include "input/count_making.h"

static const double majority = 18, months_a_year = 12;

/* ---- children in place ---- */

static double housing_in(const struct parameters *p, int place, int area)
{
    return place == PLACE_HOUSING_FOLLOWED    ? p->followed_housing_places[area]
           : place == PLACE_HOUSING_NONPROFIT ? p->housing_places[area] * p->housing_nonprofit
                                              : p->housing_places[area];
}

static double institution_in(const struct parameters *p, int place, int area)
{
    if (place == PLACE_COMBINED)
        return p->combined_places[area];
    return p->institution_places[(place - PLACE_ACUTE_PUBLIC) / N_OWNER][place_table[place].owner] *
           p->institution_area[area];
}

static bool place_counts(const struct making *making, const struct row *row)
{
    int place = row->value[ROW_PLACE];
    const char *name = count_category(DIMENSION_PLACE, place);
    if (place == PLACE_AT_HOME)
        return count_refuses(making, row, ROW_PLACE, TEXT_COUNT_AT_HOME, NO_ARGUMENTS);
    if (place == PLACE_RETURNED)
        return count_refuses(making, row, ROW_PLACE, TEXT_COUNT_RETURNED, NO_ARGUMENTS);
    int area = row->value[row->value[ROW_PLACED_IN] == NOT_TOLD ? ROW_AREA : ROW_PLACED_IN];
    double places = 1;
    if (place_table[place].kind == PLACE_KIND_CENTRE)
        return count_refuses(making, row, ROW_PLACE, TEXT_COUNT_CENTRE, NO_ARGUMENTS);
    if (place_table[place].kind == PLACE_KIND_HOUSING)
        places = housing_in(making->world, place, area);
    if (place_table[place].kind == PLACE_KIND_INSTITUTION)
        places = institution_in(making->world, place, area);
    if (places > 0 || row->value[ROW_COUNT] == 0)
        return true;
    return count_refuses(making, row, ROW_PLACE, TEXT_COUNT_NO_PLACES,
                         ARGUMENTS(name, count_category(DIMENSION_AREA, area)));
}

static bool ages_fit(const struct making *making, const struct row *row)
{
    struct span age = row_span(making->rows, row, ROW_AGE);
    struct span there = row_span(making->rows, row, ROW_THERE);
    bool youth = age.low >= majority;
    if (!youth && age.high > majority)
        return count_refuses(making, row, ROW_AGE, TEXT_COUNT_ACROSS_18,
                             ARGUMENTS(row->at[ROW_AGE]->text));
    bool stays_on = place_table[row->value[ROW_PLACE]].kind == PLACE_KIND_FOSTER ||
                    row->value[ROW_PLACE] == PLACE_HOUSING_FOLLOWED;
    if (youth && !stays_on)
        return count_refuses(making, row, ROW_AGE, TEXT_COUNT_YOUTH_PLACE,
                             ARGUMENTS(count_category(DIMENSION_PLACE, row->value[ROW_PLACE])));
    if (youth && !(age.low < making->world->aftercare_age))
        return count_refuses(making, row, ROW_AGE, TEXT_COUNT_TOO_OLD,
                             ARGUMENTS(number_text(making->reading, making->world->aftercare_age)));
    if (there.low < age.high * months_a_year)
        return true;
    return count_refuses(making, row, ROW_THERE, TEXT_COUNT_LONGER_THAN_LIFE,
                         ARGUMENTS(row->at[ROW_THERE]->text, row->at[ROW_AGE]->text));
}

static struct counted_child *add_child(const struct making *making, struct counted_child child)
{
    struct count *count = making->count;
    count->children = arena_extend(making->reading->arena, count->children,
                                   (size_t)count->n_children, sizeof child);
    count->children[count->n_children] = child;
    return &count->children[count->n_children++];
}

enum { MOST_CHILDREN = 1000000 };

static bool room_for(const struct making *making, const struct row *row)
{
    if (making->count->n_children + row->value[ROW_COUNT] <= MOST_CHILDREN)
        return true;
    return count_refuses(making, row, ROW_COUNT, TEXT_TOO_MANY,
                         ARGUMENTS(number_text(making->reading, MOST_CHILDREN)));
}

bool count_children_add(const struct making *making, int number)
{
    const struct row *row = &making->rows->row[SECTION_CHILDREN][number];
    if (!count_area_counts(making, row, ROW_AREA) ||
        !count_area_counts(making, row, ROW_PLACED_IN) || !place_counts(making, row) ||
        !ages_fit(making, row) || !room_for(making, row))
        return false;
    int placed_in = row->value[ROW_PLACED_IN];
    struct counted_child child = {.place = row->value[ROW_PLACE],
                                  .area = row->value[ROW_AREA],
                                  .placed_in =
                                      placed_in == NOT_TOLD ? row->value[ROW_AREA] : placed_in,
                                  .need = row->value[ROW_NEED],
                                  .path = row->value[ROW_PATH],
                                  .moved = row->value[ROW_MOVED],
                                  .age = row_span(making->rows, row, ROW_AGE),
                                  .months = row_span(making->rows, row, ROW_THERE),
                                  .wait = NOT_TOLD};
    for (int i = 0; i < row->value[ROW_COUNT]; i++)
        add_child(making, child);
    return true;
}

/* ---- children who wait ---- */

static bool foster_wait_fits(const struct making *making, const struct row *row)
{
    if (row->value[ROW_STAGE] == NOT_TOLD) {
        complain(making->reading, row->node, TEXT_MISSING_KEY, ARGUMENTS("stage"));
        return false;
    }
    bool requested = row->value[ROW_STAGE] >= COUNTED_REQUESTED;
    if (row->value[ROW_NEED] == NEED_TREATMENT && requested)
        return count_refuses(making, row, ROW_NEED, TEXT_COUNT_TREATMENT_WAITS, NO_ARGUMENTS);
    if (row->value[ROW_PAST_WISH] != NOT_TOLD && !requested)
        return count_refuses(making, row, ROW_PAST_WISH, TEXT_COUNT_WISH_STAGE, NO_ARGUMENTS);
    return true;
}

static bool wait_fits(const struct making *making, const struct row *row)
{
    bool foster = row->value[ROW_FOR] <= FOR_FOSTER_HOME;
    int place = row->value[ROW_LIVES];
    if (place_table[place].kind == PLACE_KIND_CENTRE)
        return count_refuses(making, row, ROW_LIVES, TEXT_COUNT_CENTRE, NO_ARGUMENTS);
    if (place == PLACE_RETURNED)
        return count_refuses(making, row, ROW_LIVES, TEXT_COUNT_RETURNED, NO_ARGUMENTS);
    if (foster && !foster_wait_fits(making, row))
        return false;
    for (int k = ROW_STAGE; !foster && k <= ROW_PAST_WISH; k++)
        if (k != ROW_WAITED && row->value[k] != NOT_TOLD)
            return count_refuses(making, row, (enum row_key)k, TEXT_COUNT_FOSTER_ONLY,
                                 ARGUMENTS(row->at[k]->key->text));
    if (row->value[ROW_AGE] == NOT_TOLD && place == PLACE_AT_HOME) {
        complain(making->reading, row->node, TEXT_MISSING_KEY, ARGUMENTS("age"));
        return false;
    }
    if (row->value[ROW_AGE] == NOT_TOLD || row_span(making->rows, row, ROW_AGE).high <= majority)
        return true;
    return count_refuses(making, row, ROW_AGE, TEXT_COUNT_WAITS_YOUTH, NO_ARGUMENTS);
}

static bool open_or(int told, int wanted)
{
    return told == NOT_TOLD || wanted == NOT_TOLD || told == wanted;
}

/* May a child be one of those who wait? With `exactly`, need is told alike on both sides. */
static bool may_wait(const struct counted_child *c, const struct counted_child *w, bool exactly)
{
    bool same = c->place == w->place && c->area == w->area && c->wait == NOT_TOLD &&
                c->age.high <= majority;
    bool ages = c->age.low < w->age.high && w->age.low < c->age.high;
    bool need = exactly ? c->need == w->need : open_or(c->need, w->need);
    bool treated = w->need == NOT_TOLD && c->need == NEED_TREATMENT && !exactly;
    return same && ages && need && !treated && open_or(c->path, w->path);
}

/* Takes up to `wanted` children in place as those who wait; returns how many there were. */
static int take_waiting(const struct making *making, const struct counted_child *w, int wanted,
                        bool exactly)
{
    struct count *count = making->count;
    int taken = 0;
    for (int i = 0; i < count->n_children && taken < wanted; i++) {
        struct counted_child *c = &count->children[i];
        if (!may_wait(c, w, exactly))
            continue;
        c->wait = w->wait;
        c->need = c->need == NOT_TOLD ? w->need : c->need;
        c->path = c->path == NOT_TOLD ? w->path : c->path;
        c->age.low = c->age.low > w->age.low ? c->age.low : w->age.low;
        c->age.high = c->age.high < w->age.high ? c->age.high : w->age.high;
        taken++;
    }
    return taken;
}

static int living_alike(const struct count *count, const struct counted_child *w)
{
    int n = 0;
    for (int i = 0; i < count->n_children; i++)
        n += count->children[i].place == w->place && count->children[i].area == w->area;
    return n;
}

static int add_wait(const struct making *making, const struct row *row)
{
    struct count *count = making->count;
    static const int unit[N_FOR] = {NOT_TOLD, UNIT_KIND_CARE, UNIT_KIND_TREATMENT};
    int what = row->value[ROW_FOR] == NOT_TOLD ? FOR_FOSTER_HOME : row->value[ROW_FOR];
    int stage = row->value[ROW_STAGE];
    struct counted_wait wait = {
        .line = row->node->line,
        .unit = unit[what],
        .stage = stage == NOT_TOLD ? COUNTED_REQUESTED : (enum counted_stage)stage,
        .siblings = row->value[ROW_SIBLINGS] == NOT_TOLD ? NOT_TOLD : row->value[ROW_SIBLINGS] + 1,
        .past_wish = row->value[ROW_PAST_WISH],
        .weeks = row_span(making->rows, row, ROW_WAITED)};
    count->waits =
        arena_extend(making->reading->arena, count->waits, (size_t)count->n_waits, sizeof wait);
    count->waits[count->n_waits] = wait;
    return count->n_waits++;
}

bool count_waiting_add(const struct making *making, int number)
{
    const struct row *row = &making->rows->row[SECTION_WAITING][number];
    if (!count_area_counts(making, row, ROW_AREA) || !wait_fits(making, row) ||
        !room_for(making, row))
        return false;
    int wanted = row->value[ROW_COUNT];
    struct counted_child w = {.place = row->value[ROW_LIVES],
                              .area = row->value[ROW_AREA],
                              .placed_in = row->value[ROW_AREA],
                              .need = row->value[ROW_NEED],
                              .path = row->value[ROW_PATH],
                              .moved = NOT_TOLD,
                              .age = {0, majority},
                              .wait = add_wait(making, row)};
    if (row->value[ROW_AGE] != NOT_TOLD)
        w.age = row_span(making->rows, row, ROW_AGE);
    if (w.place == PLACE_AT_HOME) {
        for (int i = 0; i < wanted; i++)
            add_child(making, w);
        return true;
    }
    int taken = take_waiting(making, &w, wanted, true);
    taken += take_waiting(making, &w, wanted - taken, false);
    if (taken == wanted)
        return true;
    return count_refuses(
        making, row, ROW_COUNT, TEXT_COUNT_MORE_WAIT,
        ARGUMENTS(number_text(making->reading, wanted), count_category(DIMENSION_PLACE, w.place),
                  count_category(DIMENSION_AREA, w.area), number_text(making->reading, taken),
                  number_text(making->reading, living_alike(making->count, &w))));
}
