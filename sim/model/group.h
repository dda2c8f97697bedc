/* Target groups of institutions: what a child needs there, and whose places it may have.
 *
 * Today's places are divided into seven groups inside the three types that the law knows (acute,
 * care, treatment). A child's group follows from its type of stay, its age and what its need
 * consists of; a place of another group is closed to it unless a policy lets groups share places.
 */
#ifndef PLASSFLYT_MODEL_GROUP_H
#define PLASSFLYT_MODEL_GROUP_H

#include "model/model.h"

/* Type of institution that a target group belongs to; N_UNIT_KIND for places that take both care and
 * treatment. */
enum UNIT_KIND_category group_kind(int group);

/* The child's target group if it is to live in an institution of this type now. */
enum TARGET_GROUP_category group_of(const struct model *m, const struct child *child,
                                    enum UNIT_KIND_category kind);

/* Who seeks a place in an institution. */
struct seeker {
    uint8_t area, group;
    bool risky; /* has a drug problem or severe behaviour */
};

/* The child as it seeks an acute place now, and as it did when it joined the queue. */
struct seeker seeker_of_acute(const struct model *m, const struct child *child);
struct seeker seeker_in_queue(const struct model *m, const struct child *child);

/* Whether a child of target group `own` may have a place that is for the group `place`. */
bool group_admits(const struct model *m, int place, int own);

/* Whether departments of the group are made for children with drug problems or severe behaviour,
 * so that no limit is set on how many of them live together. */
bool group_is_for_risky(int group);

/* Is drug use or severe behaviour part of the child's need? */
bool is_risky(const struct model *m, const struct child *child);

#endif
