/* The command line: verbs, options, help, languages and exit statuses. */
#include "input_files.h"

#include "command/command.h"

#include <sys/stat.h>

struct answer {
    int status;
    char *out, *err;
};

/* Runs a command line whose words are separated by spaces; "@name" is a file of the folder. */
static struct answer run(struct files *files, const char *words)
{
    char line[1024], *argv[32];
    int argc = 0;
    argv[argc++] = "plassflyt";
    snprintf(line, sizeof line, "%s", words);
    for (char *rest = line, *word; (word = strtok_r(rest, " ", &rest)) != NULL && argc < 31;)
        argv[argc++] = word[0] == '@' ? (char *)(uintptr_t)file_path(files, word + 1) : word;
    argv[argc] = NULL;
    struct answer answer = {0};
    size_t n_out, n_err;
    FILE *out = open_memstream(&answer.out, &n_out);
    FILE *err = open_memstream(&answer.err, &n_err);
    assert_non_null(out);
    assert_non_null(err);
    answer.status = command_line(argc, argv, out, err);
    fclose(out);
    fclose(err);
    return answer;
}

static void answer_free(struct answer *answer)
{
    free(answer->out);
    free(answer->err);
}

/* Runs and expects a status, and that the output and the messages hold these texts (NULL: any). */
static void expect(struct files *files, const char *words, int status, const char *out,
                   const char *err)
{
    struct answer answer = run(files, words);
    if (answer.status != status || (out && !strstr(answer.out, out)) ||
        (err && !strstr(answer.err, err)))
        fail_msg("%s: %d\n%s---\n%s", words, answer.status, answer.out, answer.err);
    if (status == EXIT_BAD_INPUT)
        assert_string_equal(answer.out, "");
    else
        assert_string_equal(answer.err, "");
    answer_free(&answer);
}

static void write_policy(struct files *files)
{
    write_file(files, "policy.yaml",
               "plassflyt: policy/1\n"
               "title: {en: A policy, nb: Et tiltak, nn: Eit tiltak}\n"
               "base: nullalternativ.yaml\n"
               "change:\n"
               "  - parameter: board_days\n"
               "    where: {path: [care_order, voluntary]}\n"
               "    times: 0.5\n"
               "    from: 2027-01-01\n"
               "    to: 2030-01-01\n"
               "    ramp: 2\n"
               "    why: Faster\n"
               "  - {parameter: duty_deadline, value: yes, from: 2028-01-01, source: S-1}\n");
}

static int setup(void **state)
{
    unsetenv("LC_ALL");
    unsetenv("LC_MESSAGES");
    unsetenv("LANG");
    int status = files_setup(state);
    write_policy(*state);
    return status;
}

/* ---- the line itself ---- */

static void help_lists_every_verb_and_option(void **state)
{
    for (int l = 0; l < N_LANGUAGES; l++) {
        static const char *const lines[] = {"--help --lang en", "--help --lang nb",
                                            "--lang nn --help"};
        struct answer answer = run(*state, lines[l]);
        assert_int_equal(answer.status, EXIT_DONE);
        for (int c = 0; c < N_COMMANDS; c++)
            assert_non_null(strstr(answer.out, command_table[c].label[l]));
        for (int o = 0; o < N_OPTIONS; o++)
            if (option_table[o].command == COMMAND_ALL)
                assert_non_null(strstr(answer.out, option_table[o].label[l]));
        answer_free(&answer);
    }
}

static void help_of_a_verb_teaches(void **state)
{
    expect(*state, "check --help", EXIT_DONE, "plassflyt check a.yaml b.yaml c.yaml+d.yaml", NULL);
    expect(*state, "--lang nn diff --help", EXIT_DONE, "Jamfører verdiane", NULL);
    expect(*state, "describe --help", EXIT_DONE, "--csv", NULL);
}

static void version_is_printed(void **state)
{
    expect(*state, "--version", EXIT_DONE, "plassflyt " PLASSFLYT_VERSION "\n", NULL);
}

static void wrong_lines_are_refused(void **state)
{
    expect(*state, "", EXIT_BAD_INPUT, NULL, "no verb given\n`plassflyt --help` tells more");
    expect(*state, "chekc", EXIT_BAD_INPUT, NULL, "unknown verb “chekc”; did you mean “check”?");
    expect(*state, "--lang nb chekc", EXIT_BAD_INPUT, NULL, "ukjent kommando «chekc»; mente du");
    expect(*state, "check --wrold x", EXIT_BAD_INPUT, NULL,
           "unknown option --wrold; did you mean “--world”?");
    expect(*state, "check -x", EXIT_BAD_INPUT, NULL, "unknown option -x");
    expect(*state, "check --world", EXIT_BAD_INPUT, NULL, "--world needs a value");
    expect(*state, "check --quiet=3 x", EXIT_BAD_INPUT, NULL, "--quiet=3 takes no value");
    expect(*state, "check --csv x", EXIT_BAD_INPUT, NULL, "the verb check has no option --csv");
    expect(*state, "check", EXIT_BAD_INPUT, NULL, "too little: plassflyt check SCENARIO");
    expect(*state, "diff a b c", EXIT_BAD_INPUT, NULL, "too much, from “c” on");
    expect(*state, "check x --threads 0", EXIT_BAD_INPUT, NULL,
           "--threads must be a whole number from 1 to 1024, not “0”");
    expect(*state, "check x --threads 2x", EXIT_BAD_INPUT, NULL, "not “2x”");
    expect(*state, "check x --lang sv", EXIT_BAD_INPUT, NULL,
           "--lang must be en, nb or nn, not “sv”");
}

static void language_follows_option_then_environment(void **state)
{
    setenv("LANG", "nn_NO.UTF-8", 1);
    expect(*state, "", EXIT_BAD_INPUT, NULL, "ikkje oppgitt");
    setenv("LC_MESSAGES", "nb_NO.UTF-8", 1);
    expect(*state, "", EXIT_BAD_INPUT, NULL, "ikke oppgitt");
    setenv("LC_ALL", "C", 1);
    expect(*state, "", EXIT_BAD_INPUT, NULL, "no verb");
    expect(*state, "--lang no", EXIT_BAD_INPUT, NULL, "ikke oppgitt");
    setenv("LC_ALL", "", 1);
    expect(*state, "", EXIT_BAD_INPUT, NULL, "ikke oppgitt");
}

/* ---- verbs ---- */

static void check_says_what_was_understood(void **state)
{
    expect(*state, "check @policy.yaml", EXIT_DONE,
           "  2027-01-01, over 2 months, until 2030-01-01  board_days × 0.5 (path: care_order, "
           "voluntary)\n"
           "  2028-01-01  duty_deadline = yes\n"
           "all files are valid\n",
           NULL);
    expect(*state, "check @policy.yaml --lang nn", EXIT_DONE, "verd world: Noreg\n", NULL);
    expect(*state, "check @policy.yaml --lang nb", EXIT_DONE,
           "historie fra 2018-01-01, tiltak fra 2027-01-01, slutt 2037-01-01", NULL);
    expect(*state, "check @policy.yaml --json", EXIT_DONE, "\"ramp\": 2, \"change\": \"board_days",
           NULL);
    write_file(*state, "late.yaml",
               "plassflyt: policy/1\nbase: nullalternativ.yaml\nchange:\n"
               "  - {parameter: refill, value: 0, from: 2037-01-01}\n");
    expect(*state, "check @late.yaml", EXIT_DONE,
           "refill = 0 – begins after the end date and has no effect\n", NULL);
    struct answer quiet = run(*state, "check --quiet @policy.yaml");
    assert_int_equal(quiet.status, EXIT_DONE);
    assert_string_equal(quiet.out, "");
    answer_free(&quiet);
}

static void check_refuses_wrong_files(void **state)
{
    write_file(*state, "policy.yaml", "plassflyt: policy/1\nbsae: world.yaml\n");
    expect(*state, "check @policy.yaml", EXIT_BAD_INPUT, NULL,
           "policy.yaml:2:1: unknown key “bsae”; did you mean “base”?\n"
           "    2 | bsae: world.yaml\n"
           "      | ^\n");
    expect(*state, "check @world.yaml --world @policy.yaml", EXIT_BAD_INPUT, NULL,
           "--world must name a world/1");
}

static void describe_lists_tables(void **state)
{
    expect(*state, "describe parameters", EXIT_DONE, "time to decision", NULL);
    expect(*state, "describe parameters --csv", EXIT_DONE,
           "board_days,days,path,0,2000,\"uncertain, calibrated, lever\",time to decision,time to "
           "decision,tid til vedtak,tid til vedtak,\"Mean days",
           NULL);
    expect(*state, "describe dimensions --lang nn", EXIT_DONE, "Aust", NULL);
    expect(*state, "describe measures --json", EXIT_DONE,
           "{\"name\": \"queue\", \"layer\": ", NULL);
    expect(*state, "describe units", EXIT_DONE, "1461/4 days", NULL);
    expect(*state, "describe parametres", EXIT_BAD_INPUT, NULL, "did you mean “parameters”?");
    expect(*state, "describe evidence", EXIT_BAD_INPUT, NULL, "needs a scenario");
    expect(*state, "describe units @policy.yaml", EXIT_BAD_INPUT, NULL, "takes no scenario");
    expect(*state, "describe units --csv --json", EXIT_BAD_INPUT, NULL, "not both");
}

static void describe_evidence_puts_the_most_assumed_first(void **state)
{
    write_evidence(*state, PARAMETER_adoption,
                   "adoption:\n  unit: 1/year\n  value: 0.01\n  range: [0, 0.1]\n"
                   "  status: assumption\n  source: S-2\n  note: \"a, \\\"b\\\"\"\n");
    struct answer answer = run(*state, "describe evidence @policy.yaml --csv");
    assert_int_equal(answer.status, EXIT_DONE);
    static const char expected[] =
        "parameter,where,value,low,high,range_of,unit,status,year,source,note\n"
        "adoption,,0.01,0,0.1,value,1/year,assumption,,S-2,\"a, \"\"b\"\"\"\n";
    assert_memory_equal(answer.out, expected, strlen(expected));
    answer_free(&answer);
    expect(*state, "describe evidence @policy.yaml", EXIT_DONE, "0–0.1", NULL);
}

static void explain_knows_every_kind_of_name(void **state)
{
    expect(
        *state, "explain board_days @policy.yaml", EXIT_DONE,
        "policy: 2027-01-01, over 2 months, until 2030-01-01, board_days × 0.5 (path: care_order, "
        "voluntary) – Faster",
        NULL);
    expect(*state, "explain board_days @nullalternativ.yaml", EXIT_DONE, "policy: 2027-01-01",
           NULL);
    expect(*state, "explain board_days @policy.yaml", EXIT_DONE,
           "S-1: A report. Bufdir. 2023. https://bufdir.no", NULL);
    expect(*state, "explain board_days @policy.yaml --lang nb", EXIT_DONE,
           "betegnelse             tid til vedtak", NULL);
    expect(*state, "explain waiting_time", EXIT_DONE, "waiting_time: measure", NULL);
    expect(*state, "explain need", EXIT_DONE, "ordinary: ordinary", NULL);
    expect(*state, "explain need.specialised --lang nn", EXIT_DONE, "kategori i need (Behov)",
           NULL);
    expect(*state, "explain ost", EXIT_DONE, "Eastern Norway", NULL);
    expect(*state, "explain S-1 @policy.yaml", EXIT_DONE, "A report", NULL);
    expect(*state, "explain S-1 @policy.yaml --json", EXIT_DONE, "\"parameters\": [\"fill_years\"",
           NULL);
    expect(*state, "explain bord_days", EXIT_BAD_INPUT, NULL,
           "nothing is called “bord_days”; did you mean “board_days”?");
    expect(*state, "explain S-1", EXIT_BAD_INPUT, NULL, "nothing is called “S-1”");
    expect(*state, "explain board_days @missing.yaml", EXIT_BAD_INPUT, NULL, "there is no file");
}

static void explain_knows_published_figures(void **state)
{
    write_file(*state, "targets.yaml",
               "plassflyt: targets/1\n"
               "title: {en: Targets}\n"
               "T5:\n"
               "  title: {en: Waiting, nn: Ventar}\n"
               "  value: 224\n"
               "  unit: children\n"
               "  source: S-1, S-2\n");
    expect(*state, "explain T5 @policy.yaml --lang nn", EXIT_DONE,
           "T5: publisert tal brukt i kalibreringa\n"
           "  tittel  Ventar\n"
           "  verdi   224\n"
           "  eining  children\n"
           "  kjelde  S-1: A report. Bufdir. 2023. https://bufdir.no\n"
           "          S-2: A second report\n",
           NULL);
    expect(*state, "explain T6 @policy.yaml", EXIT_BAD_INPUT, NULL, "nothing is called “T6”");
    expect(*state, "explain title @policy.yaml", EXIT_BAD_INPUT, NULL, "nothing is called");
}

static void diff_tells_whether_scenarios_differ(void **state)
{
    expect(*state, "diff @nullalternativ.yaml @nullalternativ.yaml", EXIT_DONE, "no difference\n",
           NULL);
    struct answer answer = run(*state, "diff @nullalternativ.yaml @policy.yaml --csv");
    assert_int_equal(answer.status, EXIT_ANSWER_IS_NO);
    assert_string_equal(answer.out, "parameter,where,from,a,b,unit\n"
                                    "board_days,care_order,2027-01-01,1,0.75,days\n"
                                    "board_days,voluntary,2027-01-01,1,0.75,days\n"
                                    "board_days,care_order,2027-02-01,1,0.5,days\n"
                                    "board_days,voluntary,2027-02-01,1,0.5,days\n"
                                    "duty_deadline,,2028-01-01,0,1,switch\n"
                                    "board_days,care_order,2030-01-01,1,1,days\n"
                                    "board_days,voluntary,2030-01-01,1,1,days\n");
    answer_free(&answer);
    write_file(*state, "other.yaml",
               "plassflyt: world/1\nbase: world.yaml\nchange:\n"
               "  - {parameter: board_days, value: 9}\n"
               "  - {parameter: end_date, value: 2030-01-01}\n");
    expect(*state, "diff @world.yaml @other.yaml", EXIT_ANSWER_IS_NO,
           "end_date           start  2037-01-01  2030-01-01  date\n", NULL);
    expect(*state, "diff @world.yaml @other.yaml", EXIT_ANSWER_IS_NO,
           "board_days  all    start           1           9  days\n", NULL);
    expect(*state, "diff @world.yaml @missing.yaml", EXIT_BAD_INPUT, NULL, "there is no file");
}

/* Of a value that changes every month a table shows the first step and the last, CSV all. */
static void diff_tells_a_ramp_in_short(void **state)
{
    write_file(*state, "ramp.yaml",
               "plassflyt: policy/1\ntitle: {en: Ramp}\nbase: nullalternativ.yaml\nchange:\n"
               "  - {parameter: board_days, from: 2027-01-01, ramp: 4, times: 3}\n"
               "  - {parameter: board_days, from: 2029-01-01, times: 4}\n"
               "  - {parameter: board_days, from: 2030-01-01, times: 2}\n");
    struct answer answer = run(*state, "diff @nullalternativ.yaml @ramp.yaml");
    assert_string_equal(answer.out, "parameter   where  from                      A    B  unit\n"
                                    "board_days  all    2027-01-01                1  1.5  days\n"
                                    "board_days  all    2027-04-01, step by step  1    3  days\n"
                                    "board_days  all    2029-01-01                1   12  days\n"
                                    "board_days  all    2030-01-01                1   24  days\n");
    answer_free(&answer);
    answer = run(*state, "diff @nullalternativ.yaml @ramp.yaml --csv");
    assert_non_null(strstr(answer.out, "board_days,care_order,2027-02-01,1,2,days\n"));
    assert_non_null(strstr(answer.out, "board_days,care_order,2027-03-01,1,2.5,days\n"));
    answer_free(&answer);
}

/* Reading must leave everything as it was. */
static void verbs_write_nothing(void **state)
{
    struct stat before, after;
    assert_int_equal(stat(file_path(*state, ""), &before), 0);
    static const char *const lines[] = {
        "check @policy.yaml", "describe evidence @policy.yaml", "explain board_days @policy.yaml",
        "diff @nullalternativ.yaml @policy.yaml", "check @missing.yaml"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct answer answer = run(*state, lines[i]);
        answer_free(&answer);
    }
    assert_int_equal(stat(file_path(*state, ""), &after), 0);
    assert_int_equal(before.st_mtim.tv_sec, after.st_mtim.tv_sec);
    assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, files_teardown)
    const struct CMUnitTest tests[] = {
        TEST(help_lists_every_verb_and_option),
        TEST(help_of_a_verb_teaches),
        TEST(version_is_printed),
        TEST(wrong_lines_are_refused),
        TEST(language_follows_option_then_environment),
        TEST(check_says_what_was_understood),
        TEST(check_refuses_wrong_files),
        TEST(describe_lists_tables),
        TEST(describe_evidence_puts_the_most_assumed_first),
        TEST(explain_knows_every_kind_of_name),
        TEST(explain_knows_published_figures),
        TEST(diff_tells_whether_scenarios_differ),
        TEST(diff_tells_a_ramp_in_short),
        TEST(verbs_write_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
