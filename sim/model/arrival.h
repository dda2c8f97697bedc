/* Arrivals of children and enquiries of families: numbered streams that no policy renumbers. */
#ifndef PLASSFLYT_MODEL_ARRIVAL_H
#define PLASSFLYT_MODEL_ARRIVAL_H

#include "model/model.h"

/* Creates the streams: each way in and each channel, area and layer. */
void streams_open(struct model *m);

/* Starts the month that m->country says has begun: plans each stream's first arrival. */
void streams_start_month(struct model *m);

/* Row of the yearly indices that a calendar year belongs to. */
static inline int index_year(int year)
{
    int i = year - 2017;
    return i < 0 ? 0 : i >= N_INDEX_YEAR ? N_INDEX_YEAR - 1 : i;
}

void on_children_arrive(struct model *m, uint32_t id);

/* Children a year that the world says arrive by a way in in an area this calendar year. */
double children_a_year(const struct model *m, enum PATH_category path, int area);

/* The group of this number arrives now. */
void children_come(struct model *m, enum PATH_category path, int area, uint64_t number);

/* Plans the stream's next arrival of the month. */
void stream_goes_on(struct model *m, uint32_t stream);

/* Number of the stream's arrival that has just come. */
uint64_t stream_number(const struct model *m, const struct stream *s);

#endif
