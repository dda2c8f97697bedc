/* The story of a child: it agrees with what is counted, changes nothing, and is told in three
 * languages; what cannot be told is refused. */
#include "trials.h"

#include "command/command.h"
#include "observe/story_sums.h"
#include "output/results.h"
#include "spoken.h"
#include "unit/results_place.h"

#include <unistd.h>

static const char tiny[] = "tests/worlds/tiny.yaml";
static const char *const policies[] = {"scenarios/bistandsplikt.yaml"};
enum { SEED = 5, REPLICATION = 1 };

/* ---- one replication, run and told ---- */

static struct trials trials;
static int64_t *told_values;
static struct story_book all[2]; /* of all children, under both scenarios */

static void tell_again(struct story_book *book, uint64_t child)
{
    static const uint32_t scenario[] = {0, 1};
    const struct replay_order order = {SEED, REPLICATION, scenario, 2};
    char reason[FAILURE_LENGTH] = "";
    book[0] = story_open(child);
    book[1] = story_open(child);
    if (!replay(trials.plan, &trials.layout, &order, book, told_values, reason))
        fail_msg("%s", reason);
}

static int setup(void **state)
{
    trials_open_with(&trials, policies, 1, tiny, SEED, NULL);
    trials_run(&trials, REPLICATION);
    told_values = calloc(2 * trials.layout.total, sizeof *told_values);
    tell_again(all, STORY_OF_ALL);
    return place_make(state);
}

static int teardown(void **state)
{
    story_close(&all[0]);
    story_close(&all[1]);
    free(told_values);
    trials_close(&trials);
    return place_remove(state);
}

static void telling_changes_nothing(void **state)
{
    (void)state;
    assert_true(all[0].n > 1000);
    assert_memory_equal(told_values, trials.values,
                        2 * trials.layout.total * sizeof *trials.values);
}

/* ---- sums over all children ---- */

static int by_child(const void *a, const void *b)
{
    const struct story_line *const *x = a, *const *y = b;
    if ((*x)->child != (*y)->child)
        return (*x)->child < (*y)->child ? -1 : 1;
    return (*x > *y) - (*x < *y); /* as told */
}

/* Adds up the stories of all children from the history's start on. */
static struct story_sums sum_of_stories(const struct story_book *book)
{
    const struct story_line **order = calloc(book->n, sizeof *order);
    struct story_line *own = calloc(book->n, sizeof *own);
    struct story_sums sum = {0}, one;
    for (size_t i = 0; i < book->n; i++)
        order[i] = &book->line[i];
    qsort(order, book->n, sizeof *order, by_child);
    for (size_t i = 0, n; i < book->n; i += n) {
        for (n = 0; i + n < book->n && order[i + n]->child == order[i]->child; n++)
            own[n] = *order[i + n];
        assert_int_equal(own[0].what, STORY_ARRIVES);
        story_add_up(own, n, 0, trials.plan->end, &one);
        for (int p = 0; p < N_PLACE; p++) {
            sum.in_place[p] += one.in_place[p];
            sum.placements[p] += one.placements[p];
        }
        for (int r = 0; r < N_REASON; r++)
            sum.waited[r] += one.waited[r];
        for (int b = 0; b < N_BREACH; b++)
            sum.breaches[b] += one.breaches[b];
        sum.moves += one.moves;
        sum.breakdowns += one.breakdowns;
        sum.waited_institution += one.waited_institution;
    }
    free(order);
    free(own);
    return sum;
}

/* Sum over all periods of the cells first, first + step, … of a measure. */
static int64_t total(size_t scenario, enum measure m, size_t first, size_t step)
{
    int64_t sum = 0;
    for (size_t period = 0; period < periods_of(&trials, m); period++)
        for (size_t cell = first; cell < trials.layout.cells[m]; cell += step)
            sum += value_of(&trials, scenario, m, period, cell);
    return sum;
}

static void stories_add_up_to_the_counts(void **state)
{
    (void)state;
    for (size_t s = 0; s < 2; s++) {
        struct story_sums sum = sum_of_stories(&all[s]);
        for (size_t p = 0; p < N_PLACE; p++) {
            assert_int_equal(sum.placements[p], total(s, MEASURE_PLACEMENTS, p, N_PLACE));
            if (p != PLACE_RETURNED) /* home again, out of the story */
                assert_int_equal(sum.in_place[p], total(s, MEASURE_CHILDREN, p, N_PLACE));
        }
        for (size_t r = 0; r < N_REASON; r++)
            assert_int_equal(sum.waited[r], total(s, MEASURE_WAITING_TIME, r, N_REASON));
        for (size_t b = 0, n = N_AREA; b < N_BREACH; b++) {
            int64_t breaches = 0;
            for (size_t area = 0; area < n; area++)
                breaches += total(s, MEASURE_BREACHES, CELL2(BREACH, b, AREA, area),
                                  trials.layout.cells[MEASURE_BREACHES]);
            assert_int_equal(sum.breaches[b], breaches);
        }
        assert_true(sum.moves > 0 && sum.breakdowns > 0 && sum.waited_institution > 0);
        assert_int_equal(sum.moves, total(s, MEASURE_MOVES, 0, 1));
        assert_int_equal(sum.breakdowns, total(s, MEASURE_BREAKDOWNS, 0, 1));
        assert_int_equal(sum.waited_institution, total(s, MEASURE_INSTITUTION_QUEUE, 0, 1));
    }
}

/* ---- one child among all ---- */

/* Of the first children who come under the second scenario, the one with the longest story. */
static uint64_t much_told_child(void)
{
    uint64_t best = 0;
    size_t most = 0;
    int looked_at = 0;
    for (size_t i = 0; i < all[1].n && looked_at < 20; i++) {
        size_t n = 0;
        if (all[1].line[i].what != STORY_ARRIVES || all[1].line[i].when < trials.plan->history_end)
            continue;
        looked_at++;
        for (size_t k = i; k < all[1].n; k++)
            n += all[1].line[k].child == all[1].line[i].child;
        if (n > most) {
            most = n;
            best = all[1].line[i].child;
        }
    }
    return best;
}

static void one_story_is_what_all_tell_of_the_child(void **state)
{
    (void)state;
    struct story_book own[2];
    uint64_t child = much_told_child();
    tell_again(own, child);
    for (size_t s = 0; s < 2; s++) {
        size_t n = 0;
        for (size_t i = 0; i < all[s].n; i++) {
            const struct story_line *line = &all[s].line[i];
            if (line->child != child)
                continue;
            assert_true(n < own[s].n);
            assert_int_equal(own[s].line[n].what, line->what);
            assert_int_equal(own[s].line[n].when, line->when);
            assert_memory_equal(own[s].line[n].detail, line->detail, sizeof line->detail);
            n++;
        }
        assert_int_equal(n, own[s].n);
        assert_true(n > 5);
        story_close(&own[s]);
    }
}

static void only_lines_asked_for_are_kept(void **state)
{
    (void)state;
    static const enum story what[] = {STORY_PLACED_MOVE};
    static const int64_t none[STORY_DETAILS] = {0};
    struct story_book book = story_open(7);
    story_only(&book, what, 1);
    book.from = 10;
    story_tell(&book, 9, 7, STORY_PLACED_MOVE, none);
    story_tell(&book, 10, 7, STORY_PLACED_MOVE, none);
    story_tell(&book, 11, 7, STORY_PLACED_FIRST, none);
    story_tell(&book, 12, 8, STORY_PLACED_MOVE, none);
    assert_int_equal(book.n, 1);
    assert_int_equal(book.line[0].when, 10);
    story_tell(&book, 13, 3, STORY_ARRIVES, none);
    story_tell(&book, 13, 5, STORY_ARRIVES, none);
    story_tell(&book, 13, 11, STORY_ARRIVES, none);
    story_tell(&book, 13, 9, STORY_ARRIVES, none);
    assert_int_equal(book.before, 5);
    assert_int_equal(book.after, 9);
    story_close(&book);
}

/* Sums by hand: waits for an institution and a wait charged across the beginning of the period. */
static void sums_are_cut_at_the_period(void **state)
{
    (void)state;
    const struct story_line line[] = {
        {.when = -50, .what = STORY_ARRIVES},
        {.when = -40, .what = STORY_PLACED_FIRST, .detail = {PLACE_EMERGENCY}},
        {.when = 10, .what = STORY_WAITED, .detail = {REASON_AGE, 30}},
        {.when = 20, .what = STORY_INSTITUTION_ASKED, .detail = {UNIT_KIND_CARE}},
        {.when = 25, .what = STORY_INSTITUTION_SETTLED, .detail = {5}},
        {.when = 30, .what = STORY_PLACED_MOVE, .detail = {PLACE_CARE_PUBLIC}},
        {.when = 60, .what = STORY_INSTITUTION_ASKED, .detail = {UNIT_KIND_TREATMENT}},
    };
    struct story_sums sums;
    story_add_up(line, sizeof line / sizeof line[0], 0, 100, &sums);
    assert_int_equal(sums.in_place[PLACE_AT_HOME], 0);
    assert_int_equal(sums.in_place[PLACE_EMERGENCY], 30);
    assert_int_equal(sums.in_place[PLACE_CARE_PUBLIC], 70);
    assert_int_equal(sums.waited[REASON_AGE], 10);
    assert_int_equal(sums.waited_institution, 5 + 40);
    assert_int_equal(sums.placements[PLACE_EMERGENCY], 0);
    assert_int_equal(sums.moves, 1);
    assert_int_equal(sums.place, PLACE_CARE_PUBLIC);
}

/* ---- words ---- */

static bool has_placeholder(const char *text, int detail)
{
    char mark[8];
    snprintf(mark, sizeof mark, "{%d}", detail + 1);
    return strstr(text, mark) != NULL;
}

static void every_line_has_words_in_three_languages(void **state)
{
    (void)state;
    for (int i = 0; i < N_STORIES; i++) {
        const struct story_row *row = &story_table[i];
        for (int l = 0; l < N_LANGUAGES; l++) {
            assert_int_equal(row->text[l][0] == '\0', row->text[LANGUAGE_EN][0] == '\0');
            for (int d = 0; d < STORY_DETAILS; d++) {
                bool shown = has_placeholder(row->text[l], d);
                assert_int_equal(shown, has_placeholder(row->text[LANGUAGE_EN], d));
                if (shown && row->detail[d].kind == DETAIL_NONE)
                    fail_msg("%s: {%d} is nothing", row->name, d + 1);
            }
        }
    }
}

/* ---- the command ---- */

static void make_file(const char *path, const char *threads)
{
    int status = SPEAK("run", policies[0], "--world", tiny, "--seed", "5", "--replications", "2",
                       "--threads", threads, "--output", path, "--quiet");
    if (status != EXIT_DONE)
        fail_msg("%s", complained);
}

static char file[512];

static const char *child_words(void)
{
    static char words[32];
    snprintf(words, sizeof words, "%llu", (unsigned long long)much_told_child());
    return words;
}

static void told_in_three_languages(void **state)
{
    (void)state;
    static const struct {
        const char *language, *parts[4];
    } expected[] = {
        {"nb", {"Barn ", "Barnevernstjenesten tar opp saken", "Døgn etter plassering", "i alt"}},
        {"nn", {"Barn ", "Barnevernstenesta tek opp saka", "Døgn etter plassering", "Tal på"}},
        {"en", {"Child ", "The child welfare service takes up", "Days by place", "in all"}},
    };
    const char *child = child_words();
    for (size_t i = 0; i < 3; i++) {
        int status = SPEAK("replay", policies[0], "--world", tiny, "--seed", "5", "--replication",
                           "1", "--child", child, "--lang", expected[i].language);
        if (status != EXIT_DONE)
            fail_msg("%s", complained);
        assert_says(said, child);
        for (size_t p = 0; p < 4; p++)
            assert_says(said, expected[i].parts[p]);
        assert_null(strchr(said, '{'));
    }
}

static void threads_and_files_tell_the_same(void **state)
{
    (void)state;
    char two[512];
    strcpy(file, place_file("one.h5"));
    make_file(file, "1");
    strcpy(two, place_file("two.h5"));
    make_file(two, "2");
    const char *child = child_words();
    assert_int_equal(SPEAK("replay", file, "--replication", "1", "--child", child, "--json"),
                     EXIT_DONE);
    char *first = strdup(said);
    assert_says(first, "\"event\": \"arrives\"");
    assert_says(first, "\"days_by_place\": {");
    assert_int_equal(
        SPEAK("replay", two, "--replication", "1", "--child", child, "--json", "--threads", "2"),
        EXIT_DONE);
    assert_string_equal(said, first);
    assert_int_equal(SPEAK("replay", policies[0], "--world", tiny, "--seed", "5", "--replication",
                           "1", "--child", child, "--json"),
                     EXIT_DONE);
    /* all but the digest, which only a results file has */
    assert_string_equal(strstr(said, "\"stories\""), strstr(first, "\"stories\""));
    free(first);
}

static void same_story_where_scenarios_are_the_same(void **state)
{
    (void)state;
    assert_int_equal(SPEAK("replay", policies[0], "--world", tiny, "--child", "random",
                           "--scenario", "bistandsplikt,bistandsplikt", "--lang", "nb"),
                     EXIT_DONE);
    assert_says(said, "Historien er den samme i bistandsplikt og bistandsplikt.");
    assert_null(strstr(said, "Herfra skilles"));
}

static void children_worth_looking_at_are_listed(void **state)
{
    (void)state;
    assert_int_equal(SPEAK("replay", policies[0], "--world", tiny, "--seed", "1", "--lang", "nn"),
                     EXIT_DONE);
    assert_says(said, "lengst ventetid");
    assert_says(said, "ventar mindre i 2");
    assert_int_equal(
        SPEAK("replay", policies[0], "--world", tiny, "--scenario", "bistandsplikt", "--json"),
        EXIT_DONE);
    assert_says(said, "\"most_moves\"");
    assert_null(strstr(said, "waits_less"));
}

static void what_cannot_be_told_is_refused(void **state)
{
    (void)state;
    const struct {
        const char *file, *option, *value, *said;
    } wrong[] = {
        {policies[0], "--child", "1", "no child has number 1 in replication 0; the nearest is "},
        {policies[0], "--child", "Kari", "not “Kari”"},
        {policies[0], "--child", "1234567890123456", "not “1234567890123456”"},
        {policies[0], "--scenario", "bistandsplit", "did you mean “bistandsplikt”?"},
        {policies[0], "--scenario", "nullalternativ,bistandsplikt,nullalternativ", "names 3"},
        {policies[0], "--seed", "-1", "--seed"},
        {file, "--replication", "2", "no replication 2; its replications are numbered 0 to 1"},
        {file, "--seed", "5", "leave --seed out"},
        {file, "--world", tiny, "leave --world out"},
        {place, "--lang", "en", "is a folder"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        bool from_scenarios = wrong[i].file == policies[0];
        assert_int_equal(SPEAK("replay", wrong[i].file, wrong[i].option, wrong[i].value, "--lang",
                               "en", from_scenarios ? "--world" : NULL, tiny),
                         EXIT_BAD_INPUT);
        assert_says(complained, wrong[i].said);
        assert_string_equal(said, "");
    }
}

/* ---- files that tell something else than the program ---- */

/* A results file whose replication 0 has these values, and whose replication 1 has failed. */
static void write_file(const char *path, const int64_t *values)
{
    const struct results_header header = {.study = trials.study,
                                          .layout = &trials.layout,
                                          .seed = SEED,
                                          .replications = 2,
                                          .command = "test"};
    const struct failure failure = {1, "bistandsplikt", "a home has too many children"};
    char digest[DIGEST_LENGTH + 1];
    struct messages messages;
    messages_start(&messages, LANGUAGE_EN);
    struct results_writer *writer = results_create(path, &header, &messages);
    assert_non_null(writer);
    assert_true(results_add(writer, 0, values, &messages));
    results_fail(writer, &failure);
    assert_true(results_close(writer, digest, &messages));
    messages_free(&messages);
}

static void numbers_that_do_not_come_out_again_are_refused(void **state)
{
    (void)state;
    char path[512];
    strcpy(path, place_file("other.h5"));
    trials_run(&trials, 0);
    int64_t *placements =
        &trials.values[trials.layout.total + trials.layout.first[MEASURE_PLACEMENTS]];
    ++*placements;
    write_file(path, trials.values);
    assert_int_equal(SPEAK("replay", path, "--lang", "en"), EXIT_BAD_INPUT);
    assert_says(complained, "does not come to the numbers that stand in it");
    assert_int_equal(SPEAK("replay", path, "--lang", "en", "--scenario", "nullalternativ"),
                     EXIT_DONE);
    assert_int_equal(SPEAK("replay", path, "--replication", "1", "--lang", "en"), EXIT_BAD_INPUT);
    assert_says(complained, "failed in bistandsplikt");
    assert_says(complained, "a home has too many children");
    free(said);
    free(complained);
    said = complained = NULL;
}

static void an_altered_file_is_refused(void **state)
{
    (void)state;
    char path[512];
    static char bytes[16 << 20];
    strcpy(path, place_file("altered.h5"));
    FILE *from = fopen(file, "rb"), *to = fopen(path, "wb");
    size_t n = fread(bytes, 1, sizeof bytes, from);
    assert_true(n < sizeof bytes);
    static const char kept[] = "plassflyt: world/1";
    size_t at = 0;
    while (at + sizeof kept < n && memcmp(bytes + at, kept, sizeof kept - 1) != 0)
        at++;
    assert_true(at + sizeof kept < n);
    bytes[at] = 'P';
    assert_int_equal(fwrite(bytes, 1, n, to), n);
    fclose(from);
    fclose(to);
    assert_int_equal(SPEAK("replay", path, "--lang", "en"), EXIT_BAD_INPUT);
    assert_says(complained, "altered.h5: has been changed since it was written");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(telling_changes_nothing),
        cmocka_unit_test(stories_add_up_to_the_counts),
        cmocka_unit_test(one_story_is_what_all_tell_of_the_child),
        cmocka_unit_test(only_lines_asked_for_are_kept),
        cmocka_unit_test(sums_are_cut_at_the_period),
        cmocka_unit_test(every_line_has_words_in_three_languages),
        cmocka_unit_test(told_in_three_languages),
        cmocka_unit_test(threads_and_files_tell_the_same),
        cmocka_unit_test(same_story_where_scenarios_are_the_same),
        cmocka_unit_test(children_worth_looking_at_are_listed),
        cmocka_unit_test(what_cannot_be_told_is_refused),
        cmocka_unit_test(an_altered_file_is_refused),
        cmocka_unit_test(numbers_that_do_not_come_out_again_are_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
