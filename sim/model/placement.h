/* Who lives where: the only part that changes it. */
#ifndef PLASSFLYT_MODEL_PLACEMENT_H
#define PLASSFLYT_MODEL_PLACEMENT_H

#include "model/model.h"

/* Why a child leaves the place it is in. */
enum leaving { LEAVING_PLANNED, LEAVING_BREAKDOWN };

/* Counts the child in (+1) or out (-1) of everything that depends on its present state. To change a
 * child's area, place, need, capability, moves, age group, breaches or emergency part: count it
 * out, change it, count it in. */
void child_count(struct model *m, uint32_t id, int sign);

/* Moves the child into a home (place: PLACE_KINSHIP … PLACE_EMERGENCY), whose capability for it is
 * `capability`. Counts a move by SSB's rule, frees what the child leaves, starts its stay. */
void place_in_home(struct model *m, uint32_t id, uint32_t home, enum PLACE_category place,
                   int capability, enum leaving why);

/* A place of an institution, which is for a target group. The child follows there the course of an
 * institution of the kind `course`; risky: it is counted among those of whom there may be few. */
struct unit_place {
    int area;
    enum TARGET_GROUP_category group;
    enum OWNER_category owner;
    enum UNIT_KIND_category course;
    bool risky;
};

void place_in_unit(struct model *m, uint32_t id, struct unit_place unit, enum leaving why);

/* Moves the child into a place bought for it alone. */
void place_in_overflow(struct model *m, uint32_t id, enum PLACE_category place, enum leaving why);

/* Moves the child into a place bought for it alone (enetiltak), there to follow the course of an
 * institution of the kind `course`. */
void place_alone(struct model *m, uint32_t id, enum UNIT_KIND_category course);

/* Moves the child into municipal housing of its area, where a place is vacant. */
void place_in_housing(struct model *m, uint32_t id, enum housing housing);

/* Moves the child with its parents into a centre for parents and children (place: PLACE_CENTRE or
 * PLACE_CENTRE_BOUGHT): no move by SSB's rule. */
void place_in_centre(struct model *m, uint32_t id, enum PLACE_category place);

/* The child leaves care. Its open episode must have been closed. With DEPARTURE_RETURNED it may
 * come back and stays in the model until that is settled. */
void leave_care(struct model *m, uint32_t id, enum DEPARTURE_category how, enum leaving why);

/* For a child who comes back after a return home: starts its count of moves anew if that was more
 * than a year ago. Call while it is counted out. */
void chain_continues(struct child *child, tick when);

/* Place of a unit's target group and owner. */
enum PLACE_category place_of_unit(int group, int owner);

/* Which municipal housing (enum housing) a place is, or -1. */
int housing_of(int place);

/* Kind of institution of an institution place, N_UNIT_KIND where care and treatment live together,
 * or -1. */
int unit_kind_of(int place);

/* Kind of institution whose course a child in an institution or a single-child unit follows, or -1. */
int course_in_unit(const struct child *c);

/* Whether the child lives in a foster home that cannot meet its need, or in an institution though a
 * home would do. */
bool is_below_need(const struct child *c);
bool is_above_need(const struct child *c);

/* Whether a place is a foster home (kinship, ordinary, reinforced or specialised). */
static inline bool is_foster(int place)
{
    return place_table[place].kind == PLACE_KIND_FOSTER;
}

/* Whether a place is a specialised home. */
static inline bool is_specialised(int place)
{
    return place >= PLACE_SPECIALISED_STATE && place <= PLACE_SPECIALISED_COMMERCIAL;
}

#endif
