#include "analysis/gnuplot.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROGRAM_MISSING = 127, SAID_BYTES = 512 };

extern char **environ;

/* Standard input, output and error of the program. */
struct streams {
    FILE *in, *out, *err;
};

static bool fail(struct messages *messages, enum text text, const char *why)
{
    message_add(messages, NULL, 0, 0, NULL, text, ARGUMENTS(why));
    return false;
}

static void close_streams(struct streams *streams)
{
    FILE *const all[] = {streams->in, streams->out, streams->err};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i])
            fclose(all[i]);
}

static bool open_streams(struct streams *streams, const char *heading, const char *script)
{
    *streams = (struct streams){tmpfile(), tmpfile(), tmpfile()};
    return streams->in && streams->out && streams->err && fputs(heading, streams->in) >= 0 &&
           fputs(script, streams->in) >= 0 && fflush(streams->in) == 0 &&
           lseek(fileno(streams->in), 0, SEEK_SET) == 0;
}

/* Starts gnuplot and waits for it; its exit status, PROGRAM_MISSING if there is none. */
static int run(const struct streams *streams)
{
    char *const argv[] = {"gnuplot", "--default-settings", NULL};
    posix_spawn_file_actions_t actions;
    pid_t child;
    int status = 0;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return EXIT_FAILURE;
    posix_spawn_file_actions_adddup2(&actions, fileno(streams->in), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, fileno(streams->out), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, fileno(streams->err), STDERR_FILENO);
    int error = posix_spawnp(&child, argv[0], &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error)
        return error == ENOENT || error == EACCES ? PROGRAM_MISSING : EXIT_FAILURE;
    while (waitpid(child, &status, 0) < 0)
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

bool gnuplot_draw(const char *heading, const char *script, struct picture *picture,
                  struct messages *messages)
{
    struct streams streams;
    char said[SAID_BYTES] = "";
    *picture = (struct picture){NULL, 0};
    if (!open_streams(&streams, heading, script)) {
        fail(messages, TEXT_CANNOT_WRITE, strerror(errno));
        close_streams(&streams);
        return false;
    }
    int status = run(&streams);
    read_complaint(streams.err, said);
    bool drawn = status == EXIT_SUCCESS && read_picture(streams.out, picture);
    close_streams(&streams);
    if (drawn)
        return true;
    if (status == PROGRAM_MISSING)
        return fail(messages, TEXT_GNUPLOT_MISSING, "");
    return fail(messages, TEXT_GNUPLOT_FAILED, *said ? said : strerror(errno));
}
