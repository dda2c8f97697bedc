/* Suppliers as firms: non-profit and commercial owners of specialised homes, who recruit in an area
 * and its neighbours, close when too little of what they hold is paid for, and are followed by
 * others after a time.
 *
 * A row is a place in the market: the same numbered firm in every scenario, open or closed, and
 * after a closing the firm that comes instead. Where the world has no suppliers of an owner, its
 * families belong to nobody and nothing here happens.
 */
#ifndef PLASSFLYT_MODEL_SUPPLIERS_H
#define PLASSFLYT_MODEL_SUPPLIERS_H

#include "model/model.h"

/* Most suppliers of one owner: the bound of the parameter. */
#define SUPPLIERS_OF_OWNER 100

/* Creates today's suppliers, all open. */
void suppliers_open(struct model *m);

/* What the families who would enquire with this owner's suppliers in the area are multiplied by:
 * 1 as long as today's suppliers are open and as large as today. */
double suppliers_capacity(const struct model *m, int owner, int area);

/* Finds a supplier for a supplier's family that belongs to none that is open: of the same owner, or
 * of another, or the family goes over to the state. It must not be reserved or have children. */
void suppliers_adopt(struct model *m, uint32_t home);

/* What its supplier is paid for a home as it is, in thousandths of today's full price. */
int supplier_income(const struct model *m, const struct home *h);

/* Counts a home in (+1) or out (-1) of what its supplier holds and is paid for. */
void suppliers_count_home(struct model *m, const struct home *h, int sign);

/* Counts a supplier in or out. */
void supplier_count(struct model *m, uint32_t id, int sign);

/* Each month: how much of the last twelve was paid for decides the risk of closing, and of being
 * followed; each January: growth. */
void suppliers_of_the_month(struct model *m, bool new_year);

/* The level of use that later growth is compared with is today's. */
void suppliers_start_history(struct model *m);

/* A policy may close suppliers or let further ones come. */
void suppliers_rules_changed(struct model *m);

void on_supplier_closes(struct model *m, uint32_t id);
void on_supplier_decides(struct model *m, uint32_t id);
void on_supplier_opens(struct model *m, uint32_t id);

#endif
