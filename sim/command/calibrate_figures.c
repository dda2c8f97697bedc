/* Apart from the rest, since the model and the analysis each have names of their own. */
#include "command/calibrate_history.h"

#include "analysis/target.h"

#include <stdlib.h>

bool figures_read(const char *path, size_t room, double *figures, struct messages *messages)
{
    struct results *results = results_open(path, messages);
    size_t n = 0;
    struct target_answer *answers = results ? target_answers(results, &n, messages) : NULL;
    for (size_t i = 0; answers && i < room && i < n; i++)
        figures[i] = answers[i].mean;
    bool good = answers != NULL;
    free(answers);
    results_free(results);
    return good;
}
