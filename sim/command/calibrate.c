/* plassflyt calibrate: values inside their ranges with which the history comes near to published
 * figures. */
#include "command/calibrate_report.h"

#include "command/new_file.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const long default_replications = 16, default_iterations = 2;

enum { MOST_FITS = 1000, MOST_ITERATIONS = 50 };

/* ---- what was asked for ---- */

struct wishes {
    long replications, iterations, fits, seed;
    const char *output, *journal;
    char default_journal[PATH_MAX];
};

static bool read_wishes(const struct invocation *invocation, struct wishes *wishes)
{
    *wishes = (struct wishes){.replications = default_replications,
                              .iterations = default_iterations,
                              .seed = 1,
                              .output = option_value(invocation, "output"),
                              .journal = option_value(invocation, "journal")};
    if (!wishes->output) {
        refuse(invocation, TEXT_CALIBRATE_WHERE, NO_ARGUMENTS);
        return false;
    }
    if (!wishes->journal) {
        snprintf(wishes->default_journal, sizeof wishes->default_journal, "%s.journal",
                 wishes->output);
        wishes->journal = wishes->default_journal;
    }
    return option_number(invocation, "replications", 1, 100000, &wishes->replications) &&
           option_number(invocation, "iterations", 1, MOST_ITERATIONS, &wishes->iterations) &&
           option_number(invocation, "fits", 0, MOST_FITS, &wishes->fits) &&
           option_number(invocation, "seed", 0, UINT32_MAX, &wishes->seed);
}

/* A world, and nothing else: what is written has it as its base. */
static struct study *read_world(const struct invocation *invocation)
{
    struct study *study = read_study(invocation, invocation->operands, 1);
    if (!study || (study->n_policies == 1 && study->policies[0].n_files == 0))
        return study;
    refuse(invocation, TEXT_CALIBRATE_WANTS_WORLD, ARGUMENTS(invocation->operands[0]));
    study_free(study);
    return NULL;
}

/* ---- doing it ---- */

static bool take_evidence(const struct space *space, double *places)
{
    for (size_t i = 0; places && i < space->n; i++)
        places[i] = coordinate_place(&space->coordinates[i], space->coordinates[i].evidence);
    return places != NULL;
}

static int tell(const struct history *history, enum calibration_end end)
{
    if (end == CALIBRATION_START_FAILED)
        return refuse(history->invocation, TEXT_CALIBRATE_START_FAILED,
                      ARGUMENTS(history->space.study->world_name));
    print_messages(&history->messages, history->invocation->err);
    return EXIT_BAD_INPUT;
}

static int run_order(struct history *history, const struct calibration_order *order,
                     const struct wishes *wishes)
{
    struct calibration calibration;
    history->wanted = calibration_simulations(order);
    enum calibration_end end = calibrate(order, &calibration);
    bar_clear(&history->bar);
    const struct calibration_report report = {history, order, &calibration,
                                              history->invocation->operands[0], wishes->output};
    int status = EXIT_DONE;
    if (end != CALIBRATION_DONE)
        status = tell(history, end);
    else if (report_write(&report))
        report_print(&report);
    else
        status = EXIT_BAD_INPUT;
    calibration_free(&calibration);
    return status;
}

static int run(struct history *history, const struct wishes *wishes)
{
    double *places = calloc(history->space.n + 1, sizeof *places);
    history->replications = (int32_t)wishes->replications;
    history->seed = (uint32_t)wishes->seed;
    make_folders(wishes->journal);
    history->journal = calibration_journal_open(wishes->journal, &history->messages);
    const struct calibration_order order = {.n = history->space.n,
                                            .m = history->n_fitted,
                                            .goals = history->goals,
                                            .evidence = places,
                                            .iterations = (int)wishes->iterations,
                                            .fits = (int)wishes->fits,
                                            .seed = (uint32_t)wishes->seed,
                                            .simulate = history_simulate,
                                            .context = history};
    int status = take_evidence(&history->space, places) && history->journal
                     ? run_order(history, &order, wishes)
                     : tell(history, CALIBRATION_STOPPED);
    free(places);
    return status;
}

int command_calibrate(const struct invocation *invocation)
{
    struct wishes wishes;
    if (!read_wishes(invocation, &wishes) || !report_may_write(wishes.output, invocation))
        return EXIT_BAD_INPUT;
    struct study *study = read_world(invocation);
    if (!study)
        return EXIT_BAD_INPUT;
    struct history history;
    int status =
        history_make(&history, study, invocation) ? run(&history, &wishes) : EXIT_BAD_INPUT;
    history_free(&history);
    study_free(study);
    return status;
}
