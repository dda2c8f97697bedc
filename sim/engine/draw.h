/* Addressed random draws: a draw is a pure function of its address, never of what was drawn before.
 *
 * The generator is Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy
 * as 1, 2, 3", SC11, doi:10.1145/2063384.2063405) from Random123. Key: seed and replication.
 * Counter: purpose (what is drawn, draws.def), the subject's permanent number, the episode of the
 * subject's life it belongs to, and a number within the episode. Two scenarios of one replication
 * therefore draw the same value for the same question, whatever else happened between.
 */
#ifndef PLASSFLYT_ENGINE_DRAW_H
#define PLASSFLYT_ENGINE_DRAW_H

#include <stdint.h>

/* Which replication of which study draws. */
struct draw_key {
    uint32_t seed;
    uint32_t replication;
};

/* What is drawn for whom. */
struct draw_address {
    uint64_t number;  /* permanent number of the subject, below 2^56 */
    uint32_t episode; /* of the subject's life */
    uint32_t index;   /* within the episode, below 2^24 */
    uint8_t purpose;
};

/* The address as Philox takes it: key, and the two halves of the counter. */
struct draw_words {
    uint64_t key, subject, question;
};

static inline struct draw_words draw_pack(struct draw_key key, struct draw_address a)
{
    return (struct draw_words){(uint64_t)key.replication << 32 | key.seed,
                               a.number | (uint64_t)a.purpose << 56,
                               (uint64_t)a.index << 32 | a.episode};
}

/* As the next two, from words in registers. */
double draw_uniform_of(uint64_t key, uint64_t subject, uint64_t question);
double draw_exponential_of(uint64_t key, uint64_t subject, uint64_t question);

/* Uniform on the open interval (0, 1): a multiple of 2^-53 plus half of it. */
static inline double draw_uniform(struct draw_key key, struct draw_address address)
{
    struct draw_words w = draw_pack(key, address);
    return draw_uniform_of(w.key, w.subject, w.question);
}

/* Exponential with mean 1, by the ziggurat method (Marsaglia and Tsang, "The ziggurat method for
 * generating random variables", J. Stat. Softw. 5(8), 2000). Rejected points use further blocks of
 * the same address. The same bits on every processor: the tables are made with SLEEF's
 * deterministic functions. */
static inline double draw_exponential(struct draw_key key, struct draw_address address)
{
    struct draw_words w = draw_pack(key, address);
    return draw_exponential_of(w.key, w.subject, w.question);
}

#endif
