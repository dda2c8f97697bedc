/* for flock NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
#define _DEFAULT_SOURCE
#include "output/journal_lock.h"

#include "output/journal_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOST_OWNER = 512 };

/* ---- who we are ---- */

/* What a process is known by. Those of one `place` (boot and process numbers' namespace) can see each
 * other; a process number may come back, but not with the same start. */
struct identity_card {
    char host[72], place[128], started[32];
    long process;
};

/* The first line of a file without its end; "" if there is none. */
static void read_line(const char *path, char *line, size_t size)
{
    line[0] = '\0';
    FILE *file = fopen(path, "r");
    if (!file)
        return;
    if (!fgets(line, (int)size, file))
        line[0] = '\0';
    line[strcspn(line, "\n")] = '\0';
    fclose(file);
}

/* When a process started, in ticks since the machine did: field 22 of /proc/N/stat, the 20th after the
 * name in brackets. "" if it does not run, or has ended and only its parent has not looked (Z). */
static void read_start(long process, char *started, size_t size)
{
    char path[48], line[1024];
    snprintf(path, sizeof path, "/proc/%ld/stat", process);
    read_line(path, line, sizeof line);
    char *at = strrchr(line, ')');
    if (at && strncmp(at, ") Z", 3) == 0)
        at = NULL;
    for (int field = 0; at && field < 20; field++)
        at = strchr(at + 1, ' ');
    if (at)
        snprintf(started, size, "%.*s", (int)strcspn(at + 1, " "), at + 1);
    else
        started[0] = '\0';
}

static struct identity_card make_card(void)
{
    struct identity_card card = {.process = (long)getpid()};
    char boot[64], space[48] = "";
    gethostname(card.host, sizeof card.host - 1);
    read_line("/proc/sys/kernel/random/boot_id", boot, sizeof boot);
    if (readlink("/proc/self/ns/pid", space, sizeof space - 1) < 0)
        space[0] = '\0';
    snprintf(card.place, sizeof card.place, "%s %s", boot, space);
    read_start(card.process, card.started, sizeof card.started);
    return card;
}

/* Made once, since a machine may get another name meanwhile; and by whoever takes the lock, before others
 * look at it. */
static struct identity_card own_card(void)
{
    static struct identity_card card;
    if (card.process != (long)getpid())
        card = make_card();
    return card;
}

static void write_card(const struct identity_card *card, char text[MOST_OWNER])
{
    snprintf(text, MOST_OWNER, "host: %s\nprocess: %ld\nstarted: %s\nplace: %s\n", card->host,
             card->process, card->started, card->place);
}

/* Value of a line "key: value". */
static void value_of(const char *text, const char *key, char *value, size_t size)
{
    const char *at = strstr(text, key);
    value[0] = '\0';
    if (at)
        snprintf(value, size, "%.*s", (int)strcspn(at + strlen(key), "\n"), at + strlen(key));
}

static struct identity_card read_card(const char *text)
{
    struct identity_card card = {.process = 0};
    char process[24];
    value_of(text, "host: ", card.host, sizeof card.host);
    value_of(text, "process: ", process, sizeof process);
    value_of(text, "started: ", card.started, sizeof card.started);
    value_of(text, "place: ", card.place, sizeof card.place);
    card.process = strtol(process, NULL, 10);
    return card;
}

/* ---- is it stale? ---- */

/* What time the file system thinks it is: that of a new file. */
static time_t folder_time(const char *folder)
{
    struct stat status;
    char name[48];
    time_t now = time(NULL);
    snprintf(name, sizeof name, "clock-%ld", (long)getpid());
    char *path = journal_path(folder, name);
    int file = path ? open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666) : -1;
    if (file >= 0 && fstat(file, &status) == 0)
        now = status.st_mtime;
    if (file >= 0) {
        close(file);
        unlink(path);
    }
    free(path);
    return now;
}

static bool is_stale(const char *folder, const struct identity_card *owner,
                     const struct stat *status)
{
    struct identity_card own = own_card();
    char started[32];
    if (strcmp(owner->host, own.host) == 0 && strcmp(owner->place, own.place) == 0 &&
        own.started[0]) {
        read_start(owner->process, started, sizeof started);
        return owner->process <= 0 || strcmp(started, owner->started) != 0;
    }
    return folder_time(folder) - status->st_mtime > LOCK_STALE;
}

/* ---- taking ---- */

/* Keeps others from judging at the same time; where the file system knows no locks, nobody is. */
static bool keep_others_out(int file)
{
    const struct timespec moment = {0, 50000000};
    for (int attempt = 0; attempt < 100; attempt++) {
        if (flock(file, LOCK_EX | LOCK_NB) == 0 || (errno != EWOULDBLOCK && errno != EINTR))
            return true;
        nanosleep(&moment, NULL);
    }
    return false;
}

/* Not forced to disk: after a crash of the machine no lock is worth anything. */
static bool write_owner(int file)
{
    char text[MOST_OWNER];
    struct identity_card card = own_card();
    write_card(&card, text);
    size_t length = strlen(text);
    return pwrite(file, text, length, 0) == (ssize_t)length && ftruncate(file, (off_t)length) == 0;
}

static enum lock_answer take(const char *folder, int file, struct lock_owner *owner)
{
    char text[MOST_OWNER];
    struct stat status;
    ssize_t length = pread(file, text, sizeof text - 1, 0);
    if (length < 0 || fstat(file, &status) != 0)
        return LOCK_IMPOSSIBLE;
    text[length] = '\0';
    struct identity_card card = read_card(text);
    snprintf(owner->host, sizeof owner->host, "%s", card.host);
    snprintf(owner->process, sizeof owner->process, "%ld", card.process);
    if (length > 0 && !is_stale(folder, &card, &status))
        return LOCK_HELD;
    if (!write_owner(file))
        return LOCK_IMPOSSIBLE;
    return length > 0 ? LOCK_TAKEN_OVER : LOCK_IS_OURS;
}

/* Whether the file that was opened still has its name. */
static bool is_in_place(int file, const char *path)
{
    struct stat opened, named;
    return fstat(file, &opened) == 0 && stat(path, &named) == 0 && opened.st_ino == named.st_ino &&
           opened.st_dev == named.st_dev;
}

enum lock_answer journal_lock(const char *folder, struct lock_owner *owner)
{
    char *path = journal_path(folder, JOURNAL_LOCK);
    enum lock_answer answer = LOCK_IMPOSSIBLE;
    errno = ENOMEM;
    for (bool again = path != NULL; again;) {
        int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (file < 0)
            break;
        errno = EBUSY;
        bool alone = keep_others_out(file);
        again = alone && !is_in_place(file, path); /* its owner has just finished */
        if (alone && !again)
            answer = take(folder, file, owner);
        int error = errno;
        close(file);
        errno = error;
    }
    int error = errno;
    free(path);
    errno = error;
    return answer;
}

/* Whether a lock names us; *another: that it names somebody else. */
static bool is_ours(int file, bool *another)
{
    char text[MOST_OWNER], own[MOST_OWNER];
    struct identity_card card = own_card();
    write_card(&card, own);
    ssize_t length = pread(file, text, sizeof text - 1, 0);
    text[length > 0 ? length : 0] = '\0';
    bool ours = strcmp(text, own) == 0;
    *another = length > 0 && !ours;
    return ours;
}

bool journal_lock_beat(const char *folder)
{
    char *path = journal_path(folder, JOURNAL_LOCK);
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    bool another = false;
    if (file >= 0 && is_ours(file, &another))
        utimensat(AT_FDCWD, path, NULL, 0);
    if (file >= 0)
        close(file);
    free(path);
    return !another;
}

void journal_unlock(const char *folder)
{
    char *path = journal_path(folder, JOURNAL_LOCK);
    int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    bool another;
    if (file >= 0 && keep_others_out(file) && is_ours(file, &another))
        unlink(path);
    if (file >= 0)
        close(file);
    free(path);
}
