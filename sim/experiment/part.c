#include "experiment/part.h"

bool part_has(int part, int parts, const struct draws *draws, int32_t replication)
{
    size_t unit = draws ? draw_of(draws, replication) : (size_t)replication;
    return parts == 0 || unit % (size_t)parts == (size_t)part - 1;
}

int32_t part_size(int part, int parts, const struct draws *draws, int32_t replications)
{
    int32_t size = 0;
    for (int32_t i = 0; i < replications; i++)
        size += part_has(part, parts, draws, i);
    return size;
}
