#include "output/merge.h"

#include "output/digest.h"
#include "output/identity.h"
#include "output/merge_run.h"
#include "output/merge_values.h"
#include "output/results_file.h"
#include "output/results_place.h"
#include "output/schema.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- what is merged ---- */

/* A part is not replaced by the whole: it might be wanted again. */
static bool output_is_no_part(const struct merge_order *order, struct messages *messages)
{
    struct stat output, part;
    if (stat(order->output, &output) != 0)
        return true;
    for (size_t i = 0; i < order->n; i++)
        if (stat(order->paths[i], &part) == 0 && part.st_dev == output.st_dev &&
            part.st_ino == output.st_ino) {
            results_file_message(order->output, messages, TEXT_MERGE_INTO_PART, NULL, NULL, NULL);
            return false;
        }
    return true;
}

/* Nor is another run's file: only what the same parts, or the undivided run, would make anew. */
static bool output_is_no_other_run(const struct merge_inputs *inputs)
{
    const char *output = inputs->order->output;
    struct results_held held = {.answer = access(output, F_OK) ? RESULTS_NONE : RESULTS_OTHER_RUN};
    struct identity whole = {.text = merge_inputs_identity(inputs)};
    whole.values = whole.text ? strlen(whole.text) : 0;
    if (whole.text)
        results_held(output, &whole, &held);
    identity_free(&whole);
    if (held.answer == RESULTS_NONE || held.answer == RESULTS_SAME)
        return true;
    results_file_message(output, inputs->messages, TEXT_MERGE_OTHER_THERE,
                         held.difference[0] ? held.difference : "?", NULL, NULL);
    return false;
}

/* Finds the row axes in the first part and reads the numbers along them from all. */
static bool read_rows(struct merge_frame *frame, struct merge_inputs *inputs)
{
    struct dataset_paths paths;
    bool good = dataset_paths_find(frame->first, &paths);
    if (good)
        row_axes_find(frame->first, &paths, &frame->axes);
    else
        results_file_unreadable(inputs->input[0].path, "/", inputs->messages);
    dataset_paths_free(&paths);
    for (size_t i = 0; good && i < frame->axes.n; i++)
        good = merge_rows_read(&frame->rows[i], inputs, frame->axes.axis[i].numbers);
    return good;
}

static void count(const struct merge_frame *frame, struct merge_outcome *outcome)
{
    outcome->wanted = frame->asked;
    for (size_t i = 0; i < frame->axes.n; i++) {
        int32_t rows = (int32_t)frame->rows[i].total;
        if (strcmp(frame->axes.axis[i].numbers, REPLICATION_SCALE) == 0)
            outcome->finished = rows;
        else if (strcmp(frame->axes.axis[i].numbers, GROUP_FAILURES "/" NUMBERS_NAME) == 0)
            outcome->failed = rows;
    }
}

/* ---- writing ---- */

static int scales_of(const struct merge_frame *frame)
{
    int n = 0;
    for (size_t i = 0; i < frame->n; i++)
        n += frame->dataset[i].scale;
    return n;
}

/* The digest is computed from what lies in the file, so it also proves that the file can be read. */
static bool seal(struct netcdf *netcdf, const struct merge_order *order,
                 struct merge_outcome *outcome, struct messages *messages)
{
    netcdf_flush(netcdf);
    if (!netcdf->failed && !digest_of_file(netcdf->file, order->output, outcome->digest, messages))
        return false;
    netcdf_text(netcdf, netcdf->file, DIGEST_ATTRIBUTE, outcome->digest);
    return true;
}

static bool write_all(struct merge_frame *frame, struct merge_inputs *inputs, time_t started)
{
    merge_frame_build(frame);
    frame->netcdf->dimensions = scales_of(frame);
    return !frame->netcdf->failed && merge_values(frame, inputs) &&
           merge_run_write(frame->netcdf, inputs, started);
}

/* Writes the whole into a temporary file and puts that in place. */
static bool write_file(struct merge_frame *frame, struct merge_inputs *inputs, time_t started,
                       struct merge_outcome *outcome)
{
    struct netcdf *netcdf = frame->netcdf;
    const struct merge_order *order = inputs->order;
    char *temporary = results_place_temporary(order->output, NULL);
    if (!temporary) {
        results_file_message(order->output, inputs->messages, TEXT_RESULTS_CREATE, strerror(errno),
                             NULL, NULL);
        return false;
    }
    outcome->broken = true; /* from here on only the machine can fail */
    netcdf_create(netcdf, temporary);
    bool good = write_all(frame, inputs, started) && seal(netcdf, order, outcome, inputs->messages);
    good = netcdf_close(netcdf) && good;
    if (netcdf->failed)
        results_file_message(order->output, inputs->messages, TEXT_RESULTS_WRITE, netcdf->object,
                             netcdf->reason, NULL);
    good = good && results_place_take(temporary, order->output, inputs->messages);
    outcome->broken = !good;
    if (!good)
        unlink(temporary);
    free(temporary);
    return good;
}

static bool merge_opened(struct merge_inputs *inputs, time_t started, struct merge_outcome *outcome)
{
    struct netcdf netcdf = {.open = false};
    struct merge_frame frame = {.netcdf = &netcdf, .asked = inputs->input[0].marks.whole};
    frame.inputs = inputs;
    frame.first = merge_inputs_file(inputs, 0);
    bool good = frame.first >= 0 && read_rows(&frame, inputs);
    if (good) {
        count(&frame, outcome);
        good = write_file(&frame, inputs, started, outcome);
    }
    merge_frame_free(&frame);
    return good;
}

bool merge_parts(const struct merge_order *order, struct merge_outcome *outcome,
                 struct messages *messages)
{
    struct merge_inputs inputs;
    time_t started = time(NULL);
    *outcome = (struct merge_outcome){0};
    if (!results_place_is_free(order->output, messages) || !output_is_no_part(order, messages))
        return false;
    bool good = merge_inputs_open(&inputs, order, messages) && output_is_no_other_run(&inputs) &&
                merge_opened(&inputs, started, outcome);
    outcome->stopped = !good && merge_inputs_stopped(&inputs);
    outcome->broken |= outcome->stopped;
    if (outcome->stopped)
        message_add(messages, NULL, 0, 0, NULL, TEXT_MERGE_STOPPED, ARGUMENTS(order->output));
    merge_inputs_close(&inputs);
    return good;
}
