/* plassflyt check: what was understood. */
#include "command/check_study.h"
#include "command/foresight.h"
#include "command/show.h"
#include "engine/date.h"
#include "input/fields.h"
#include "model/arrival.h"

#include <string.h>

/* What is counted over a world's evidence. */
struct tally {
    size_t of_status[N_STATUS];
    size_t without_range;
};

static struct tally count_evidence(const struct study *study)
{
    struct tally tally = {0};
    for (int p = 0; p < N_PARAMETERS; p++) {
        const struct evidence *evidence = &study->evidence[p];
        tally.of_status[evidence->status]++;
        tally.without_range += parameter_table[p].role & UNCERTAIN && !evidence->has_range;
    }
    return tally;
}

static const char *number(struct arena *arena, size_t n)
{
    return arena_print(arena, "%zu", n);
}

static const char *day_of(struct arena *arena, const struct study *study, enum parameter parameter)
{
    return show_day(arena, (int64_t)*parameter_cells_const(&study->value, parameter));
}

/* ---- for people ---- */

/* "96 assumed, 20 found in a source". */
static const char *status_counts(const struct invocation *invocation, struct arena *arena,
                                 const struct tally *tally)
{
    static const enum text texts[N_STATUS] = {TEXT_STATUS_SEED, TEXT_STATUS_FOUND,
                                              TEXT_STATUS_DERIVED, TEXT_STATUS_ASSUMPTION,
                                              TEXT_STATUS_CALIBRATED};
    const char *all = "";
    for (int s = 0; s < N_STATUS; s++) {
        if (tally->of_status[s] == 0)
            continue;
        char part[128];
        const char *count = number(arena, tally->of_status[s]);
        text_format(part, sizeof part, invocation->language, texts[s], &count, 1);
        all = arena_print(arena, "%s%s%s", all, *all ? ", " : "", part);
    }
    return all;
}

static void print_world(const struct invocation *invocation, struct arena *arena,
                        const struct study *study)
{
    FILE *out = invocation->out;
    struct tally tally = count_evidence(study);
    print_text(invocation, TEXT_CHECK_WORLD,
               ARGUMENTS(study->world_name, study->world_title[invocation->language]));
    fputs("\n  ", out);
    print_text(invocation, TEXT_CHECK_DATES,
               ARGUMENTS(day_of(arena, study, PARAMETER_history_start),
                         day_of(arena, study, PARAMETER_policy_date),
                         day_of(arena, study, PARAMETER_end_date)));
    fputs("\n  ", out);
    print_text(invocation, TEXT_CHECK_PARAMETERS,
               ARGUMENTS(number(arena, N_PARAMETERS), number(arena, N_PARAMETER_CELLS),
                         status_counts(invocation, arena, &tally)));
    if (tally.without_range) {
        fputs("\n  ", out);
        print_text(invocation, TEXT_CHECK_NO_RANGE, ARGUMENTS(number(arena, tally.without_range)));
    }
    if (study->n_world_changes) {
        fputs("\n  ", out);
        print_text(invocation, TEXT_CHECK_WORLD_CHANGES,
                   ARGUMENTS(number(arena, study->n_world_changes)));
        for (size_t i = 0; i < study->n_world_changes; i++)
            fprintf(out, "\n    %s",
                    show_change(arena, &study->world_changes[i], invocation->language));
    }
    fputs("\n  ", out);
    print_text(invocation, TEXT_CHECK_FILES,
               ARGUMENTS(number(arena, study->n_files), number(arena, study->n_sources)));
    fputc('\n', out);
}

/* ---- a count to start from ---- */

static void print_odd(const struct invocation *invocation, enum text text,
                      const char *const *arguments, int n)
{
    fputs("    ", invocation->out);
    print_text(invocation, text, arguments, n);
    fputc('\n', invocation->out);
}

/* Institutions with more children than the world has places. */
static void print_crowded(const struct invocation *invocation, struct arena *arena,
                          const struct study *study)
{
    size_t children[N_UNIT_KIND][N_AREA] = {{0}};
    const struct parameters *p = &study->value;
    for (int i = 0; i < study->count->n_children; i++) {
        const struct counted_child *c = &study->count->children[i];
        if (place_table[c->place].kind == PLACE_KIND_INSTITUTION && c->place != PLACE_COMBINED)
            children[(c->place - PLACE_ACUTE_PUBLIC) / N_OWNER][c->placed_in]++;
    }
    int year = index_year(date_of_days(study->count->date).year);
    for (int k = 0; k < N_UNIT_KIND; k++)
        for (int a = 0; a < N_AREA; a++) {
            double places = 0;
            for (int o = 0; o < N_OWNER; o++)
                places += p->institution_places[k][o] * p->institution_area[a] *
                          p->institution_index[k][year] * p->institution_multiplier[k][o][a];
            if ((double)children[k][a] > 1.15 * places + 2)
                print_odd(invocation, TEXT_CHECK_ODD_CROWDED,
                          ARGUMENTS(number(arena, children[k][a]),
                                    dimension_table[DIMENSION_UNIT_KIND].category[k].name,
                                    dimension_table[DIMENSION_AREA].category[a].name,
                                    number(arena, (size_t)(places + 0.5))));
        }
}

static void print_left_out(const struct invocation *invocation, struct arena *arena,
                           const struct count *count)
{
    const char *all = "";
    for (int a = 0; a < N_AREA; a++)
        if (!count->counted[a])
            all = arena_print(arena, "%s%s%s", all, *all ? ", " : "",
                              dimension_table[DIMENSION_AREA].category[a].name);
    if (*all)
        print_odd(invocation, TEXT_CHECK_ODD_LEFT_OUT, ARGUMENTS(all));
}

static void print_start(const struct invocation *invocation, struct arena *arena,
                        const struct study *study)
{
    const struct count *count = study->count;
    int empty = 0, idle = count_homes(count, COUNTED_IDLE), foster = count_waiting(count, NOT_TOLD);
    for (int s = 0; s < COUNTED_OCCUPIED; s++)
        empty += count_homes(count, (enum counted_state)s);
    int units = count_waiting(count, UNIT_KIND_CARE) + count_waiting(count, UNIT_KIND_TREATMENT);
    fputs("  ", invocation->out);
    print_text(invocation, TEXT_CHECK_START,
               ARGUMENTS(count->name, count->title[invocation->language],
                         number(arena, (size_t)count->n_children), number(arena, (size_t)foster),
                         number(arena, (size_t)units), number(arena, (size_t)empty)));
    fputc('\n', invocation->out);
    print_left_out(invocation, arena, count);
    if (!count->on_the_way_told)
        print_odd(invocation, TEXT_CHECK_ODD_ON_THE_WAY, NO_ARGUMENTS);
    if (idle == 0)
        print_odd(invocation, TEXT_CHECK_ODD_NO_IDLE, NO_ARGUMENTS);
    if (foster == 0)
        print_odd(invocation, TEXT_CHECK_ODD_QUEUE, NO_ARGUMENTS);
    print_crowded(invocation, arena, study);
}

static void print_scenario(const struct invocation *invocation, struct arena *arena,
                           const struct study *study, const struct policy *policy)
{
    print_text(invocation, TEXT_CHECK_SCENARIO,
               ARGUMENTS(policy->name, policy->title[invocation->language]));
    if (policy->n_changes == 0)
        fprintf(invocation->out, "\n  %s", say(invocation, TEXT_CHECK_NO_CHANGES));
    for (size_t i = 0; i < policy->n_changes; i++) {
        const struct change *change = &policy->changes[i];
        fprintf(invocation->out, "\n  %s  %s", show_dates(arena, change, invocation->language),
                show_change(arena, change, invocation->language));
        if (change->from >= (int64_t)study->value.end_date)
            fprintf(invocation->out, " – %s", say(invocation, TEXT_CHECK_AFTER_END));
    }
    fputc('\n', invocation->out);
}

/* ---- for machines ---- */

static void json_field(const char *key, const char *text, FILE *out)
{
    json_string(key, out);
    fputs(": ", out);
    json_string(text, out);
}

static void json_scenario(const struct invocation *invocation, struct arena *arena,
                          const struct policy *policy)
{
    FILE *out = invocation->out;
    fputs("{", out);
    json_field("name", policy->name, out);
    fputs(", ", out);
    json_field("title", policy->title[invocation->language], out);
    fputs(", \"changes\": [", out);
    for (size_t i = 0; i < policy->n_changes; i++) {
        const struct change *change = &policy->changes[i];
        fputs(i ? ", {" : "{", out);
        json_field("parameter", parameter_table[change->parameter].name, out);
        fputs(", ", out);
        json_field("from", show_day(arena, change->from), out);
        if (change->to != INT64_MAX) {
            fputs(", ", out);
            json_field("to", show_day(arena, change->to), out);
        }
        fprintf(out, ", \"ramp\": %d, ", change->ramp_months);
        json_field("change", show_change(arena, change, LANGUAGE_EN), out);
        fputs("}", out);
    }
    fputs("]}", out);
}

static void json_study(const struct invocation *invocation, struct arena *arena,
                       const struct study *study, const struct foresight *foresight)
{
    FILE *out = invocation->out;
    struct tally tally = count_evidence(study);
    fputs("{\"world\": {", out);
    json_field("name", study->world_name, out);
    fputs(", ", out);
    json_field("title", study->world_title[invocation->language], out);
    fputs(", ", out);
    json_field("history_start", day_of(arena, study, PARAMETER_history_start), out);
    fputs(", ", out);
    json_field("policy_date", day_of(arena, study, PARAMETER_policy_date), out);
    fputs(", ", out);
    json_field("end_date", day_of(arena, study, PARAMETER_end_date), out);
    fprintf(out, ", \"parameters\": %d, \"values\": %zu, \"uncertain_without_range\": %zu",
            N_PARAMETERS, N_PARAMETER_CELLS, tally.without_range);
    for (int s = 0; s < N_STATUS; s++)
        fprintf(out, ", \"%s\": %zu", status_name[s], tally.of_status[s]);
    fprintf(out, ", \"changes\": %zu, \"files\": %zu, \"sources\": %zu},\n \"scenarios\": [",
            study->n_world_changes, study->n_files, study->n_sources);
    for (size_t i = 0; i < study->n_policies; i++) {
        fputs(i ? ",\n  " : "\n  ", out);
        json_scenario(invocation, arena, &study->policies[i]);
    }
    fputs("\n],\n \"run\": ", out);
    foresight_json(foresight, out);
    fputs("}\n", out);
}

static void print_study(const struct invocation *invocation, const struct study *study,
                        const struct foresight *foresight)
{
    struct arena *arena = arena_make();
    if (invocation->json) {
        json_study(invocation, arena, study, foresight);
    } else if (!invocation->quiet) {
        print_world(invocation, arena, study);
        if (study->count)
            print_start(invocation, arena, study);
        for (size_t i = 0; i < study->n_policies; i++)
            print_scenario(invocation, arena, study, &study->policies[i]);
        fprintf(invocation->out, "%s\n", say(invocation, TEXT_CHECK_GOOD));
        foresight_print(foresight, invocation);
    }
    arena_free(arena);
}

/* Everything that a run of it would read is read. */
static int check_asked(const struct asked *asked)
{
    struct run_worlds worlds;
    struct run_size size;
    struct foresight foresight;
    int status = EXIT_BAD_INPUT;
    if (!run_size_read(&asked->invocation, &size))
        return status;
    if (run_worlds_make(&worlds, asked, size.seed, &size.replications) &&
        check_study(asked, &worlds, size.replications) &&
        foresight_make(&foresight, asked, &worlds, size.replications)) {
        print_study(&asked->invocation, &worlds.study, &foresight);
        if (foresight_has_room(&foresight, &asked->invocation))
            status = EXIT_DONE;
    }
    run_worlds_free(&worlds);
    return status;
}

int command_check(const struct invocation *invocation)
{
    struct asked asked;
    int status = EXIT_BAD_INPUT;
    if (asked_read(&asked, invocation))
        status = check_asked(&asked);
    asked_free(&asked);
    return status;
}
