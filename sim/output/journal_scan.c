#include "output/journal_scan.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 1 << 16 };

/* ---- reading ---- */

static bool read_at(int file, uint64_t offset, void *to, size_t n)
{
    unsigned char *at = to;
    while (n > 0) {
        ssize_t read = pread(file, at, n, (off_t)offset);
        if (read < 0 && errno == EINTR)
            continue;
        if (read <= 0)
            return false;
        at += read;
        offset += (uint64_t)read;
        n -= (size_t)read;
    }
    return true;
}

void record_buffer_free(struct record_buffer *buffer)
{
    free(buffer->table);
    free(buffer->packed);
    record_unpacking_free(&buffer->unpacking);
    *buffer = (struct record_buffer){0};
}

static bool make_room(void **bytes, size_t *room, size_t wanted)
{
    if (wanted <= *room)
        return true;
    void *moved = realloc(*bytes, wanted);
    if (!moved)
        return false;
    *bytes = moved;
    *room = wanted;
    return true;
}

bool record_read(int file, uint64_t offset, uint64_t file_size, struct record_header *header,
                 struct record_buffer *buffer)
{
    uint64_t left = file_size - offset;
    if (left < sizeof *header || !read_at(file, offset, header, sizeof *header))
        return false;
    size_t table = record_table_bytes(header);
    void *room = buffer->table;
    if (table == 0 || left - sizeof *header < table ||
        !make_room(&room, &buffer->table_room, table))
        return false;
    buffer->table = room;
    return read_at(file, offset + sizeof *header, buffer->table, table) &&
           record_is_whole(header, buffer->table) &&
           record_frames_bytes(header, buffer->table) <= left - sizeof *header - table;
}

bool record_read_frame(int file, uint64_t offset, const struct record_header *header, size_t frame,
                       struct record_buffer *buffer)
{
    void *room = buffer->packed;
    offset += sizeof *header + record_table_bytes(header);
    for (size_t f = 0; f < frame; f++)
        offset += buffer->table[f].packed;
    if (!make_room(&room, &buffer->packed_room, buffer->table[frame].packed + 1u))
        return false;
    buffer->packed = room;
    return read_at(file, offset, buffer->packed, buffer->table[frame].packed) &&
           record_frame_is_whole(&buffer->table[frame], buffer->packed);
}

/* ---- scanning ---- */

/* Length of the whole record at an offset; 0 if there is none. */
static uint64_t whole_record(int file, uint64_t offset, uint64_t size, struct record_header *header,
                             struct record_buffer *buffer)
{
    if (!record_read(file, offset, size, header, buffer))
        return 0;
    for (size_t f = 0; f < header->frames; f++)
        if (!record_read_frame(file, offset, header, f, buffer))
            return 0;
    return sizeof *header + record_table_bytes(header) + record_frames_bytes(header, buffer->table);
}

/* Offset of the next magic from an offset on; the file's size if there is none. */
static uint64_t next_magic(int file, uint64_t offset, uint64_t size, unsigned char *block)
{
    const uint64_t magic = RECORD_MAGIC;
    while (size - offset >= sizeof magic) {
        size_t n = size - offset < BLOCK ? (size_t)(size - offset) : BLOCK;
        if (!read_at(file, offset, block, n))
            return size;
        for (size_t i = 0; i + sizeof magic <= n; i++)
            if (memcmp(block + i, &magic, sizeof magic) == 0)
                return offset + i;
        offset += n - (sizeof magic - 1);
    }
    return size;
}

static bool heading_is_right(int file, uint64_t identity)
{
    char wanted[JOURNAL_HEADING_LENGTH + 1], there[JOURNAL_HEADING_LENGTH];
    snprintf(wanted, sizeof wanted, JOURNAL_HEADING, identity);
    return read_at(file, 0, there, sizeof there) && memcmp(wanted, there, sizeof there) == 0;
}

static void scan_records(struct journal_scan *scan, int file, uint64_t offset, uint64_t size,
                         unsigned char *block)
{
    struct record_buffer buffer = {0};
    struct record_header header;
    while (offset < size) {
        uint64_t length = whole_record(file, offset, size, &header, &buffer);
        if (length == 0) {
            scan->damaged++;
            offset = next_magic(file, offset + 1, size, block);
            continue;
        }
        if (header.identity == scan->identity)
            scan->found(scan->context, &header, offset);
        else
            scan->foreign++;
        offset += length;
    }
    record_buffer_free(&buffer);
}

bool journal_scan_file(struct journal_scan *scan, int file)
{
    struct stat status;
    unsigned char *block = malloc(BLOCK);
    if (!block || fstat(file, &status) != 0) {
        free(block);
        return false;
    }
    uint64_t size = (uint64_t)status.st_size, begin = JOURNAL_HEADING_LENGTH;
    if (!heading_is_right(file, scan->identity))
        begin = next_magic(file, 0, size, block); /* of another run, or damaged */
    scan_records(scan, file, begin, size, block);
    scan->damaged += begin > JOURNAL_HEADING_LENGTH;
    free(block);
    return true;
}
