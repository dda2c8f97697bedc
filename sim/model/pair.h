/* Suitable pairs: a waiting episode and a vacant home that suit on paper.
 *
 * A pair is judged once, when both first are there and may have each other: a waiting child judges
 * the vacancies when its request goes out and when waiting opens more, a vacant home judges the
 * waiting children when it becomes vacant. What is judged suitable is kept here until the wait
 * ends, the home has its child, or one of them has said no; a no is kept until the wait ends.
 *
 * Judging uses up a threshold of the wait: a unit exponential, by -log(1 - chance) a pair; when it
 * is used up that pair suits and the next threshold is drawn. The draw is addressed by the child,
 * its wait and the number of suitable pairs before, never by the home.
 */
#ifndef PLASSFLYT_MODEL_PAIR_H
#define PLASSFLYT_MODEL_PAIR_H

#include "model/model.h"

/* Keeps a pair that has used up the threshold, and draws the next. */
void pair_suits(struct model *m, uint32_t episode, uint32_t home);

/* Judges one pair by how much of the threshold it uses up; true, and kept, if it suits. The caller
 * counts it as looked at. */
static inline bool pair_uses(struct model *m, uint32_t episode, uint32_t home, double uses)
{
    struct episode *e = &m->episode[episode];
    double left = e->unsuited_left - uses;
    e->unsuited_left = left;
    if (__builtin_expect(left > 0, 1))
        return false;
    pair_suits(m, episode, home);
    return true;
}

/* The same, counted. */
static inline bool pair_judge(struct model *m, uint32_t episode, uint32_t home, double uses)
{
    m->country->looked_at++;
    return pair_uses(m, episode, home, uses);
}

/* Judges pairs with n homes at once, all using up the same, if none of them suits; else does nothing
 * and returns false. */
static inline bool pairs_unsuited(struct episode *e, uint32_t n, double uses)
{
    if (!(e->unsuited_left > uses * n))
        return false;
    e->unsuited_left -= uses * n;
    return true;
}

/* Judges pairs with n homes at once, all using up the same. Returns the place (1 …) of the first
 * that suits, or 0; the ones after it are not judged. Nothing is kept: call pair_keep. */
uint32_t pairs_judge(struct model *m, uint32_t episode, uint32_t n, double uses);
void pair_keep(struct model *m, uint32_t episode, uint32_t home);

/* Draws the first threshold of a wait. */
void pairs_begin(struct model *m, uint32_t episode);

/* Closes the pair for this wait: the home has said no, or the meetings came to nothing. Remembered
 * as long as both are there. */
void pair_refused(struct model *m, uint32_t episode, uint32_t home);

/* Forgets which pairs of an episode or a home suit, but not which were refused. */
void pairs_forget_episode(struct model *m, uint32_t episode);
void pairs_forget_home(struct model *m, uint32_t home);

/* Forgets all: the wait is over, or the home is gone. */
void pairs_end_episode(struct model *m, uint32_t episode);
void pairs_end_home(struct model *m, uint32_t home);

/* The pair of this episode and home, or NO_ENTITY. */
uint32_t pair_find(const struct model *m, uint32_t episode, uint32_t home);

/* Age bands between the child's and the one that the family prefers. */
static inline int bands_apart(int a, int b)
{
    return a > b ? a - b : b - a;
}

/* How much of the threshold of suitability a pair uses up, by the other's age band: in another area
 * or the same; whether it is a specialised home for specialised need. */
struct use {
    double of_band[2][N_BANDS][2];
};

/* For an episode or home of this band. */
struct use uses_from(const struct rules *rules, int band);

/* Points of a home for an episode: fit and nearness, in thousandths. */
int64_t pair_points(const struct model *m, const struct episode *e, const struct home *h);

#endif
