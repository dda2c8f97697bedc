#include "output/results_parts.h"

#include "output/row_axes.h"
#include "output/schema.h"

#include <stdlib.h>

static void put_texts(struct netcdf *netcdf, hid_t variable, size_t rows, const char *const *values)
{
    const char **texts = netcdf_memory(netcdf, rows, sizeof *texts);
    for (size_t i = 0; texts && i < rows; i++)
        texts[i] = values[i] ? values[i] : "";
    netcdf_put(netcdf, variable, NETCDF_TEXT, texts);
    free(texts);
}

void results_write_table(struct netcdf *netcdf, hid_t group, const char *dimension, size_t rows,
                         const struct table_column *columns, size_t n_columns)
{
    struct netcdf_axis axis = netcdf_dimension(netcdf, group, dimension, rows);
    const struct netcdf_axis *over[] = {&axis};
    for (size_t c = 0; c < n_columns; c++) {
        hid_t variable = netcdf_variable(netcdf, group, columns[c].name, columns[c].type, 1, over);
        if (rows == 0)
            continue;
        if (columns[c].type == NETCDF_TEXT)
            put_texts(netcdf, variable, rows, columns[c].values);
        else
            netcdf_put(netcdf, variable, columns[c].type, columns[c].values);
    }
}

void results_write_failures(struct netcdf *netcdf, const char *command, size_t n,
                            const struct failure *failures)
{
    hid_t group = netcdf_group(netcdf, netcdf->file, GROUP_FAILURES);
    char again[2048];
    snprintf(again, sizeof again, "%s --only REPLICATION", command ? command : "");
    netcdf_text(netcdf, group, "comment",
                "The replications that broke, and are left out everywhere.");
    netcdf_text(netcdf, group, "run_alone_by", n > 0 ? again : NULL);
    int32_t *replication = netcdf_memory(netcdf, n, sizeof *replication);
    const char **scenario = netcdf_memory(netcdf, n, sizeof *scenario);
    const char **reason = netcdf_memory(netcdf, n, sizeof *reason);
    for (size_t i = 0; i < n && !netcdf->failed; i++) {
        replication[i] = failures[i].replication;
        scenario[i] = failures[i].scenario;
        reason[i] = failures[i].reason;
    }
    struct table_column columns[] = {{NUMBERS_NAME, NETCDF_INT32, replication},
                                     {"scenario_name", NETCDF_TEXT, scenario},
                                     {"reason", NETCDF_TEXT, reason}};
    results_write_table(netcdf, group, "failure", n, columns, sizeof columns / sizeof columns[0]);
    free(replication);
    free(scenario);
    free(reason);
}
