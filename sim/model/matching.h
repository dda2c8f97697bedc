/* Matching children who wait and homes that are vacant.
 *
 * One side asks the other: a child whose wait begins or widens asks the vacancies, a home that
 * becomes vacant asks the waiting children, best first by score, until a pair suits on paper. Each
 * pair is asked at most once in a wait. The draw is addressed by the child, its wait and the number
 * within it, never by the home, so that scenarios pair well. No redraw, no look-ahead, no swap.
 */
#ifndef PLASSFLYT_MODEL_MATCHING_H
#define PLASSFLYT_MODEL_MATCHING_H

#include "model/area.h"
#include "model/model.h"

/* Bit set of enum vacancy. */
typedef unsigned vacancy_set;

#define VACANCIES_SPECIALISED (1u << VACANCY_SPECIALISED | 1u << VACANCY_OPEN)

/* An open episode asks the vacancies it may have now by its claim and waiting time. */
void match_episode(struct model *m, uint32_t episode);

/* An open episode asks vacancies of these kinds only. */
void match_episode_among(struct model *m, uint32_t episode, vacancy_set among);

/* A vacant home asks the waiting children it may have. */
void match_home(struct model *m, uint32_t home);

/* What an episode may have at a moment, by its claim and how long it has waited (without offers at
 * discretion): kinds of vacancies, areas, and whether siblings may be placed apart. */
struct terms {
    vacancy_set vacancies;
    area_set areas;
    bool split;
};

struct terms terms_at(const struct model *m, const struct episode *e, tick when);

/* Plans the next moment at which waiting widens what an episode may have. */
void plan_widening(struct model *m, uint32_t episode);

/* Chance that a pair suits and the family says yes (section on matching in the documentation). */
double pair_chance(const struct model *m, const struct episode *e, const struct home *h);

/* Chance that the pair suits on paper. */
double paper_chance(const struct model *m, double pair_chance);

/* Asks a pair, at most once in a wait: whether it suits on paper. */
bool pair_suits(struct model *m, struct episode *e, struct home *h);

/* Points of a specialised home for an episode: fit and nearness, in thousandths. */
int64_t home_points(const struct model *m, const struct episode *e, const struct home *h);

void on_widens(struct model *m, uint32_t id);

#endif
