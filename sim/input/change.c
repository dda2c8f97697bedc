#include "input/cells.h"
#include "input/parts.h"

#include "engine/date.h"

#include <string.h>

enum {
    PARAMETER,
    WHERE,
    BY,
    FROM,
    TO,
    RAMP,
    UNIT,
    VALUE,
    TIMES,
    PLUS,
    WHY,
    SOURCE,
    STATUS,
    N_FIELDS
};

enum { LONGEST_RAMP = 600 };

static const struct field change_fields[N_FIELDS] = {
    [PARAMETER] = {.name = "parameter", .required = true},
    [WHERE] = {.name = "where"},
    [BY] = {.name = "by"},
    [FROM] = {.name = "from"},
    [TO] = {.name = "to"},
    [RAMP] = {.name = "ramp"},
    [UNIT] = {.name = "unit"},
    [VALUE] = {.name = "value"},
    [TIMES] = {.name = "times"},
    [PLUS] = {.name = "plus"},
    [WHY] = {.name = "why"},
    [SOURCE] = {.name = "source"},
    [STATUS] = {.name = "status"},
};

static const char *parameter_name(size_t i, const void *context)
{
    (void)context;
    return parameter_table[i].name;
}

static const char *lever_name(size_t i, const void *context)
{
    (void)context;
    for (size_t p = 0, levers = 0; p < N_PARAMETERS; p++)
        if (parameter_table[p].role & LEVER && levers++ == i)
            return parameter_table[p].name;
    return "";
}

/* The nearest parameter that a policy may change. */
static const char *suggested_lever(struct reading *reading, const char *name)
{
    size_t n_levers = 0;
    for (int p = 0; p < N_PARAMETERS; p++)
        n_levers += (parameter_table[p].role & LEVER) != 0;
    struct names names = {n_levers, lever_name, NULL};
    return suggestion(reading, name, &names);
}

/* The parameter that is changed; -1 and a message if it is unknown or not a policy's to change. */
static int read_parameter(struct reading *reading, const struct yaml *node, bool dated)
{
    const char *name = read_text(reading, node);
    if (!name)
        return -1;
    int parameter = parameter_find(name);
    if (parameter < 0) {
        const char *nearest = dated ? suggested_lever(reading, name) : "";
        struct names names = {N_PARAMETERS, parameter_name, NULL};
        complain(reading, node, TEXT_UNKNOWN_PARAMETER,
                 ARGUMENTS(name, *nearest ? nearest : suggestion(reading, name, &names)));
    } else if (dated && !(parameter_table[parameter].role & LEVER)) {
        complain(reading, node, TEXT_NOT_A_LEVER, ARGUMENTS(name));
        parameter = -1;
    }
    return parameter;
}

/* ---- when ---- */

/* A world holds from the start; its changes have no dates. */
static bool has_no_dates(struct reading *reading, const struct field *f)
{
    for (int i = FROM; i <= RAMP; i++) {
        if (!f[i].value)
            continue;
        complain(reading, f[i].value->key, TEXT_WORLD_DATED, ARGUMENTS(f[i].name));
        return false;
    }
    return true;
}

/* What a world says of a value that it gives: how well that is known. A policy decides; nothing it
 * sets is known or not. */
static bool read_change_status(struct reading *reading, const struct field *f, bool dated,
                               struct change *change)
{
    change->status = N_STATUS;
    if (!f[STATUS].value)
        return true;
    if (dated) {
        complain(reading, f[STATUS].value->key, TEXT_POLICY_STATUS, NO_ARGUMENTS);
        return false;
    }
    read_status(reading, f[STATUS].value, &change->status);
    return true;
}

static const char *day_text(struct reading *reading, int64_t day)
{
    struct date date = date_of_days(day);
    return arena_print(reading->arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}

static bool read_dates(struct reading *reading, const struct yaml *entry, const struct field *f,
                       int64_t policy_date, struct change *change)
{
    change->to = INT64_MAX;
    if (!f[FROM].value) {
        complain(reading, entry, TEXT_MISSING_KEY, ARGUMENTS("from"));
        return false;
    }
    if (!read_month_start(reading, f[FROM].value, &change->from) ||
        (f[TO].value && !read_month_start(reading, f[TO].value, &change->to)))
        return false;
    if (change->from < policy_date)
        complain(reading, f[FROM].value, TEXT_BEFORE_POLICY_DATE,
                 ARGUMENTS(f[FROM].value->text, day_text(reading, policy_date)));
    else if (f[TO].value && change->to <= change->from)
        complain(reading, f[TO].value, TEXT_DATES_ORDER,
                 ARGUMENTS(f[TO].value->text, f[FROM].value->text));
    else
        return true;
    return false;
}

static bool read_ramp(struct reading *reading, const struct field *f, struct change *change)
{
    if (!f[RAMP].value)
        return true;
    if (parameter_quantity(change->parameter) == QUANTITY_SWITCH) {
        complain(reading, f[RAMP].value->key, TEXT_RAMP_OF_SWITCH,
                 ARGUMENTS(parameter_table[change->parameter].name));
        return false;
    }
    return read_whole_number(reading, f[RAMP].value, 0, LONGEST_RAMP, &change->ramp_months);
}

/* ---- what ---- */

/* Finds which one of value, times and plus is given; NULL and a message if it is not just one. */
static const struct field *find_operation(struct reading *reading, const struct yaml *entry,
                                          const struct field *f, struct change *change)
{
    const struct field *found = NULL;
    for (int i = VALUE; i <= PLUS; i++) {
        if (!f[i].value)
            continue;
        if (found) {
            complain(reading, f[i].value->key, TEXT_TWO_OPERATIONS,
                     ARGUMENTS(found->name, f[i].name));
            return NULL;
        }
        found = &f[i];
        change->operation = i == VALUE ? CHANGE_VALUE : i == TIMES ? CHANGE_TIMES : CHANGE_PLUS;
    }
    if (!found)
        complain(reading, entry, TEXT_NO_OPERATION, NO_ARGUMENTS);
    return found;
}

static struct amount amount_of_change(const struct change *change)
{
    struct amount amount = amount_of(change->parameter);
    if (change->operation == CHANGE_TIMES)
        amount.given = amount.canonical = UNIT_FACTOR;
    amount.bounded = change->operation == CHANGE_VALUE;
    return amount;
}

static bool read_what(struct reading *reading, const struct yaml *entry, const struct field *f,
                      struct change *change)
{
    const struct field *operation = find_operation(reading, entry, f, change);
    if (!operation)
        return false;
    const struct parameter_row *row = &parameter_table[change->parameter];
    enum quantity quantity = parameter_quantity(change->parameter);
    if ((quantity == QUANTITY_DATE || quantity == QUANTITY_SWITCH) &&
        change->operation != CHANGE_VALUE) {
        complain(reading, operation->value->key, TEXT_VALUE_ONLY, ARGUMENTS(row->name));
        return false;
    }
    struct amount amount = amount_of_change(change);
    enum dimension by[MAX_DIMENSIONS];
    int n_by;
    size_t cells = shape_cells(&row->shape);
    change->where = arena_take(reading->arena, cells * sizeof *change->where);
    change->amount = arena_take(reading->arena, cells * sizeof *change->amount);
    return read_unit(reading, f[UNIT].value, &amount) &&
           read_dimensions(reading, f[BY].value, row, by, &n_by) &&
           read_where(reading, f[WHERE].value, row, change->where) &&
           read_cells(reading, operation->value, &amount, by, n_by, change->amount);
}

static bool read_change(struct reading *reading, const struct yaml *entry, bool dated,
                        int64_t policy_date, struct change *change)
{
    struct field f[N_FIELDS];
    memcpy(f, change_fields, sizeof f);
    if (!fields_read(reading, entry, f, N_FIELDS))
        return false;
    int parameter = read_parameter(reading, f[PARAMETER].value, dated);
    if (parameter < 0)
        return false;
    change->parameter = (enum parameter)parameter;
    change->origin = (struct origin){entry->from->path, entry->line};
    change->why = read_text(reading, f[WHY].value);
    change->source = read_source_ids(reading, f[SOURCE].value);
    bool when =
        dated ? read_dates(reading, entry, f, policy_date, change) && read_ramp(reading, f, change)
              : has_no_dates(reading, f);
    bool status = read_change_status(reading, f, dated, change);
    return read_what(reading, entry, f, change) && when && status;
}

void changes_read(struct reading *reading, struct document *document, const struct yaml *list,
                  int64_t policy_date)
{
    if (!list)
        return;
    if (list->kind != YAML_LIST) {
        complain(reading, list->key, TEXT_WANTS_LIST, ARGUMENTS(list->key->text));
        return;
    }
    if (list->count > MOST_CHANGES) {
        complain(reading, list->key, TEXT_TOO_MANY, ARGUMENTS(number_text(reading, MOST_CHANGES)));
        return;
    }
    bool dated = document->format == FORMAT_POLICY;
    document->changes = arena_take(reading->arena, list->count * sizeof *document->changes);
    for (const struct yaml *entry = list->first; entry; entry = entry->next) {
        struct change change = {0};
        if (read_change(reading, entry, dated, policy_date, &change))
            document->changes[document->n_changes++] = change;
    }
}
