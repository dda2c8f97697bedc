#include "output/results_parts.h"

#include "output/schema.h"

#include <stdlib.h>

static void write_word_column(struct netcdf *netcdf, hid_t group, const struct netcdf_axis *axis,
                              const char *name, const char *const *words)
{
    const struct netcdf_axis *over[] = {axis};
    hid_t variable = netcdf_variable(netcdf, group, name, NETCDF_TEXT, 1, over);
    netcdf_put(netcdf, variable, NETCDF_TEXT, words);
}

/* Titles and descriptions; the names stand in the copy of the scenario axis. */
static void write_words(struct netcdf *netcdf, const struct results_axes *axes, hid_t group,
                        const struct study *study)
{
    static const char *const title[] = {"title_en", "title_nb", "title_nn"};
    static const char *const description[] = {"description_en", "description_nb", "description_nn"};
    const struct netcdf_axis *axis = &axes->axis[AXIS_SCENARIO];
    const char **words = netcdf_memory(netcdf, study->n_policies, sizeof *words);
    for (int l = 0; words && l < N_LANGUAGES; l++) {
        for (size_t i = 0; i < study->n_policies; i++)
            words[i] = study->policies[i].title[l];
        write_word_column(netcdf, group, axis, title[l], words);
    }
    for (int l = 0; words && l < N_LANGUAGES; l++) {
        for (size_t i = 0; i < study->n_policies; i++)
            words[i] = study->policies[i].description[l] ? study->policies[i].description[l] : "";
        write_word_column(netcdf, group, axis, description[l], words);
    }
    free(words);
}

static void write_changes(struct netcdf *netcdf, hid_t group, const struct study *study,
                          const struct input_names *names)
{
    struct change_list *lists = netcdf_memory(netcdf, study->n_policies, sizeof *lists);
    for (size_t i = 0; lists && i < study->n_policies; i++)
        lists[i] = (struct change_list){(int32_t)i, study->policies[i].changes,
                                        study->policies[i].n_changes};
    if (lists)
        results_write_changes(netcdf, group, lists, study->n_policies, names);
    free(lists);
}

static void write_files(struct netcdf *netcdf, hid_t parent, const struct study *study,
                        const struct input_names *names)
{
    size_t n = study->n_files;
    const char **name = netcdf_memory(netcdf, n, sizeof *name);
    const char **text = netcdf_memory(netcdf, n, sizeof *text);
    hid_t group = netcdf_group(netcdf, parent, GROUP_FILES);
    for (size_t i = 0; name && text && i < n; i++) {
        name[i] = input_name(names, i);
        text[i] = study->files[i].text;
    }
    struct table_column columns[] = {{"name", NETCDF_TEXT, name}, {"text", NETCDF_TEXT, text}};
    if (name && text)
        results_write_table(netcdf, group, "file", n, columns, sizeof columns / sizeof columns[0]);
    free(name);
    free(text);
}

void results_write_scenarios(struct netcdf *netcdf, struct results_axes *axes,
                             const struct study *study, const struct input_names *names)
{
    bool used[N_RESULTS_AXES] = {[AXIS_SCENARIO] = true};
    hid_t group = netcdf_group(netcdf, netcdf->file, GROUP_SCENARIOS);
    results_axes_copy(axes, netcdf, group, used);
    write_words(netcdf, axes, group, study);
    write_changes(netcdf, group, study, names);
    write_files(netcdf, group, study, names);
}
