#include "command/history_cut.h"

#include "engine/date.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_SIZE = 4096, DECEMBER = 12 };

int target_last_year(const struct target *target)
{
    char *rest;
    long first = strtol(target->when, &rest, 10);
    if (*rest != '-')
        return (int)first;
    long second = strtol(rest + 1, &rest, 10);
    return (int)(*rest == '-' ? first : second);
}

void history_ends_after(struct parameters *p, int last_year)
{
    int64_t end = date_days((struct date){last_year + 1, 1, 1});
    if (end >= (int64_t)p->end_date)
        return;
    double december = (double)date_days((struct date){last_year, DECEMBER, 1});
    p->end_date = (double)end;
    p->policy_date = p->policy_date < december ? p->policy_date : december;
}

/* ---- indices by calendar year ---- */

/* Cells from one calendar year to the next; 0: the parameter is not told by calendar year. */
static size_t year_stride(const struct shape *shape)
{
    size_t stride = 1;
    for (int d = shape->dimensions; d-- > 0;) {
        if (shape->dimension[d] == DIMENSION_INDEX_YEAR)
            return stride;
        stride *= (size_t)dimension_table[shape->dimension[d]].count;
    }
    return 0;
}

static int year_of(size_t category)
{
    return atoi(dimension_table[DIMENSION_INDEX_YEAR].category[category].name);
}

void freeze_indices(struct parameters *p, int year)
{
    for (int i = 0; i < N_PARAMETERS; i++) {
        const struct shape *shape = &parameter_table[i].shape;
        double *cells = parameter_cells(p, (enum parameter)i);
        size_t stride = year_stride(shape);
        for (size_t c = 0; stride > 0 && c < shape_cells(shape); c++) {
            size_t category = c / stride % N_INDEX_YEAR;
            if (category > 0 && year_of(category) > year)
                cells[c] = cells[c - stride];
        }
    }
}

char *temporary_folder(const struct invocation *invocation)
{
    const char *parent = getenv("TMPDIR");
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/plassflyt-XXXXXX", parent && *parent ? parent : "/tmp");
    if (mkdtemp(path))
        return strdup(path);
    refuse(invocation, TEXT_FILE_CREATE, ARGUMENTS(path, strerror(errno)));
    return NULL;
}
