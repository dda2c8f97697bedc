#define _DEFAULT_SOURCE /* wait4 */
#include "bench.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define NULL_ALTERNATIVE "scenarios/nullalternativ.yaml"
#define DUTY             "scenarios/bistandsplikt.yaml"
#define RESULTS          "build/bench.h5"

enum { RUN_ROUNDS = 3 };

/* What a finished process used. */
struct use {
    double wall, cpu; /* seconds */
    double peak;      /* MiB */
};

static double seconds_of(struct timeval t)
{
    return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

static _Noreturn void become(char *const *command)
{
    int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    execvp(command[0], command);
    _exit(127);
}

/* command: NULL at its end. */
static struct use run_program(char *const *command)
{
    struct rusage used;
    int status;
    double start = wall_seconds();
    pid_t child = fork();
    if (child == 0)
        become(command);
    if (child < 0 || wait4(child, &status, 0, &used) < 0 || status != 0) {
        fprintf(stderr, "bench: %s did not succeed\n", command[0]);
        exit(1);
    }
    return (struct use){wall_seconds() - start,
                        seconds_of(used.ru_utime) + seconds_of(used.ru_stime),
                        (double)used.ru_maxrss / 1024};
}

static double check_takes(void *context, uint32_t round)
{
    (void)round;
    char *program = context;
    return run_program((char *[]){program, "check", NULL_ALTERNATIVE, DUTY, NULL}).cpu;
}

static pid_t begin(char *const *command)
{
    pid_t child = fork();
    if (child == 0)
        become(command);
    if (child < 0) {
        fprintf(stderr, "bench: %s cannot be started\n", command[0]);
        exit(1);
    }
    return child;
}

static void finish(pid_t child)
{
    int status;
    if (waitpid(child, &status, 0) < 0 || status != 0) {
        fprintf(stderr, "bench: a run did not succeed\n");
        exit(1);
    }
}

/* Time on the wall of two runs at once, each with so many replications on one thread. */
static double two_runs(char *program, char *replications)
{
    static const char *const results[] = {RESULTS, "build/bench_2.h5"};
    double start = wall_seconds();
    pid_t child[2];
    for (int i = 0; i < 2; i++) {
        remove(results[i]);
        child[i] = begin((char *[]){program, "run", NULL_ALTERNATIVE, DUTY, "--replications",
                                    replications, "--seed", i ? "2" : "1", "--threads", "1",
                                    "--quiet", "--output", (char *)(uintptr_t)results[i], NULL});
    }
    for (int i = 0; i < 2; i++)
        finish(child[i]);
    double wall = wall_seconds() - start;
    remove(results[1]);
    return wall;
}

/* The whole program: reading, filling, computing, journal and file. Two independent runs fill twice
 * what one run with two threads fills once. */
static void efficiency_row(struct table *table, char *program)
{
    double share[RUN_ROUNDS];
    for (int i = 0; i < RUN_ROUNDS; i++) {
        double apart = two_runs(program, "6");
        remove(RESULTS);
        double start = wall_seconds();
        finish(begin((char *[]){program, "run", NULL_ALTERNATIVE, DUTY, "--replications", "12",
                                "--threads", "2", "--quiet", "--output", RESULTS, NULL}));
        share[i] = 100 * apart / (wall_seconds() - start);
    }
    table_value(table, "plassflyt run, 2 threads, of two runs' output", "%",
                median(share, RUN_ROUNDS), BUDGET_LEAST, 97);
}

/* Two ranks of one thread each, if the program for them has been made: a minute, for they take longer
 * to start and end. */
static void ranks_row(struct table *table, char *program)
{
    char ranked[256];
    snprintf(ranked, sizeof ranked, "%s-mpi", program);
    if (access(ranked, X_OK) != 0)
        return;
    setenv("OMPI_ALLOW_RUN_AS_ROOT", "1", 1);
    setenv("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1", 1);
    double apart = two_runs(program, "100");
    remove(RESULTS);
    double start = wall_seconds();
    finish(begin((char *[]){"mpirun", "-np", "2", ranked, "run", NULL_ALTERNATIVE, DUTY,
                            "--replications", "200", "--threads", "1", "--quiet", "--output",
                            RESULTS, NULL}));
    table_value(table, "plassflyt-mpi run, 2 ranks, of two runs' output", "%",
                100 * apart / (wall_seconds() - start), BUDGET_LEAST, 97);
}

static struct use run_study(char *program, char *threads)
{
    remove(RESULTS);
    return run_program((char *[]){program, "run", NULL_ALTERNATIVE, DUTY, "--replications", "8",
                                  "--threads", threads, "--quiet", "--output", RESULTS, NULL});
}

void program_rows(struct table *table, const char *path)
{
    char *program = strdup(path);
    table_group("the program");
    table_value(table, "plassflyt check, two policies", "s",
                measure_alone((struct contestant){check_takes, program}, 5), BUDGET_MOST, 0.1);
    efficiency_row(table, program);
    ranks_row(table, program);
    struct use one = run_study(program, "1"), two = run_study(program, "2");
    remove(RESULTS);
    table_value(table, "plassflyt run, 8 replications, 1 thread: peak", "MiB", one.peak,
                BUDGET_NONE, 0);
    table_value(table, "  a further thread", "MiB", two.peak - one.peak, BUDGET_MOST, 64);
    table_value(table, "plassflyt run, 8 replications, 2 threads", "s", two.wall, BUDGET_NONE, 0);
    table_value(table, "  processor time", "s", two.cpu, BUDGET_NONE, 0);
    free(program);
}
