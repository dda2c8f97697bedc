#include "output/merge_run.h"

#include "output/identity.h"
#include "output/results_file.h"
#include "output/results_parts.h"
#include "output/schema.h"

#include <stdlib.h>
#include <string.h>

enum { COMMAND, HOST, STARTED, FINISHED, N_TOLD_TEXTS };
static const char *const text_name[N_TOLD_TEXTS] = {"command", "host", "started", "finished"};

/* What is told of the parts, column by column. */
struct told {
    size_t n;
    char **text[N_TOLD_TEXTS]; /* [n] */
    const char **digest;
    int32_t *part;
    double *cpu_time;
};

/* A text of /run, to be freed; NULL if it has none of that name. */
static char *read_text(hid_t group, const char *name)
{
    if (H5Lexists(group, name, H5P_DEFAULT) <= 0)
        return NULL;
    char *text = NULL;
    hid_t dataset = H5Dopen2(group, name, H5P_DEFAULT), type = H5Dget_type(dataset);
    if (H5Tis_variable_str(type) > 0)
        H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, &text);
    H5Tclose(type);
    H5Dclose(dataset);
    return text;
}

static void ask(struct told *told, size_t i, hid_t file)
{
    hid_t group = H5Gopen2(file, GROUP_RUN, H5P_DEFAULT);
    if (group < 0)
        return;
    for (int t = 0; t < N_TOLD_TEXTS; t++)
        told->text[t][i] = read_text(group, text_name[t]);
    if (H5Lexists(group, "cpu_time", H5P_DEFAULT) > 0) {
        hid_t dataset = H5Dopen2(group, "cpu_time", H5P_DEFAULT);
        H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, &told->cpu_time[i]);
        H5Dclose(dataset);
    }
    H5Gclose(group);
}

static bool ask_all(struct told *told, struct merge_inputs *inputs)
{
    for (size_t i = 0; i < inputs->n; i++) {
        hid_t file = merge_inputs_file(inputs, i);
        if (file < 0)
            return false;
        told->part[i] = inputs->input[i].marks.part;
        told->digest[i] = inputs->input[i].digest;
        ask(told, i, file);
    }
    return true;
}

static void write_told(struct netcdf *netcdf, const struct told *told)
{
    const struct table_column columns[] = {
        {"part_number", NETCDF_INT32, told->part},
        {"part_digest", NETCDF_TEXT, told->digest},
        {"part_command", NETCDF_TEXT, told->text[COMMAND]},
        {"part_host", NETCDF_TEXT, told->text[HOST]},
        {"part_started", NETCDF_TEXT, told->text[STARTED]},
        {"part_finished", NETCDF_TEXT, told->text[FINISHED]},
        {"part_cpu_time", NETCDF_FLOAT64, told->cpu_time},
    };
    hid_t group = netcdf->failed ? -1 : H5Gopen2(netcdf->file, GROUP_RUN, H5P_DEFAULT);
    if (netcdf_good(netcdf, group, GROUP_RUN))
        results_write_table(netcdf, group, "part", told->n, columns,
                            sizeof columns / sizeof columns[0]);
}

static void forget(struct told *told)
{
    for (int t = 0; t < N_TOLD_TEXTS; t++) {
        for (size_t i = 0; told->text[t] && i < told->n; i++)
            free(told->text[t][i]);
        free(told->text[t]);
    }
    free(told->digest);
    free(told->part);
    free(told->cpu_time);
}

/* What the parts were told, but for which part each is: so that a run of all of them finds itself. */
static void write_run(struct netcdf *netcdf, struct merge_inputs *inputs, time_t started)
{
    hid_t group = H5Gopen2(merge_inputs_file(inputs, 0), GROUP_RUN, H5P_DEFAULT);
    char *name = read_text(group, "study_name"), *text = read_text(group, "study");
    struct identity identity = {.text = results_file_text(group, IDENTITY_ATTRIBUTE)};
    const struct input_file study = {.path = name, .text = text};
    const struct results_header header = {.command = inputs->order->command,
                                          .study_file = name && text ? &study : NULL,
                                          .identity = identity.text ? &identity : NULL};
    if (identity.text)
        identity_leave_part(identity.text);
    results_write_run(netcdf, &header, started);
    identity_free(&identity);
    free(name);
    free(text);
    H5Gclose(group);
}

bool merge_run_write(struct netcdf *netcdf, struct merge_inputs *inputs, time_t started)
{
    struct told told = {.n = inputs->n};
    for (int t = 0; t < N_TOLD_TEXTS; t++)
        told.text[t] = netcdf_memory(netcdf, told.n, sizeof *told.text[t]);
    told.digest = netcdf_memory(netcdf, told.n, sizeof *told.digest);
    told.part = netcdf_memory(netcdf, told.n, sizeof *told.part);
    told.cpu_time = netcdf_memory(netcdf, told.n, sizeof *told.cpu_time);
    bool good = !netcdf->failed && ask_all(&told, inputs);
    if (good) {
        write_run(netcdf, inputs, started);
        write_told(netcdf, &told);
    }
    forget(&told);
    return good;
}
