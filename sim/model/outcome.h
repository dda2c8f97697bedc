/* Noting what becomes of each child, where somebody asks (observe/child_book.h). Costs one branch
 * where nobody does. Each is called where the measure that it sums to is reported. */
#ifndef PLASSFLYT_MODEL_OUTCOME_H
#define PLASSFLYT_MODEL_OUTCOME_H

#include "model/model.h"

#define OUTCOME_NOTED(m, note, ...)                                                                \
    do {                                                                                           \
        if ((m)->observer.children)                                                                \
            note(m, __VA_ARGS__);                                                                  \
    } while (0)

/* The child arrives or comes back: it has a row from now on. */
#define outcome_enters(m, child, entry) OUTCOME_NOTED(m, note_entry, child, entry)
/* The child is counted in (+1) or out (-1) of the place it is in. */
#define outcome_place(m, child, sign) OUTCOME_NOTED(m, note_place, child, sign)
/* One that has begun or ended to wait (sign), in which sense. */
#define outcome_time(m, child, what, sign) OUTCOME_NOTED(m, note_time, child, what, sign)
/* The children of an episode are counted in or out of its queues. */
#define outcome_queue(m, episode, sign) OUTCOME_NOTED(m, note_queue, episode, sign)
/* Something that is counted has happened. */
#define outcome_counts(m, child, what) OUTCOME_NOTED(m, note_count, child, what)
/* The child begins a stay. */
#define outcome_stay(m, child) OUTCOME_NOTED(m, note_stay, child)
/* The child's care ends. */
#define outcome_leaves(m, child, how) OUTCOME_NOTED(m, note_departure, child, how)

void note_entry(struct model *m, uint32_t child, enum CHILD_ENTRY_category entry);
void note_place(struct model *m, uint32_t child, int sign);
void note_time(struct model *m, uint32_t child, enum outcome what, int sign);
void note_queue(struct model *m, uint32_t episode, int sign);
void note_count(struct model *m, uint32_t child, enum outcome what);
void note_stay(struct model *m, uint32_t child);
void note_departure(struct model *m, uint32_t child, enum DEPARTURE_category how);

/* Has a book kept from the policy date on, at which it is opened. Call before the scenario runs. */
void outcomes_asked(struct model *m, struct child_book *book);

/* Opens the book if the month that begins now is that of the policy date: with a row for everybody
 * who is in care or waits. */
void outcomes_month(struct model *m);

#endif
