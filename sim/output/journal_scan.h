/* Finding the records of a journal's file, whatever has become of its bytes. */
#ifndef PLASSFLYT_OUTPUT_JOURNAL_SCAN_H
#define PLASSFLYT_OUTPUT_JOURNAL_SCAN_H

#include "output/record.h"

/* First line of a file of records: "plassflyt journal/1 ", the identity's hash and '\n'. */
#define JOURNAL_HEADING        "plassflyt journal/1 %016" PRIx64 "\n"
#define JOURNAL_HEADING_LENGTH 37

/* Buffers that serve record after record. */
struct record_buffer {
    struct record_frame *table;
    unsigned char *packed;
    size_t table_room, packed_room;
    struct record_unpacking unpacking;
};

void record_buffer_free(struct record_buffer *buffer);

/* Reads a record's header, and its table into the buffer, at an offset of a file. False if it is not
 * whole. */
bool record_read(int file, uint64_t offset, uint64_t file_size, struct record_header *header,
                 struct record_buffer *buffer);

/* Reads the packed bytes of a frame of that record into the buffer. False if they are not whole. */
bool record_read_frame(int file, uint64_t offset, const struct record_header *header, size_t frame,
                       struct record_buffer *buffer);

struct journal_scan {
    uint64_t identity;
    void (*found)(void *context, const struct record_header *header, uint64_t offset);
    void *context;
    size_t foreign; /* whole records of another identity */
    size_t damaged; /* stretches of bytes that are no whole record */
};

/* Tells of every whole record of the identity. False if memory is short. */
bool journal_scan_file(struct journal_scan *scan, int file);

#endif
