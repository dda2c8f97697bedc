/* Instead of the workbook where it is not built (make REPORT=0). */
#include "analysis/workbook.h"

bool workbook_write(const char *path, const struct workbook_order *order, struct messages *messages)
{
    (void)path;
    (void)order;
    message_add(messages, NULL, 0, 0, NULL, TEXT_BOOK_ABSENT, NO_ARGUMENTS);
    return false;
}

bool workbook_is_own(const char *path)
{
    (void)path;
    return false;
}

char *workbook_provenance(const char *path)
{
    (void)path;
    return NULL;
}
