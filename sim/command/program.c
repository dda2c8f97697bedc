#include "command/program.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { STATUS_NOT_FOUND = 127 };

static int spawn(const char *const *argv, int err, pid_t *child)
{
    posix_spawn_file_actions_t actions;
    int error = posix_spawn_file_actions_init(&actions);
    if (error)
        return error;
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
    /* posix_spawn does not write to argv: its type is older than const */
    error = posix_spawnp(child, argv[0], &actions, NULL, (char *const *)(void *)argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

struct program program_start(const char *const *argv)
{
    struct program program = {.name = argv[0], .err = tmpfile()};
    if (!program.err)
        return program;
    int error = spawn(argv, fileno(program.err), &program.child);
    if (error)
        program.child = 0;
    program.missing = error == ENOENT || error == EACCES;
    return program;
}

/* The last line of a stream that says something. */
static void read_last(FILE *stream, char said[PROGRAM_SAID])
{
    char line[PROGRAM_SAID];
    rewind(stream);
    while (fgets(line, sizeof line, stream)) {
        line[strcspn(line, "\n")] = '\0';
        if (line[strspn(line, " \t")])
            memcpy(said, line, sizeof line);
    }
}

enum program_end program_wait(struct program *program, char said[PROGRAM_SAID])
{
    int status = -1;
    said[0] = '\0';
    while (program->child > 0 && waitpid(program->child, &status, 0) < 0)
        if (errno != EINTR)
            break;
    if (program->err) {
        read_last(program->err, said);
        fclose(program->err);
    }
    bool ended = program->child > 0 && WIFEXITED(status);
    if (program->missing || (ended && WEXITSTATUS(status) == STATUS_NOT_FOUND))
        return PROGRAM_MISSING;
    return ended && WEXITSTATUS(status) == EXIT_SUCCESS ? PROGRAM_DONE : PROGRAM_FAILED;
}
