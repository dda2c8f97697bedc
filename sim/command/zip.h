/* Writing ZIP archives whose bytes depend on nothing but what is put in (APPNOTE 6.3, stored). */
#ifndef PLASSFLYT_COMMAND_ZIP_H
#define PLASSFLYT_COMMAND_ZIP_H

#include <stdint.h>
#include <stdio.h>

enum { ZIP_MOST = 16 };

struct zip {
    FILE *out;
    struct zip_entry {
        const char *name;
        uint32_t sum, size, at;
    } entry[ZIP_MOST];
    uint32_t n, at;
};

/* Puts a file in; the name must live until zip_end. At most ZIP_MOST of them, 4 GiB in all. */
void zip_add(struct zip *zip, const char *name, const char *bytes, size_t n);

/* Writes the list of what is in it. What could not be written shows in ferror. */
void zip_end(struct zip *zip);

#endif
