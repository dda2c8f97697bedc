/* Routing of requests and the duty of assistance (bistandsplikt).
 *
 * Without the duty a municipality cannot ask for a specialised home: it asks for an institution or
 * for an ordinary home, and Bufetat may offer a specialised one at its discretion. With the duty,
 * whose parts are separate switches, it applies directly, and the request has a deadline, first
 * claim on vacancies and must be procured for.
 */
#ifndef PLASSFLYT_MODEL_DUTY_H
#define PLASSFLYT_MODEL_DUTY_H

#include "model/model.h"

/* Decides what an open episode asks for and lets it begin, or begin anew after a change. The
 * episode may end here (all its children need treatment, or get an institution place at once). */
void duty_routes(struct model *m, uint32_t episode);

/* Starts the deadlines of the children of a new request; those already running go on. */
void deadlines_start(struct model *m, uint32_t episode);

/* The child has a new place: deadlines stop and breaches close if it is suitable. */
void breach_met(struct model *m, uint32_t child);

/* The child's request is no more: deadlines stop and breaches close. */
void breach_ends(struct model *m, uint32_t child);

/* Plans the case of a child in a care institution being taken up, where direct application is on.
 */
void application_plan(struct model *m, uint32_t child);

/* The earliest running deadline of a child, or TICK_NEVER. */
tick next_deadline(const struct child *child);

/* Daily: where nobody waits in the duty's queue any more, open specialised homes look at lower
 * need. */
void duty_of_the_day(struct model *m);

/* Applies changed rules to those who wait and to those in care institutions. */
void duty_rules_changed(struct model *m, const struct rules *before);

void on_deadline_passes(struct model *m, uint32_t id);
void on_rerouted(struct model *m, uint32_t id);
void on_offer_reviewed(struct model *m, uint32_t id);
void on_application_taken_up(struct model *m, uint32_t id);

#endif
