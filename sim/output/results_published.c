#include "output/results_parts.h"

#include "engine/date.h"
#include "output/schema.h"

#include <stdio.h>
#include <stdlib.h>

enum { DATE_LENGTH = 32 };

static const char *date_text(char *text, int64_t days)
{
    struct date date = date_of_days(days);
    snprintf(text, DATE_LENGTH, "%04d-%02d-%02d", date.year, date.month, date.day);
    return text;
}

enum { SERIES, MEASURE, DEFINITION, AREAS, DATE, PERIOD, UNIT, SOURCE, NOTE, N_WORDS };

static void write_columns(struct netcdf *netcdf, hid_t group, size_t n, const char *const *words,
                          const double *low, const double *high)
{
    struct table_column columns[] = {{"series", NETCDF_TEXT, words + SERIES * n},
                                     {"measure", NETCDF_TEXT, words + MEASURE * n},
                                     {"definition", NETCDF_TEXT, words + DEFINITION * n},
                                     {"areas", NETCDF_TEXT, words + AREAS * n},
                                     {"date", NETCDF_TEXT, words + DATE * n},
                                     {"period", NETCDF_TEXT, words + PERIOD * n},
                                     {"low", NETCDF_FLOAT64, low},
                                     {"high", NETCDF_FLOAT64, high},
                                     {"unit", NETCDF_TEXT, words + UNIT * n},
                                     {"source", NETCDF_TEXT, words + SOURCE * n},
                                     {"note", NETCDF_TEXT, words + NOTE * n}};
    results_write_table(netcdf, group, "figure", n, columns, sizeof columns / sizeof columns[0]);
}

void results_write_published(struct netcdf *netcdf, const struct study *study)
{
    size_t n = study->n_published;
    hid_t group = netcdf_group(netcdf, netcdf->file, GROUP_PUBLISHED);
    const char **words = netcdf_memory(netcdf, n * N_WORDS, sizeof *words);
    char(*dates)[DATE_LENGTH] = netcdf_memory(netcdf, n, sizeof *dates);
    double *low = netcdf_memory(netcdf, n, sizeof *low);
    double *high = netcdf_memory(netcdf, n, sizeof *high);
    for (size_t i = 0; i < n && !netcdf->failed; i++) {
        const struct published *p = &study->published[i];
        const char *const given[N_WORDS] = {
            p->series, p->measure, p->definition, p->areas, date_text(dates[i], p->date),
            p->period, p->unit,    p->source,     p->note};
        for (size_t w = 0; w < N_WORDS; w++)
            words[w * n + i] = given[w];
        low[i] = p->low;
        high[i] = p->high;
    }
    if (!netcdf->failed)
        write_columns(netcdf, group, n, words, low, high);
    free(words);
    free(dates);
    free(low);
    free(high);
}
