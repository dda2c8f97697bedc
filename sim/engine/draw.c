#include "engine/draw.h"

#include <Random123/philox.h>
#include <sleef.h>
#include <stdbool.h>

/* Words of one Philox block, as two 64-bit numbers. */
struct block {
    uint64_t first, second;
};

static inline __attribute__((always_inline)) struct block draw_block(uint64_t key, uint64_t subject,
                                                                     uint64_t question)
{
    philox4x32_ctr_t counter = {{(uint32_t)subject, (uint32_t)(subject >> 32), (uint32_t)question,
                                 (uint32_t)(question >> 32)}};
    philox4x32_key_t philox_key = {{(uint32_t)key, (uint32_t)(key >> 32)}};
    philox4x32_ctr_t word = philox4x32(counter, philox_key);
    return (struct block){(uint64_t)word.v[0] << 32 | word.v[1],
                          (uint64_t)word.v[2] << 32 | word.v[3]};
}

static double unit_interval(uint64_t bits)
{
    return ((double)(bits >> 11) + 0.5) * 0x1p-53;
}

double draw_uniform_of(uint64_t key, uint64_t subject, uint64_t question)
{
    return unit_interval(draw_block(key, subject, question).first);
}

/* Ziggurat of 256 layers of equal area under exp(-x). edge[i] is the right end of layer i, edge[0]
 * the width that a rectangle of the base layer's area would have; height[i] = exp(-edge[i]). */
enum { LAYERS = 256 };
#define TAIL_START 7.697117470131487
#define LAYER_AREA 3.949659822581572e-3

static double edge[LAYERS + 1], height[LAYERS + 1];
/* edge[i] × 2^-53: scales a point in one multiplication, to the same bits */
static double edge_of_bits[LAYERS];

static void make_ziggurat(void)
{
    edge[0] = LAYER_AREA / Sleef_cinz_expd1_u10purec(-TAIL_START);
    edge[1] = TAIL_START;
    for (int i = 2; i < LAYERS; i++)
        edge[i] = -Sleef_cinz_logd1_u10purec(Sleef_cinz_expd1_u10purec(-edge[i - 1]) +
                                             LAYER_AREA / edge[i - 1]);
    edge[LAYERS] = 0;
    for (int i = 0; i <= LAYERS; i++)
        height[i] = Sleef_cinz_expd1_u10purec(-edge[i]);
    for (int i = 0; i < LAYERS; i++)
        edge_of_bits[i] = edge[i] * 0x1p-53;
}

__attribute__((constructor)) static void make_tables(void)
{
    make_ziggurat();
}

static double place_in_layer(uint64_t bits, unsigned layer)
{
    return ((double)(bits >> 11) + 0.5) * edge_of_bits[layer];
}

/* The point of a block in its layer: whether it lies below the curve, and its place. */
static bool under_curve(struct block block, unsigned layer, double x)
{
    double y = height[layer] + unit_interval(block.second) * (height[layer + 1] - height[layer]);
    return y < Sleef_cinz_expd1_u10purec(-x);
}

/* From the second block of an address on; `first` is the first one, which lies outside its layer's
 * rectangle. */
static __attribute__((noinline)) double go_on(struct block block, uint64_t key, uint64_t subject,
                                              uint64_t question)
{
    double shift = 0;
    for (uint64_t retry = 1;; retry++) {
        unsigned layer = (unsigned)(block.first & (LAYERS - 1));
        double x = place_in_layer(block.first, layer);
        if (x < edge[layer + 1])
            return shift + x;
        if (layer == 0)
            shift += TAIL_START; /* beyond its start the tail is the same distribution again */
        else if (under_curve(block, layer, x))
            return shift + x;
        block = draw_block(key, subject, question | (retry & 0xff) << 56);
    }
}

double draw_exponential_of(uint64_t key, uint64_t subject, uint64_t question)
{
    struct block block = draw_block(key, subject, question);
    unsigned layer = (unsigned)(block.first & (LAYERS - 1));
    double x = place_in_layer(block.first, layer);
    if (__builtin_expect(x < edge[layer + 1], 1))
        return x;
    return go_on(block, key, subject, question);
}
