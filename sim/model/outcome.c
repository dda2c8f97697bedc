#include "model/outcome.h"

#include "model/child.h"
#include "model/placement.h"

/* A child's row lies in the book by the child's row in the model. Nothing is noted before the policy
 * date, when the book opens: what has been counted in by then is counted in anew. A child at home
 * after care has no row until it comes back. */

static struct child_row *row_of(const struct model *m, uint32_t id)
{
    struct child_book *book = m->observer.children;
    return book->open ? child_book_row(book, id) : NULL;
}

void note_entry(struct model *m, uint32_t id, enum CHILD_ENTRY_category entry)
{
    struct child_book *book = m->observer.children;
    const struct child *c = &m->child[id];
    struct child_row *row = row_of(m, id);
    if (!book->open)
        return;
    if (row && row->fact[FACT_NUMBER] == (int64_t)c->number) {
        row->outcome[OUTCOME_LEFT_HOW] = -1; /* back again */
        row->outcome[OUTCOME_LEFT_DAY] = CHILD_NOTHING;
        return;
    }
    const int64_t fact[N_CHILD_FACTS] = {[FACT_NUMBER] = (int64_t)c->number,
                                         [FACT_AREA] = c->area,
                                         [FACT_NEED] = c->need,
                                         [FACT_AGE] = child_age(c, now(m)),
                                         [FACT_PATH] = c->path,
                                         [FACT_ENTRY] = entry,
                                         [FACT_ENTERED] = now(m)};
    child_book_enter(book, id, fact);
}

void note_time(struct model *m, uint32_t id, enum outcome what, int sign)
{
    struct child_row *row = row_of(m, id);
    if (row)
        level_change(&row->time[what], now(m), sign);
}

void note_place(struct model *m, uint32_t id, int sign)
{
    static const int time_in[] = {[PLACE_KIND_HOME_HELP] = N_OUTCOME_TIMES,
                                  [PLACE_KIND_FOSTER] = OUTCOME_IN_FOSTER_HOME,
                                  [PLACE_KIND_EMERGENCY] = OUTCOME_IN_EMERGENCY_HOME,
                                  [PLACE_KIND_INSTITUTION] = OUTCOME_IN_INSTITUTION,
                                  [PLACE_KIND_OVERFLOW] = OUTCOME_IN_PURCHASE,
                                  [PLACE_KIND_HOUSING] = N_OUTCOME_TIMES,
                                  [PLACE_KIND_CENTRE] = N_OUTCOME_TIMES,
                                  [PLACE_KIND_OUTSIDE] = N_OUTCOME_TIMES};
    const struct child *c = &m->child[id];
    struct child_row *row = row_of(m, id);
    if (!row)
        return;
    int time = time_in[place_table[c->place].kind];
    row->outcome[OUTCOME_PLACE_AT_END] = c->place;
    if (time < N_OUTCOME_TIMES)
        level_change(&row->time[time], now(m), sign);
    if (is_below_need(c))
        level_change(&row->time[OUTCOME_BELOW_NEED], now(m), sign);
    if (is_above_need(c))
        level_change(&row->time[OUTCOME_ABOVE_NEED], now(m), sign);
}

void note_queue(struct model *m, uint32_t id, int sign)
{
    const struct episode *e = &m->episode[id];
    for (int i = 0; i < e->members && e->queued; i++) {
        note_time(m, e->member[i], OUTCOME_WAITED, sign);
        if (e->past_wish)
            note_time(m, e->member[i], OUTCOME_WAITED_PAST_WISH, sign);
    }
}

void note_count(struct model *m, uint32_t id, enum outcome what)
{
    struct child_row *row = row_of(m, id);
    if (row)
        row->outcome[what]++;
}

void note_stay(struct model *m, uint32_t id)
{
    note_count(m, id, OUTCOME_STAYS);
    if (is_foster(m->child[id].place))
        note_count(m, id, OUTCOME_FOSTER_STAYS);
}

void note_departure(struct model *m, uint32_t id, enum DEPARTURE_category how)
{
    struct child_row *row = row_of(m, id);
    if (!row)
        return;
    row->outcome[OUTCOME_LEFT_HOW] = how;
    row->outcome[OUTCOME_LEFT_DAY] = now(m);
}

/* ---- the policy date ---- */

static void open_book(struct model *m)
{
    const uint32_t children = m->state.header->pool[CLASS_CHILD].used;
    const uint32_t episodes = m->state.header->pool[CLASS_EPISODE].used;
    const uint32_t families = m->state.header->pool[CLASS_FAMILY].used;
    m->observer.children->open = true;
    for (uint32_t id = 0; id < children; id++) {
        if (!m->state.alive[CLASS_CHILD][id] || m->child[id].place == PLACE_RETURNED)
            continue;
        note_entry(m, id, CHILD_ENTRY_THERE);
        note_place(m, id, 1);
        if (m->child[id].wanted_unit >= 0)
            note_time(m, id, OUTCOME_WAITED_INSTITUTION, 1);
    }
    for (uint32_t id = 0; id < episodes; id++)
        if (m->state.alive[CLASS_EPISODE][id])
            note_queue(m, id, 1);
    for (uint32_t id = 0; id < families; id++)
        if (m->state.alive[CLASS_FAMILY][id] && m->family[id].state <= FAMILY_BOUGHT_FOR)
            note_time(m, m->family[id].child, OUTCOME_WAITED_CENTRE, 1);
}

void outcomes_month(struct model *m)
{
    const struct child_book *book = m->observer.children;
    if (book && !book->open && now(m) == m->plan->history_end)
        open_book(m);
}

void outcomes_asked(struct model *m, struct child_book *book)
{
    m->observer.children = book;
    if (book && m->country->month_start == m->plan->history_end)
        outcomes_month(m); /* its month has begun already */
}
