#include "random.h"

double ziggurat_edge[ZIGGURAT_LAYERS + 1], ziggurat_height[ZIGGURAT_LAYERS + 1];

void random_tables(void)
{
    const double area = 3.949659822581572e-3;
    ziggurat_edge[0] = area / exp(-ZIGGURAT_TAIL);
    ziggurat_edge[1] = ZIGGURAT_TAIL;
    for (int i = 2; i < ZIGGURAT_LAYERS; i++)
        ziggurat_edge[i] = -log(exp(-ziggurat_edge[i - 1]) + area / ziggurat_edge[i - 1]);
    ziggurat_edge[ZIGGURAT_LAYERS] = 0;
    for (int i = 0; i <= ZIGGURAT_LAYERS; i++)
        ziggurat_height[i] = exp(-ziggurat_edge[i]);
}

struct random random_start(uint64_t seed)
{
    struct random r;
    for (int i = 0; i < 4; i++) {
        uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);
        z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
        z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
        r.word[i] = z ^ z >> 31;
    }
    return r;
}
