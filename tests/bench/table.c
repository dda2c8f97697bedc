#include "table.h"

void table_begin(struct table *t)
{
    printf("%-50s %-12s %9s %9s %7s %9s\n", "measure", "unit", "floor", "ours", "ratio", "budget");
    if (t->csv)
        fputs("measure,unit,floor,ours,ratio,budget,verdict\n", t->csv);
}

void table_group(const char *name)
{
    printf("%s\n", name);
}

/* Three significant digits or so. */
static void format(char *text, size_t size, double value)
{
    int decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : value >= 0.0995 ? 2 : 4;
    snprintf(text, size, "%.*f", decimals, value);
}

static const char *verdict(struct table *t, const struct row *row)
{
    if (row->kind == BUDGET_NONE)
        return "";
    double value = row->kind == BUDGET_RATIO ? row->value.ratio : row->value.ours;
    bool within = row->kind == BUDGET_LEAST ? value >= row->budget : value <= row->budget;
    *(within ? &t->within : &t->missed) += 1;
    return within ? "within" : "missed";
}

void table_row(struct table *t, const struct row *row)
{
    static const char *const sign[] = {"", "<=", "<=", ">="};
    char floor[16] = "", ours[16], ratio[16] = "", limit[16] = "", budget[20] = "";
    format(ours, sizeof ours, row->value.ours);
    if (row->value.floor > 0) {
        format(floor, sizeof floor, row->value.floor);
        format(ratio, sizeof ratio, row->value.ratio);
    }
    if (row->kind != BUDGET_NONE) {
        format(limit, sizeof limit, row->budget);
        snprintf(budget, sizeof budget, "%s%s%s", sign[row->kind], limit,
                 row->kind == BUDGET_RATIO ? "x" : "");
    }
    const char *how = verdict(t, row);
    printf("  %-48s %-12s %9s %9s %7s %9s %s\n", row->measure, row->unit, floor, ours, ratio,
           budget, how);
    fflush(stdout);
    if (t->csv)
        fprintf(t->csv, "\"%s\",%s,%s,%s,%s,%s,%s\n", row->measure, row->unit, floor, ours, ratio,
                budget, how);
}

void table_value(struct table *t, const char *measure, const char *unit, double value,
                 enum budget kind, double budget)
{
    table_row(t, &(struct row){measure, unit, {0, value, 0}, kind, budget});
}
