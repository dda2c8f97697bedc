#include "input/cells.h"
#include "input/parts.h"

#include <string.h>

const char *const status_name[N_STATUS] = {
    [STATUS_SEED] = "seed",
    [STATUS_FOUND] = "found",
    [STATUS_DERIVED] = "derived",
    [STATUS_ASSUMPTION] = "assumption",
    [STATUS_CALIBRATED] = "calibrated",
};

enum { UNIT, BY, VALUE, RANGE, FACTOR, FACTOR_BY, STATUS, SOURCE, YEAR, NOTE, N_FIELDS };

static const struct field entry_fields[N_FIELDS] = {
    [UNIT] = {.name = "unit", .required = true},
    [BY] = {.name = "by"},
    [VALUE] = {.name = "value", .required = true},
    [RANGE] = {.name = "range"},
    [FACTOR] = {.name = "factor"},
    [FACTOR_BY] = {.name = "factor_by"},
    [STATUS] = {.name = "status", .required = true},
    [SOURCE] = {.name = "source", .required = true},
    [YEAR] = {.name = "year"},
    [NOTE] = {.name = "note"},
};

static const char *status_at(size_t i, const void *context)
{
    (void)context;
    return status_name[i];
}

void read_status(struct reading *reading, const struct yaml *node, enum status *status)
{
    for (int s = 0; s < N_STATUS; s++) {
        if (strcmp(status_name[s], node->text) == 0) {
            *status = (enum status)s;
            return;
        }
    }
    struct names names = {N_STATUS, status_at, NULL};
    complain(reading, node, TEXT_UNKNOWN_STATUS,
             ARGUMENTS(node->text, suggestion(reading, node->text, &names)));
}

/* Reads [low, high]; false and a message if it is not two numbers in that order. */
static bool read_pair(struct reading *reading, const struct yaml *node, const struct amount *amount,
                      double *low, double *high)
{
    if (node->kind != YAML_LIST || node->count != 2) {
        complain(reading, node, TEXT_WANTS_PAIR, ARGUMENTS(node->key->text));
        return false;
    }
    if (!read_amount(reading, node->first, amount, low) ||
        !read_amount(reading, node->first->next, amount, high))
        return false;
    if (*low <= *high)
        return true;
    complain(reading, node, TEXT_PAIR_ORDER, ARGUMENTS(node->key->text));
    return false;
}

static void read_range(struct reading *reading, const struct yaml *node, const struct yaml *by,
                       const struct amount *amount, const double *cells, struct evidence *evidence)
{
    if (by) {
        complain(reading, node->key, TEXT_RANGE_OF_TABLE, NO_ARGUMENTS);
        return;
    }
    if (!read_pair(reading, node, amount, &evidence->low, &evidence->high))
        return;
    evidence->has_range = true;
    if (cells[0] < evidence->low || cells[0] > evidence->high)
        complain(reading, node, TEXT_RANGE_WITHOUT_VALUE,
                 ARGUMENTS(number_text(reading, evidence->low),
                           number_text(reading, evidence->high), number_text(reading, cells[0]),
                           amount->row->unit));
}

static void read_factor(struct reading *reading, const struct yaml *node,
                        const struct yaml *factor_by, const struct parameter_row *row,
                        struct evidence *evidence)
{
    struct amount factor = {row, UNIT_FACTOR, UNIT_FACTOR, false};
    if (!read_pair(reading, node, &factor, &evidence->low, &evidence->high))
        return;
    evidence->has_range = true;
    evidence->range_is_factor = true;
    if (evidence->low < 0 || evidence->low > 1 || evidence->high < 1)
        complain(reading, node, TEXT_FACTOR_WITHOUT_ONE, NO_ARGUMENTS);
    read_dimensions(reading, factor_by, row, evidence->factor_by, &evidence->factor_dimensions);
}

/* Reads how uncertain the value is. */
static void read_uncertainty(struct reading *reading, const struct field *f,
                             const struct amount *amount, const double *cells,
                             struct evidence *evidence)
{
    const struct yaml *range = f[RANGE].value;
    const struct yaml *factor = f[FACTOR].value;
    const struct yaml *any = range ? range : factor ? factor : f[FACTOR_BY].value;
    if (!any)
        return;
    if (!(amount->row->role & UNCERTAIN))
        complain(reading, any->key, TEXT_RANGE_OF_FIXED, ARGUMENTS(amount->row->name));
    else if (range && factor)
        complain(reading, factor->key, TEXT_RANGE_AND_FACTOR, NO_ARGUMENTS);
    else if (!range && !factor)
        complain(reading, any->key, TEXT_FACTOR_BY_ALONE, NO_ARGUMENTS);
    else if (factor)
        read_factor(reading, factor, f[FACTOR_BY].value, amount->row, evidence);
    else
        read_range(reading, range, f[BY].value, amount, cells, evidence);
}

static void read_entry_values(struct reading *reading, const struct field *f,
                              enum parameter parameter, struct evidence *evidence)
{
    struct amount amount = amount_of(parameter);
    double *cells = parameter_cells(&reading->study->value, parameter);
    enum dimension by[MAX_DIMENSIONS];
    int n_by;
    if (!read_unit(reading, f[UNIT].value, &amount) ||
        !read_dimensions(reading, f[BY].value, amount.row, by, &n_by) ||
        !read_cells(reading, f[VALUE].value, &amount, by, n_by, cells))
        return;
    struct origin origin = {evidence->origin.file, f[VALUE].value->key->line};
    check_shares(reading, &origin, parameter, cells);
    read_uncertainty(reading, f, &amount, cells, evidence);
}

static void read_entry(struct reading *reading, const struct yaml *entry, enum parameter parameter)
{
    struct evidence *evidence = &reading->study->evidence[parameter];
    if (evidence->present) {
        complain(reading, entry->key, TEXT_PARAMETER_TWICE,
                 ARGUMENTS(entry->key->text, evidence->origin.file,
                           number_text(reading, evidence->origin.line)));
        return;
    }
    evidence->present = true;
    evidence->origin = (struct origin){entry->from->path, entry->key->line};
    struct field f[N_FIELDS];
    memcpy(f, entry_fields, sizeof f);
    if (!fields_read(reading, entry, f, N_FIELDS))
        return;
    read_status(reading, f[STATUS].value, &evidence->status);
    evidence->source = read_source_ids(reading, f[SOURCE].value);
    evidence->year = read_text(reading, f[YEAR].value);
    evidence->note = read_text(reading, f[NOTE].value);
    read_entry_values(reading, f, parameter, evidence);
}

static const char *parameter_name(size_t i, const void *context)
{
    (void)context;
    return parameter_table[i].name;
}

void evidence_read(struct reading *reading, const struct document *document)
{
    for (const struct yaml *entry = document->root->first->next; entry; entry = entry->next) {
        const char *key = entry->key->text;
        int parameter = parameter_find(key);
        if (parameter >= 0) {
            read_entry(reading, entry, (enum parameter)parameter);
        } else if (strcmp(key, "title") != 0 && strcmp(key, "description") != 0) {
            struct names names = {N_PARAMETERS, parameter_name, NULL};
            complain(reading, entry->key, TEXT_UNKNOWN_PARAMETER,
                     ARGUMENTS(key, suggestion(reading, key, &names)));
        }
    }
}
