/* Reading single records of a journal's files again: one reader for one thread. */
#ifndef PLASSFLYT_OUTPUT_JOURNAL_READER_H
#define PLASSFLYT_OUTPUT_JOURNAL_READER_H

#include "output/journal_scan.h"

/* Where a replication's record lies. */
struct record_place {
    int32_t file; /* -1: nowhere */
    uint32_t status;
    uint64_t offset;
};

struct journal_reader {
    int descriptor; /* of the file being read, -1: none */
    int32_t file;   /* its number */
    struct record_buffer buffer;
};

#define JOURNAL_READER_NEW ((struct journal_reader){.descriptor = -1})

/* Closes its file, and frees what it has. */
void journal_reader_let_go(struct journal_reader *reader);
void journal_reader_free(struct journal_reader *reader);

/* Reads header and table (into the buffer) of the record at a place of the file of this path. False if
 * they are not those of this replication and identity. */
bool journal_reader_seek(struct journal_reader *reader, const char *path,
                         const struct record_place *place, uint64_t identity, int32_t replication,
                         struct record_header *header);

/* The record that was sought: fills values [n] from frames first … end - 1, which must hold so many. */
bool journal_reader_frames(struct journal_reader *reader, const struct record_place *place,
                           const struct record_header *header, size_t first, size_t end,
                           int64_t *values, size_t n);

#endif
