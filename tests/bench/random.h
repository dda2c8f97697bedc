/* The floor's generator: xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom number
 * generators", ACM Trans. Math. Softw. 47(4), 2021, doi:10.1145/3460772) and the exponential
 * ziggurat of Marsaglia and Tsang. Consumed, not addressed: the cheapest draw that a plain program
 * would use. */
#ifndef PLASSFLYT_BENCH_RANDOM_H
#define PLASSFLYT_BENCH_RANDOM_H

#include <math.h>
#include <stdint.h>

struct random {
    uint64_t word[4];
};

enum { ZIGGURAT_LAYERS = 256 };
#define ZIGGURAT_TAIL 7.697117470131487

/* Made by random_tables. */
extern double ziggurat_edge[ZIGGURAT_LAYERS + 1], ziggurat_height[ZIGGURAT_LAYERS + 1];
void random_tables(void);

/* A stream of its own for every seed (words by splitmix64). */
struct random random_start(uint64_t seed);

static inline uint64_t random_bits(struct random *r)
{
    uint64_t *w = r->word, sum = w[0] + w[3];
    uint64_t result = (sum << 23 | sum >> 41) + w[0], shifted = w[1] << 17;
    w[2] ^= w[0];
    w[3] ^= w[1];
    w[1] ^= w[2];
    w[0] ^= w[3];
    w[2] ^= shifted;
    w[3] = w[3] << 45 | w[3] >> 19;
    return result;
}

static inline double random_unit(uint64_t bits)
{
    return ((double)(bits >> 11) + 0.5) * 0x1p-53;
}

/* Exponential with mean 1. */
static inline double random_exponential(struct random *r)
{
    for (double shift = 0;;) {
        uint64_t bits = random_bits(r);
        unsigned layer = (unsigned)(bits & (ZIGGURAT_LAYERS - 1));
        double x = random_unit(bits) * ziggurat_edge[layer];
        if (x < ziggurat_edge[layer + 1])
            return shift + x;
        if (layer == 0) {
            shift += ZIGGURAT_TAIL;
            continue;
        }
        double rise = ziggurat_height[layer + 1] - ziggurat_height[layer];
        if (ziggurat_height[layer] + random_unit(random_bits(r)) * rise < exp(-x))
            return shift + x;
    }
}

#endif
