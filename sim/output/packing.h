/* Packing a piece of a dataset as HDF5's filters shuffle and deflate would, and unpacking it. */
#ifndef PLASSFLYT_OUTPUT_PACKING_H
#define PLASSFLYT_OUTPUT_PACKING_H

#include <stdbool.h>
#include <stddef.h>

struct packing; /* working memory for pieces up to a size */

/* NULL if there is no memory. */
struct packing *packing_make(size_t largest_piece_bytes);
void packing_free(struct packing *packing);

/* Packs n values of `width` bytes: uint32_t (4) or uint64_t (8), the bits of what is stored. Gives
 * the packed bytes (they live in `packing` until the next call) and their number. False if they
 * have no room, which never is. */
bool pack(struct packing *packing, const void *values, size_t n, size_t width,
          const unsigned char **packed, size_t *length);

/* Room for `length` packed bytes that are to be unpacked; it lives in `packing` until the next call.
 * NULL if no piece is that long packed. */
unsigned char *packing_room(struct packing *packing, size_t length);

/* Unpacks what lies in packing_room, as n values of `width` bytes, little-endian. False if it is
 * damaged: anything but just so many bytes with the right checksum. */
bool unpack(struct packing *packing, size_t length, size_t n, size_t width, unsigned char *values);

#endif
