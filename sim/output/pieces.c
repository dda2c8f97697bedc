#include "output/pieces.h"

#include <assert.h>
#include <stdint.h>

static bool is_packed(hid_t properties)
{
    static const H5Z_filter_t ours[] = {H5Z_FILTER_SHUFFLE, H5Z_FILTER_DEFLATE};
    bool same = H5Pget_nfilters(properties) == 2;
    for (unsigned i = 0; same && i < 2; i++) {
        unsigned flags, settings[8];
        size_t n = sizeof settings / sizeof settings[0];
        same = H5Pget_filter2(properties, i, &flags, &n, settings, 0, NULL, NULL) == ours[i];
    }
    return same;
}

struct pieces pieces_of(hid_t dataset, int rank, const hsize_t *size)
{
    assert(rank >= 2 && rank <= PIECES_MOST_AXES);
    hsize_t chunk[PIECES_MOST_AXES] = {0};
    struct pieces pieces = {0, false};
    hid_t properties = H5Dget_create_plist(dataset);
    if (H5Pget_layout(properties) == H5D_CHUNKED) {
        H5Pget_chunk(properties, PIECES_MOST_AXES, chunk);
        bool whole = chunk[0] == 1;
        for (int i = 2; i < rank; i++)
            whole = whole && chunk[i] == size[i];
        pieces = (struct pieces){chunk[1], whole && is_packed(properties)};
    }
    H5Pclose(properties);
    return pieces;
}

int piece_fetch(hid_t dataset, const hsize_t *first, struct packing *packing, size_t *length)
{
    hsize_t stored = 0;
    uint32_t skipped = 0; /* filters that were not applied */
    if (H5Dget_chunk_storage_size(dataset, first, &stored) < 0)
        return -1;
    unsigned char *room = stored ? packing_room(packing, stored) : NULL;
    if (!room)
        return 0;
    if (H5Dread_chunk(dataset, H5P_DEFAULT, first, &skipped, room) < 0)
        return -1;
    *length = (size_t)stored;
    return skipped == 0;
}
