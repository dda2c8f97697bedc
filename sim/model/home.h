/* Foster families: what they can, what they do, and when they stop. */
#ifndef PLASSFLYT_MODEL_HOME_H
#define PLASSFLYT_MODEL_HOME_H

#include "model/model.h"

/* Creates a family in training; what it can is drawn by its number. */
uint32_t home_new(struct model *m, uint64_t number, int area, enum HOME_KIND_category kind,
                  enum OWNER_category owner);

/* Counts the home in (+1) or out (-1) of everything that depends on its present state, with what
 * has been settled when it was counted in last. */
void home_count(struct model *m, uint32_t id, int sign);

/* Settles what is paid for it as it now is, and counts it in. */
void home_count_in(struct model *m, uint32_t id);

/* Changes what the home does: counts, risks of giving up, readiness pay. */
void home_set_state(struct model *m, uint32_t id, enum HOME_STATE_category state);

/* The home is approved: an ordinary one stands idle, a specialised one gets a position or is
 * listed. */
void home_approved(struct model *m, uint32_t id);

/* A home that can take a child, after training, rest or pause; asks waiting children. */
void home_becomes_idle(struct model *m, uint32_t id);

/* The family stops for good. It must be empty and not reserved. */
void home_close(struct model *m, uint32_t id, enum HOME_LOSS_category why);

/* Creates an approved home for this very child: kin, or found by the municipality. */
uint32_t home_found(struct model *m, uint32_t child, enum HOME_KIND_category kind);

/* Plans when the parents, approved so many years ago, stop for age. */
void home_has_served(struct model *m, uint32_t id, double years);

/* Highest need the home meets for a child of this assessed need (with a reinforced contract if it
 * has the potential), and the place the child then has. */
int home_capability(const struct home *h, int assessed);
enum PLACE_category home_place(const struct home *h, int capability);

/* Children come and go (placement.c): the bare bookkeeping, then what the family does about it. */
void home_takes_child(struct model *m, uint32_t id, uint32_t child);
void home_loses_child(struct model *m, uint32_t id, uint32_t child);
void home_freed(struct model *m, uint32_t id, bool breakdown, bool mismatch);

/* After a group has moved in: further places may be offered. */
void home_settled(struct model *m, uint32_t id);

/* A reservation was given up: the home is vacant again and asks others. */
void home_released(struct model *m, uint32_t id);

/* A supplier's family gets a contract at this price (thousandths of the standard price). */
void home_contracts(struct model *m, uint32_t id, int price_permille);

/* Sets a listed family's rate of giving up after something it depends on has changed. */
void listed_refresh(struct model *m, uint32_t id);

/* Applies changed rules to all homes. */
void home_rules_changed(struct model *m);

void on_rested(struct model *m, uint32_t id);
void on_idle_leaves(struct model *m, uint32_t id);
void on_pauses(struct model *m, uint32_t id);
void on_pause_ends(struct model *m, uint32_t id);
void on_stops_for_age(struct model *m, uint32_t id);
void on_listed_leaves(struct model *m, uint32_t id);
void on_opens_to_others(struct model *m, uint32_t id);

#endif
