#include "command/zip.h"

#include <assert.h>
#include <string.h>
#include <zlib.h>

/* The first day that the format knows: 1980-01-01. */
enum { FIRST_DAY = 1 << 5 | 1, VERSION = 20, LOCAL_BYTES = 30, LISTED_BYTES = 46 };

static const uint32_t local_mark = 0x04034b50, listed_mark = 0x02014b50, end_mark = 0x06054b50;

static void put(FILE *out, uint32_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        fputc((int)(number >> 8 * i & 0xff), out);
}

/* What stands both before a file and in the list. */
static void put_entry(FILE *out, const struct zip_entry *entry)
{
    put(out, VERSION, 2);
    put(out, 0, 2); /* no flags */
    put(out, 0, 2); /* stored */
    put(out, 0, 2); /* midnight */
    put(out, FIRST_DAY, 2);
    put(out, entry->sum, 4);
    put(out, entry->size, 4);
    put(out, entry->size, 4);
    put(out, (uint32_t)strlen(entry->name), 2);
    put(out, 0, 2);
}

void zip_add(struct zip *zip, const char *name, const char *bytes, size_t n)
{
    assert(zip->n < ZIP_MOST);
    struct zip_entry *entry = &zip->entry[zip->n++];
    uint32_t sum = (uint32_t)crc32(0, (const unsigned char *)bytes, (uInt)n);
    *entry = (struct zip_entry){name, sum, (uint32_t)n, zip->at};
    put(zip->out, local_mark, 4);
    put_entry(zip->out, entry);
    fputs(name, zip->out);
    fwrite(bytes, 1, n, zip->out);
    zip->at += LOCAL_BYTES + (uint32_t)strlen(name) + (uint32_t)n;
}

void zip_end(struct zip *zip)
{
    uint32_t list = 0;
    for (uint32_t i = 0; i < zip->n; i++) {
        const struct zip_entry *entry = &zip->entry[i];
        put(zip->out, listed_mark, 4);
        put(zip->out, VERSION, 2);
        put_entry(zip->out, entry);
        for (int zeros = 0; zeros < 5; zeros++) /* comment, disk, attributes */
            put(zip->out, 0, 2);
        put(zip->out, entry->at, 4);
        fputs(entry->name, zip->out);
        list += LISTED_BYTES + (uint32_t)strlen(entry->name);
    }
    put(zip->out, end_mark, 4);
    put(zip->out, 0, 4);
    put(zip->out, zip->n, 2);
    put(zip->out, zip->n, 2);
    put(zip->out, list, 4);
    put(zip->out, zip->at, 4);
    put(zip->out, 0, 2);
}
