#include "output/results_parts.h"

#include "output/schema.h"

#include <gsl/gsl_version.h>
#include <isa-l.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <xxhash.h>

static void write_word(struct netcdf *netcdf, hid_t group, const char *name, const char *value)
{
    const char *const values[] = {value};
    hid_t variable = netcdf_variable(netcdf, group, name, NETCDF_TEXT, 0, NULL);
    netcdf_put(netcdf, variable, NETCDF_TEXT, values);
}

static void write_seconds(struct netcdf *netcdf, hid_t group, const char *name, double seconds)
{
    hid_t variable = netcdf_variable(netcdf, group, name, NETCDF_FLOAT64, 0, NULL);
    netcdf_text(netcdf, variable, "units", "s");
    netcdf_put(netcdf, variable, NETCDF_FLOAT64, &seconds);
}

static void write_time(struct netcdf *netcdf, hid_t group, const char *name, time_t when)
{
    char text[32];
    struct tm utc;
    gmtime_r(&when, &utc);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    write_word(netcdf, group, name, text);
}

static void write_host(struct netcdf *netcdf, hid_t group)
{
    struct utsname host;
    char system[512];
    if (uname(&host) != 0)
        return;
    snprintf(system, sizeof system, "%s %s %s", host.sysname, host.release, host.machine);
    write_word(netcdf, group, "host", host.nodename);
    write_word(netcdf, group, "system", system);
}

static void write_libraries(struct netcdf *netcdf, hid_t group)
{
    char text[160];
    unsigned major, minor, release;
    H5get_libversion(&major, &minor, &release);
    snprintf(text, sizeof text,
             "HDF5 %u.%u.%u, ISA-L %d.%d.%d, libdeflate %s, GSL %s, xxHash %u.%u.%u", major, minor,
             release, ISAL_MAJOR_VERSION, ISAL_MINOR_VERSION, ISAL_PATCH_VERSION,
             LIBDEFLATE_VERSION_STRING, gsl_version, XXH_versionNumber() / 10000,
             XXH_versionNumber() / 100 % 100, XXH_versionNumber() % 100);
    write_word(netcdf, group, "libraries", text);
}

/* The name without its folders: what lies outside is nobody else's. */
static void write_study(struct netcdf *netcdf, hid_t group, const struct input_file *file)
{
    const char *slash = strrchr(file->path, '/');
    write_word(netcdf, group, "study_name", slash ? slash + 1 : file->path);
    write_word(netcdf, group, "study", file->text);
}

/* A replication is what it is whether a wish for precision or a number asked for it: so this too lies
 * outside the digest. All of it follows from what lies inside. */
static void write_precision(struct netcdf *netcdf, hid_t run,
                            const struct results_precision *precision)
{
    hid_t group = netcdf_group(netcdf, run, GROUP_PRECISION);
    netcdf_text(netcdf, group, "comment",
                "Half-widths that were wanted, and what they were when the run stopped.");
    netcdf_numbers(netcdf, group, "confidence", 1, &precision->confidence);
    netcdf_integers(netcdf, group, "batch", 1, &precision->batch);
    netcdf_integers(netcdf, group, "least", 1, &precision->least);
    netcdf_integers(netcdf, group, "most", 1, &precision->most);
    size_t n = precision->n;
    const char **words = netcdf_memory(netcdf, 4 * n, sizeof *words);
    double *numbers = netcdf_memory(netcdf, 4 * n, sizeof *numbers);
    int32_t *reached = netcdf_memory(netcdf, n, sizeof *reached);
    for (size_t i = 0; words && numbers && reached && i < n; i++) {
        const struct precision_row *row = &precision->row[i];
        words[i] = row->indicator;
        words[n + i] = row->category;
        words[2 * n + i] = row->scenario;
        words[3 * n + i] = row->of_change ? "change" : "level";
        numbers[i] = row->wanted;
        numbers[n + i] = row->relative;
        numbers[2 * n + i] = row->mean;
        numbers[3 * n + i] = row->half_width;
        reached[i] = row->reached;
    }
    struct table_column columns[] = {{"indicator", NETCDF_TEXT, words},
                                     {"category", NETCDF_TEXT, words + n},
                                     {"scenario_name", NETCDF_TEXT, words + 2 * n},
                                     {"of", NETCDF_TEXT, words + 3 * n},
                                     {"wanted_half_width", NETCDF_FLOAT64, numbers},
                                     {"wanted_relative", NETCDF_FLOAT64, numbers + n},
                                     {"mean", NETCDF_FLOAT64, numbers + 2 * n},
                                     {"half_width", NETCDF_FLOAT64, numbers + 3 * n},
                                     {"reached", NETCDF_INT32, reached}};
    if (words && numbers && reached)
        results_write_table(netcdf, group, "goal", n, columns, sizeof columns / sizeof columns[0]);
    free(words);
    free(numbers);
    free(reached);
}

void results_write_run(struct netcdf *netcdf, const struct results_header *header, time_t started)
{
    time_t finished = time(NULL);
    hid_t group = netcdf_group(netcdf, netcdf->file, GROUP_RUN);
    netcdf_text(netcdf, group, "comment", "How this file came about; not part of the digest.");
    if (header->identity)
        netcdf_text(netcdf, group, IDENTITY_ATTRIBUTE, header->identity->text);
    write_word(netcdf, group, "program", "Plassflyt " PLASSFLYT_VERSION);
    write_word(netcdf, group, "command", header->command ? header->command : "");
    if (header->precision)
        write_precision(netcdf, group, header->precision);
    if (header->study_file)
        write_study(netcdf, group, header->study_file);
    write_host(netcdf, group);
    write_time(netcdf, group, "started", started);
    write_time(netcdf, group, "finished", finished);
    write_seconds(netcdf, group, "wall_time", difftime(finished, started));
    write_seconds(netcdf, group, "cpu_time", (double)clock() / CLOCKS_PER_SEC);
    write_word(netcdf, group, "compiler", __VERSION__);
    write_word(netcdf, group, "flags", PLASSFLYT_FLAGS);
    write_libraries(netcdf, group);
}
