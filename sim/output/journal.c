#include "output/journal.h"

#include "output/journal_folder.h"
#include "output/journal_lock.h"
#include "output/journal_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* As many threads read at once; more would wait for each other's memory. */
#define MOST_READERS 4

struct journal {
    char *folder;
    const struct identity *identity;
    struct record_place *place; /* [wanted] */
    int32_t wanted, found;
    size_t beyond, damaged, foreign;
    bool torn; /* memory was short when it was looked through */
    struct journal_files files, expected;
    bool follows;
    int32_t scanned;        /* the file being looked through */
    _Atomic int own;        /* descriptor of our own file, -1: none yet */
    _Atomic int sync_error; /* errno of a beat, 0: none */
    char *own_path;         /* set before `own` is */
    int32_t own_number;
    uint64_t own_size;
    struct journal_reader reader[MOST_READERS];
};

/* Adds a message and gives the answer. */
static enum journal_answer give(enum journal_answer answer, const char *folder, enum text text,
                                const char *why, struct messages *messages)
{
    message_add(messages, NULL, 0, 0, NULL, text, ARGUMENTS(folder, why));
    return answer;
}

static void forget(struct journal *journal)
{
    if (journal->own >= 0)
        close(journal->own);
    for (int i = 0; i < MOST_READERS; i++)
        journal_reader_free(&journal->reader[i]);
    journal_files_free(&journal->files);
    journal_files_free(&journal->expected);
    free(journal->own_path);
    free(journal->place);
    free(journal->folder);
    free(journal);
}

/* ---- opening ---- */

bool journal_is_there(const char *output)
{
    struct stat status;
    char *folder = journal_folder(output);
    bool there = folder && stat(folder, &status) == 0;
    free(folder);
    return there;
}

static void forget_places(struct journal *journal)
{
    for (int32_t r = 0; r < journal->wanted; r++)
        journal->place[r].file = -1;
    journal->found = 0;
    journal->beyond = journal->damaged = journal->foreign = 0;
}

static struct journal *prepare(const struct journal_order *order)
{
    struct journal *journal = calloc(1, sizeof *journal);
    if (!journal)
        return NULL;
    *journal =
        (struct journal){.folder = journal_folder(order->output),
                         .identity = order->identity,
                         .place = calloc((size_t)order->replications, sizeof(struct record_place)),
                         .wanted = order->replications,
                         .follows = order->follows,
                         .own = -1};
    for (int i = 0; i < MOST_READERS; i++)
        journal->reader[i] = JOURNAL_READER_NEW;
    if (!journal->folder || !journal->place) {
        forget(journal);
        return NULL;
    }
    forget_places(journal);
    return journal;
}

static void note(void *context, const struct record_header *header, uint64_t offset)
{
    struct journal *journal = context;
    if (header->replication >= journal->wanted) {
        journal->beyond++;
        return;
    }
    struct record_place *place = &journal->place[header->replication];
    journal->found += place->file < 0;
    *place = (struct record_place){journal->scanned, header->status, offset};
}

static bool is_listed(const struct journal_files *files, const char *path)
{
    for (size_t i = 0; i < files->n; i++)
        if (strcmp(files->path[i], path) == 0)
            return true;
    return false;
}

/* Looks through all files. False with errno if one cannot be read. */
static bool look_through(struct journal *journal)
{
    if (!journal_files(journal->folder, &journal->files))
        return false;
    bool good = true;
    for (size_t i = 0; good && i < journal->expected.n; i++)
        good = is_listed(&journal->files, journal->expected.path[i]) ||
               journal_files_add(&journal->files, strdup(journal->expected.path[i]));
    for (size_t i = 0; good && i < journal->files.n; i++) {
        struct journal_scan scan = {
            .identity = journal->identity->hash, .found = note, .context = journal};
        int file = open(journal->files.path[i], O_RDONLY | O_CLOEXEC);
        journal->scanned = (int32_t)i;
        good = file >= 0 && journal_scan_file(&scan, file);
        journal->damaged += scan.damaged;
        journal->foreign += scan.foreign;
        int error = errno;
        if (file >= 0)
            close(file);
        errno = error;
    }
    return good;
}

/* A path that is wrong, or something that may be otherwise tomorrow. */
static enum journal_answer cannot_make(const char *folder, struct messages *messages)
{
    bool wrong = errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG || errno == EINVAL ||
                 errno == EEXIST;
    return give(wrong ? JOURNAL_REFUSED : JOURNAL_IMPOSSIBLE, folder, TEXT_RUN_JOURNAL_CREATE,
                strerror(errno), messages);
}

/* The folder is there: looks whose it is, and makes it ours. */
static enum journal_answer enter(struct journal *journal, const struct journal_order *order,
                                 struct messages *messages)
{
    char difference[1024];
    if (order->fresh)
        journal_empty(journal->folder);
    else
        journal_delete(journal->folder, JOURNAL_RESULTS); /* a kill may have left it */
    enum journal_owner owner =
        journal_owner(journal->folder, order->identity, difference, sizeof difference);
    if (owner == JOURNAL_ANOTHER)
        return give(JOURNAL_REFUSED, journal->folder, TEXT_RUN_JOURNAL_OTHER, difference, messages);
    if (!look_through(journal))
        return give(JOURNAL_IMPOSSIBLE, journal->folder, TEXT_RUN_JOURNAL_READ, strerror(errno),
                    messages);
    if (owner != JOURNAL_OURS && journal->foreign > 0)
        return give(JOURNAL_REFUSED, journal->folder, TEXT_RUN_JOURNAL_UNKNOWN, "", messages);
    if (owner != JOURNAL_OURS && !journal_claim(journal->folder, order->identity))
        return cannot_make(journal->folder, messages);
    return JOURNAL_IS_OPEN;
}

/* Makes the folder if need be and takes its lock. */
static enum lock_answer lock_folder(const char *folder, struct lock_owner *owner)
{
    struct stat status;
    for (int attempt = 0;; attempt++) {
        bool made = mkdir(folder, 0777) == 0;
        if (!made && errno == EEXIST && stat(folder, &status) == 0 && !S_ISDIR(status.st_mode))
            errno = ENOTDIR;
        else if (!made && errno != EEXIST)
            return LOCK_IMPOSSIBLE;
        else {
            enum lock_answer answer = journal_lock(folder, owner);
            /* a run that has just finished may take the folder away */
            if (answer != LOCK_IMPOSSIBLE || errno != ENOENT || attempt == 10)
                return answer;
        }
        if (errno == ENOTDIR)
            return LOCK_IMPOSSIBLE;
    }
}

enum journal_answer journal_open(struct journal **journal, const struct journal_order *order,
                                 struct messages *messages)
{
    *journal = prepare(order);
    if (!*journal)
        return give(JOURNAL_IMPOSSIBLE, order->output, TEXT_OUT_OF_MEMORY, "", messages);
    const char *folder = (*journal)->folder;
    struct lock_owner owner;
    if (order->follows)
        return JOURNAL_IS_OPEN;
    enum journal_answer answer = JOURNAL_REFUSED;
    enum lock_answer lock = lock_folder(folder, &owner);
    if (lock == LOCK_IMPOSSIBLE)
        answer = cannot_make(folder, messages);
    else if (lock != LOCK_IS_OURS)
        message_add(messages, NULL, 0, 0, NULL,
                    lock == LOCK_HELD ? TEXT_RUN_LOCKED : TEXT_RUN_LOCK_STALE,
                    ARGUMENTS(order->output, owner.host, owner.process));
    if (lock == LOCK_IS_OURS || lock == LOCK_TAKEN_OVER)
        answer = enter(*journal, order, messages);
    if (answer == JOURNAL_IS_OPEN)
        return answer;
    if (lock == LOCK_IS_OURS || lock == LOCK_TAKEN_OVER)
        journal_unlock(folder);
    rmdir(folder); /* if nothing is in it */
    forget(*journal);
    *journal = NULL;
    return answer;
}

/* ---- closing ---- */

/* Deletes what is in the folder, then the lock, then the folder if that was all. */
static void delete_all(const char *folder)
{
    journal_empty(folder);
    journal_unlock(folder);
    rmdir(folder);
}

void journal_close(struct journal *journal)
{
    if (!journal)
        return;
    if (journal->own >= 0)
        fsync(journal->own);
    if (journal->found == 0 && journal->beyond == 0 && journal->foreign == 0)
        delete_all(journal->folder);
    else
        journal_unlock(journal->folder);
    forget(journal);
}

char *journal_leave(struct journal *journal)
{
    char *file = NULL;
    if (journal->own >= 0) {
        fsync(journal->own);
        file = strdup(journal->files.path[journal->own_number]);
    }
    forget(journal);
    return file;
}

bool journal_expect(struct journal *journal, const char *file)
{
    return journal_files_add(&journal->expected, strdup(file));
}

bool journal_look_again(struct journal *journal)
{
    for (int i = 0; i < MOST_READERS; i++)
        journal_reader_let_go(&journal->reader[i]);
    journal_files_free(&journal->files);
    forget_places(journal);
    return look_through(journal);
}

void journal_remove(struct journal *journal)
{
    delete_all(journal->folder);
    forget(journal);
}

void journal_forget(const char *output)
{
    char *folder = journal_folder(output);
    if (folder)
        delete_all(folder);
    free(folder);
}

/* ---- writing ---- */

/* Appends all bytes. If they do not fit, the file is cut to what it was: false with errno. */
static bool append(struct journal *journal, const void *bytes, size_t n)
{
    const char *at = bytes;
    size_t left = n;
    while (left > 0) {
        ssize_t written = write(journal->own, at, left);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            int error = written < 0 ? errno : ENOSPC;
            if (ftruncate(journal->own, (off_t)journal->own_size) != 0)
                error = errno;
            errno = error;
            return false;
        }
        at += written;
        left -= (size_t)written;
    }
    journal->own_size += n;
    return true;
}

static bool make_own_file(struct journal *journal)
{
    char *path, heading[JOURNAL_HEADING_LENGTH + 1];
    int file = journal_new_file(journal->folder, &path);
    if (file < 0)
        return false;
    journal->own_number = (int32_t)journal->files.n;
    journal->own_path = strdup(path);
    if (!journal_files_add(&journal->files, path) || !journal->own_path) {
        close(file);
        return false;
    }
    journal_sync_folder(journal->folder);
    journal->own = file;
    snprintf(heading, sizeof heading, JOURNAL_HEADING, journal->identity->hash);
    return append(journal, heading, JOURNAL_HEADING_LENGTH);
}

bool journal_add(struct journal *journal, const struct record *record, struct messages *messages)
{
    size_t length;
    const void *bytes = record_bytes(record, &length);
    bool there = journal->own >= 0 || make_own_file(journal);
    uint64_t offset = journal->own_size;
    if (journal->sync_error) {
        errno = journal->sync_error;
        there = false;
    }
    if (!there || !append(journal, bytes, length)) {
        give(JOURNAL_IMPOSSIBLE, journal->folder, TEXT_RUN_JOURNAL_WRITE, strerror(errno),
             messages);
        return false;
    }
    struct record_header header = {.replication = record_replication(record),
                                   .status = (uint32_t)record_status(record)};
    journal->scanned = journal->own_number;
    note(journal, &header, offset);
    return true;
}

bool journal_is_gone(const struct journal *journal)
{
    struct stat status;
    return journal->own >= 0 && stat(journal->own_path, &status) != 0 &&
           (errno == ENOENT || errno == ENOTDIR || errno == ESTALE);
}

void journal_beat(struct journal *journal)
{
    int own = journal->own;
    if (journal_is_gone(journal) || (own >= 0 && fsync(own) != 0))
        journal->sync_error = errno;
    if (!journal->follows && !journal_lock_beat(journal->folder))
        journal->sync_error = EBUSY;
}

/* ---- reading ---- */

const char *journal_place(const struct journal *journal)
{
    return journal->folder;
}

bool journal_has(const struct journal *journal, int32_t replication, enum record_status *status)
{
    const struct record_place *place = &journal->place[replication];
    *status = (enum record_status)place->status;
    return place->file >= 0;
}

int32_t journal_found(const struct journal *journal)
{
    return journal->found;
}

size_t journal_beyond(const struct journal *journal)
{
    return journal->beyond;
}

size_t journal_damaged(const struct journal *journal)
{
    return journal->damaged;
}

static bool seek(struct journal *journal, struct journal_reader *reader, int32_t replication,
                 struct record_header *header)
{
    const struct record_place *place = &journal->place[replication];
    return place->file >= 0 && journal_reader_seek(reader, journal->files.path[place->file], place,
                                                   journal->identity->hash, replication, header);
}

size_t journal_numbers(struct journal *journal, int32_t replication)
{
    struct record_header header;
    size_t bytes = 0;
    if (!seek(journal, &journal->reader[0], replication, &header) ||
        header.status != RECORD_FINISHED)
        return 0;
    for (size_t f = 0; f < header.frames; f++)
        bytes += journal->reader[0].buffer.table[f].unpacked;
    return bytes / sizeof(int64_t);
}

bool journal_read(struct journal *journal, int32_t replication, int64_t *values, size_t n)
{
    struct record_header header;
    struct journal_reader *reader = &journal->reader[0];
    return seek(journal, reader, replication, &header) && header.status == RECORD_FINISHED &&
           journal_reader_frames(reader, &journal->place[replication], &header, 0, header.frames,
                                 values, n);
}

static bool read_frame(struct journal *journal, struct journal_reader *reader, int32_t replication,
                       size_t frame, int64_t *values, size_t n)
{
    struct record_header header;
    return seek(journal, reader, replication, &header) && header.status == RECORD_FINISHED &&
           frame < header.frames &&
           journal_reader_frames(reader, &journal->place[replication], &header, frame, frame + 1,
                                 values, n);
}

bool journal_read_frame(struct journal *journal, int32_t replication, size_t frame, int64_t *values,
                        size_t n)
{
    return read_frame(journal, &journal->reader[0], replication, frame, values, n);
}

size_t journal_read_frames(struct journal *journal, size_t replications, const int32_t *replication,
                           size_t frame, int64_t *const *values, size_t n)
{
    int threads = omp_get_max_threads();
    size_t unread = replications;
#pragma omp parallel for schedule(dynamic, 1) reduction(min                                        \
                                                        : unread)                                  \
    num_threads(threads < MOST_READERS ? threads : MOST_READERS)
    for (size_t i = 0; i < replications; i++)
        if (!read_frame(journal, &journal->reader[omp_get_thread_num()], replication[i], frame,
                        values[i], n))
            unread = i < unread ? i : unread;
    return unread;
}

bool journal_read_failure(struct journal *journal, int32_t replication, int *scenario,
                          char reason[RECORD_REASON])
{
    struct record_header header;
    struct journal_reader *reader = &journal->reader[0];
    const struct record_place *place = &journal->place[replication];
    return seek(journal, reader, replication, &header) && header.status == RECORD_FAILED &&
           record_read_frame(reader->descriptor, place->offset, &header, 0, &reader->buffer) &&
           record_unpack_failure(&reader->buffer.table[0], reader->buffer.packed, scenario, reason);
}

void journal_unreadable(const struct journal *journal, int32_t replication,
                        struct messages *messages)
{
    char number[16];
    snprintf(number, sizeof number, "%ld", (long)replication);
    message_add(messages, NULL, 0, 0, NULL, TEXT_RUN_JOURNAL_LOST,
                ARGUMENTS(journal->folder, number));
}
