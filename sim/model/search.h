/* The episode of a placement need: from the reported search to the move-in or another end.
 *
 * Its clocks follow the counting rules: `searched` starts queue (i), `decided` starts the six weeks
 * of queue (iii), `requested` (decision made and kin search documented) starts the duty and
 * matching, `wished` starts queue (ii).
 */
#ifndef PLASSFLYT_MODEL_SEARCH_H
#define PLASSFLYT_MODEL_SEARCH_H

#include "model/model.h"

/* Why a search is reported; says whether a decision is still needed and where the children are. */
enum search_kind {
    SEARCH_PLANNED,     /* at home: care order or voluntary placement */
    SEARCH_AFTER_ACUTE, /* in emergency care; the board has to decide */
    SEARCH_AGAIN,       /* after a breakdown, a change of need or an institution: decided already */
    SEARCH_APPLICATION  /* direct application for a child who has a place: in no queue */
};

/* Opens an episode for n children who have none. Returns its id. */
uint32_t search_opens(struct model *m, const uint32_t *children, int n, enum search_kind kind);

/* Opens one for a child who needs another place, unless it has one. */
void search_again(struct model *m, uint32_t child);

/* One child leaves its episode (if it has one), which goes on for the others: they may need less,
 * and smaller homes will do. search_drops leaves it to the caller to look on for them. */
void search_leaves(struct model *m, uint32_t child, enum WAIT_END_category end);
void search_drops(struct model *m, uint32_t child, enum WAIT_END_category end);

/* All children leave and the episode ends. */
void search_ends(struct model *m, uint32_t episode, enum WAIT_END_category end);

/* Assessed need of a member has changed. */
void search_reassessed(struct model *m, uint32_t episode);

/* Whether a member waits at home. */
bool search_at_home(const struct model *m, const struct episode *e);

/* Takes the children into an interim home below need: the request stays open, the queues are left.
 */
void search_becomes_interim(struct model *m, uint32_t episode);

void on_decided(struct model *m, uint32_t id);
void on_documented(struct model *m, uint32_t id);
void on_found_home_ready(struct model *m, uint32_t id);
void on_kin_found(struct model *m, uint32_t id);
void on_lapses(struct model *m, uint32_t id);

#endif
