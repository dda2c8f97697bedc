/* Addressed draws: the generator's published answers, and whether draws have their distribution.
 *
 * Seeds are fixed, so a test always passes or always fails; the false-alarm rate stated at a limit
 * is the share of seeds for which a perfect generator would fail it. */
#include "engine/draw.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* The first two words of a block, as draw_uniform uses them. */
static double uniform_of_words(uint32_t first, uint32_t second)
{
    uint64_t bits = (uint64_t)first << 32 | second;
    return ((double)(bits >> 11) + 0.5) * 0x1p-53;
}

/* Known answers of Philox4x32-10, from the file kat_vectors of Random123 (Salmon, Moraes, Dror and
 * Shaw, SC11): counter of four words, key of two, the first two words out. */
static void test_known_answers(void **state)
{
    (void)state;
    static const struct {
        uint32_t counter[4], key[2], out[2];
    } known[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb}},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        uint64_t low = (uint64_t)known[i].counter[1] << 32 | known[i].counter[0];
        struct draw_address address = {.number = low & ((UINT64_C(1) << 56) - 1),
                                       .purpose = (uint8_t)(low >> 56),
                                       .episode = known[i].counter[2],
                                       .index = known[i].counter[3]};
        double drawn = draw_uniform((struct draw_key){known[i].key[0], known[i].key[1]}, address);
        assert_true(drawn == uniform_of_words(known[i].out[0], known[i].out[1]));
    }
}

/* Every part of the key and of the address makes another draw; nothing else does. */
static void test_addresses(void **state)
{
    (void)state;
    const struct draw_key key = {1, 2};
    const struct draw_address a = {4711, 3, 5, 7};
    const struct draw_key keys[] = {{2, 2}, {1, 3}, {2, 1}};
    const struct draw_address others[] = {{4712, 3, 5, 7}, {4711 + (UINT64_C(1) << 40), 3, 5, 7},
                                          {4711, 4, 5, 7}, {4711, 5, 3, 7},
                                          {4711, 3, 6, 7}, {4711, 3, 5, 8}};
    double u = draw_uniform(key, a), x = draw_exponential(key, a);
    assert_true(draw_uniform(key, a) == u && draw_exponential(key, a) == x);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        assert_true(draw_uniform(keys[i], a) != u && draw_exponential(keys[i], a) != x);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_true(draw_uniform(key, others[i]) != u && draw_exponential(key, others[i]) != x);
}

/* ---- goodness of fit: probabilities that should be uniform ---- */

enum { BATCH = 2000, BATCHES = 100 };

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Kolmogorov–Smirnov: sqrt(n) times the largest distance. */
static double kolmogorov(const double *sorted, int n)
{
    double most = 0;
    for (int i = 0; i < n; i++) {
        double above = (i + 1.0) / n - sorted[i], below = sorted[i] - (double)i / n;
        double distance = above > below ? above : below;
        most = distance > most ? distance : most;
    }
    return sqrt(n) * most;
}

/* Anderson–Darling, for a distribution known beforehand. */
static double anderson(const double *sorted, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += (2 * i + 1) * (log(sorted[i]) + log1p(-sorted[n - 1 - i]));
    return -n - sum / n;
}

typedef double probability(uint32_t batch, uint32_t i);

/* In how many batches each statistic exceeds its 1 % point: 1.6276 for Kolmogorov–Smirnov (Smirnov
 * 1948), 3.857 for Anderson–Darling (Lewis 1961). A perfect generator exceeds it in one batch of a
 * hundred on average, in more than seven with probability 1.0e-5 (Poisson). */
static void check_fit(probability *drawn)
{
    static double p[BATCH];
    int kolmogorov_high = 0, anderson_high = 0;
    for (uint32_t batch = 0; batch < BATCHES; batch++) {
        for (uint32_t i = 0; i < BATCH; i++)
            p[i] = drawn(batch, i);
        qsort(p, BATCH, sizeof *p, ascending);
        kolmogorov_high += kolmogorov(p, BATCH) > 1.6276;
        anderson_high += anderson(p, BATCH) > 3.857;
    }
    assert_in_range(kolmogorov_high, 0, 7);
    assert_in_range(anderson_high, 0, 7);
}

static double of_uniform(uint32_t batch, uint32_t i)
{
    return draw_uniform((struct draw_key){1, 0}, (struct draw_address){batch, i, 0, 1});
}

static double of_exponential(uint32_t batch, uint32_t i)
{
    return -expm1(
        -draw_exponential((struct draw_key){1, 0}, (struct draw_address){batch, i, 0, 1}));
}

/* The same of children in a row rather than of one child's episodes. */
static double of_neighbours(uint32_t batch, uint32_t i)
{
    return -expm1(
        -draw_exponential((struct draw_key){1, batch}, (struct draw_address){i, 0, 0, 2}));
}

static void test_uniform(void **state)
{
    (void)state;
    check_fit(of_uniform);
}

static void test_exponential(void **state)
{
    (void)state;
    check_fit(of_exponential);
    check_fit(of_neighbours);
}

/* ---- the ziggurat's tail and its other layers ---- */

enum { MANY = 2000000 };
#define TAIL_START 7.697117470131487

/* Within z standard deviations of what is expected; z = 4.42 fails for one seed in 1e5. */
static void check_count(double seen, double n, double chance)
{
    assert_true(fabs(seen - n * chance) < 4.42 * sqrt(n * chance * (1 - chance)));
}

/* Points that a rejected first block leads to: the tail, and the wedges beside the rectangles. */
static void test_tail(void **state)
{
    (void)state;
    int beyond = 0, far = 0, bin[8] = {0};
    double sum = 0;
    for (uint32_t i = 0; i < MANY; i++) {
        double x = draw_exponential((struct draw_key){9, 9}, (struct draw_address){i, 0, 0, 3});
        sum += x;
        beyond += x > TAIL_START;
        far += x > TAIL_START + 1;
        if (x < 8)
            bin[(int)x]++;
    }
    check_count(beyond, MANY, exp(-TAIL_START));
    check_count(far, MANY, exp(-TAIL_START - 1));
    for (int i = 0; i < 8; i++)
        check_count(bin[i], MANY, exp(-i) - exp(-i - 1));
    assert_true(fabs(sum - MANY) < 4.42 * sqrt(MANY)); /* mean and variance are 1 */
}

/* ---- neighbours are independent ---- */

/* Correlation of draws at two addresses, times sqrt(n): beyond 4.42 for one seed in 1e5. */
static void check_independent(struct draw_address step)
{
    enum { PAIRS = 200000 };
    double sum = 0;
    for (uint32_t i = 0; i < PAIRS; i++) {
        struct draw_address a = {(uint64_t)i * 10, i % 7, i % 5, 4};
        struct draw_address b = {a.number + step.number, a.episode + step.episode,
                                 a.index + step.index, (uint8_t)(a.purpose + step.purpose)};
        double x = draw_uniform((struct draw_key){5, 0}, a) - 0.5,
               y = draw_uniform((struct draw_key){5, 0}, b) - 0.5;
        sum += 12 * x * y;
    }
    assert_true(fabs(sum) < 4.42 * sqrt(PAIRS));
}

static void test_independent(void **state)
{
    (void)state;
    check_independent((struct draw_address){.number = 1});
    check_independent((struct draw_address){.number = 10});
    check_independent((struct draw_address){.episode = 1});
    check_independent((struct draw_address){.index = 1});
    check_independent((struct draw_address){.purpose = 1});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers), cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_uniform),       cmocka_unit_test(test_exponential),
        cmocka_unit_test(test_tail),          cmocka_unit_test(test_independent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
