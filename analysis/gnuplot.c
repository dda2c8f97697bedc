#include "analysis/gnuplot.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROGRAM_MISSING = 127, SAID_BYTES = 512 };

extern char **environ;

enum { DATA_STREAM = 3 };
static const char where_data_is[] = "data = '/dev/fd/3'\n";

static bool fail(struct messages *messages, enum text text, const char *why)
{
    message_add(messages, NULL, 0, 0, NULL, text, ARGUMENTS(why));
    return false;
}

static void close_streams(struct gnuplot_work *work)
{
    FILE *const all[] = {work->in, work->out, work->err, work->data};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i])
            fclose(all[i]);
}

static bool open_streams(struct gnuplot_work *work, const char *heading, const char *script,
                         const char *csv)
{
    *work = (struct gnuplot_work){.in = tmpfile(), .out = tmpfile(), .err = tmpfile()};
    work->data = tmpfile();
    return work->in && work->out && work->err && work->data && fputs(heading, work->in) >= 0 &&
           fputs(where_data_is, work->in) >= 0 && fputs(script, work->in) >= 0 &&
           fputs(csv, work->data) >= 0 && fflush(work->data) == 0 && fflush(work->in) == 0 &&
           lseek(fileno(work->in), 0, SEEK_SET) == 0;
}

void gnuplot_start(struct gnuplot_work *work, const char *heading, const char *script,
                   const char *csv)
{
    char *const argv[] = {"gnuplot", "--default-settings", NULL};
    posix_spawn_file_actions_t actions;
    bool open = open_streams(work, heading, script, csv);
    work->error = open ? posix_spawn_file_actions_init(&actions) : errno;
    if (!open || work->error)
        return;
    posix_spawn_file_actions_adddup2(&actions, fileno(work->in), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, fileno(work->out), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, fileno(work->err), STDERR_FILENO);
    posix_spawn_file_actions_adddup2(&actions, fileno(work->data), DATA_STREAM);
    work->error = posix_spawnp(&work->child, argv[0], &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
}

/* Its exit status, PROGRAM_MISSING if there is none. */
static int wait_for(const struct gnuplot_work *work)
{
    int status = 0;
    if (work->error)
        return work->error == ENOENT || work->error == EACCES ? PROGRAM_MISSING : EXIT_FAILURE;
    while (waitpid(work->child, &status, 0) < 0)
        if (errno != EINTR)
            return EXIT_FAILURE;
    return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}

static bool read_picture(FILE *stream, struct picture *picture)
{
    long n = fseek(stream, 0, SEEK_END) == 0 ? ftell(stream) : -1;
    if (n <= 0)
        return false;
    *picture = (struct picture){malloc((size_t)n), (size_t)n};
    rewind(stream);
    if (picture->bytes && fread(picture->bytes, 1, picture->n, stream) == picture->n)
        return true;
    free(picture->bytes);
    *picture = (struct picture){NULL, 0};
    return false;
}

/* What gnuplot complained of, or only warned: its last line that says something. */
static void read_complaint(FILE *stream, char said[SAID_BYTES])
{
    char line[SAID_BYTES];
    said[0] = '\0';
    rewind(stream);
    while (fgets(line, sizeof line, stream)) {
        line[strcspn(line, "\n")] = '\0';
        if (line[strspn(line, " \t^")])
            memcpy(said, line, sizeof line);
    }
}

bool gnuplot_finish(struct gnuplot_work *work, struct picture *picture, struct messages *messages)
{
    char said[SAID_BYTES] = "";
    bool started = work->error == 0;
    int status = wait_for(work);
    *picture = (struct picture){NULL, 0};
    if (started)
        read_complaint(work->err, said);
    bool drawn = started && status == EXIT_SUCCESS && read_picture(work->out, picture);
    close_streams(work);
    if (drawn)
        return true;
    if (status == PROGRAM_MISSING)
        return fail(messages, TEXT_GNUPLOT_MISSING, "");
    return fail(messages, TEXT_GNUPLOT_FAILED, *said ? said : strerror(work->error));
}
