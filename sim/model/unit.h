/* Institution places: for each area, target group and owner how many are staffed, closed and lived
 * in, and who may have one. */
#ifndef PLASSFLYT_MODEL_UNIT_H
#define PLASSFLYT_MODEL_UNIT_H

#include "model/area.h"
#include "model/group.h"

/* Free places of one owner for a group that the seeker may have: 0 where they are for others, or
 * where as many of its kind as may live together are there already. */
int unit_free(const struct model *m, int area, int group, int owner, struct seeker seeker);

/* The same of all owners, and of all owners and groups. */
int unit_free_in_group(const struct model *m, int area, int group, struct seeker seeker);
int unit_free_in_area(const struct model *m, int area, struct seeker seeker);

/* Areas where a place is free for children of a group: for risky ones, and for others. */
struct open_areas {
    area_set to_risky, to_others;
};

struct open_areas unit_open_areas(const struct model *m, int group);

/* Areas where any place of care or treatment is free, whoever it is for. */
area_set unit_areas_with_any(const struct model *m);

/* Free places that no more children with drug problems or severe behaviour may have. */
int unit_blocked(const struct model *m, const struct unit *unit, int group);

/* Counts the child into the unit it lives in (1) or out of it (-1). */
void unit_count(struct model *m, const struct child *child, int change);

/* Counts free places anew under new rules. */
void unit_rules_changed(struct model *m);

/* Sets staffed places by the rules of the running year. */
void unit_capacity(struct model *m);

/* Closes a place of the unit the child lives in for as long as the child would have stayed. */
void unit_close_place(struct model *m, const struct child *child);

/* A month begins: places whose closing is over are staffed again, and staffed places follow the new
 * year and what has become of recruits. */
void unit_month(struct model *m, bool new_year);

#endif
