#include "engine/draw.h"

#include <Random123/philox.h>
#include <sleef.h>

/* Words of one Philox block, as two 64-bit numbers. */
struct block {
    uint64_t first, second;
};

static struct block draw_block(struct draw_key key, struct draw_address a, uint32_t retry)
{
    philox4x32_ctr_t counter = {{(uint32_t)a.number,
                                 (uint32_t)(a.number >> 32) | (uint32_t)a.purpose << 24, a.episode,
                                 a.index | retry << 24}};
    philox4x32_key_t philox_key = {{key.seed, key.replication}};
    philox4x32_ctr_t word = philox4x32(counter, philox_key);
    return (struct block){(uint64_t)word.v[0] << 32 | word.v[1],
                          (uint64_t)word.v[2] << 32 | word.v[3]};
}

static double unit_interval(uint64_t bits)
{
    return ((double)(bits >> 11) + 0.5) * 0x1p-53;
}

double draw_uniform(struct draw_key key, struct draw_address address)
{
    return unit_interval(draw_block(key, address, 0).first);
}

/* Ziggurat of 256 layers of equal area under exp(-x). edge[i] is the right end of layer i, edge[0]
 * the width that a rectangle of the base layer's area would have; height[i] = exp(-edge[i]). */
enum { LAYERS = 256 };
#define TAIL_START 7.697117470131487
#define LAYER_AREA 3.949659822581572e-3

static double edge[LAYERS + 1], height[LAYERS + 1];

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
}

__attribute__((constructor)) static void make_tables(void)
{
    make_ziggurat();
}

double draw_exponential(struct draw_key key, struct draw_address address)
{
    double shift = 0;
    for (uint32_t retry = 0;; retry++) {
        struct block block = draw_block(key, address, retry & 0xff);
        unsigned layer = (unsigned)(block.first & (LAYERS - 1));
        double x = unit_interval(block.first) * edge[layer];
        if (x < edge[layer + 1])
            return shift + x;
        if (layer == 0) {
            shift += TAIL_START; /* beyond its start the tail is the same distribution again */
            continue;
        }
        double y =
            height[layer] + unit_interval(block.second) * (height[layer + 1] - height[layer]);
        if (y < Sleef_cinz_expd1_u10purec(-x))
            return shift + x;
    }
}
