/* Whether a workbook is as Plassflyt wrote it: the core properties name whoever saved it last. */
#include "analysis/workbook.h"

#include <minizip/unzip.h>
#include <string.h>

bool workbook_is_own(const char *path)
{
    char core[4096] = "";
    unzFile file = unzOpen(path);
    if (!file)
        return false;
    if (unzLocateFile(file, "docProps/core.xml", 1) == UNZ_OK &&
        unzOpenCurrentFile(file) == UNZ_OK) {
        int length = unzReadCurrentFile(file, core, sizeof core - 1);
        core[length > 0 ? length : 0] = '\0';
        unzCloseCurrentFile(file);
    }
    unzClose(file);
    return strstr(core, "<cp:lastModifiedBy>Plassflyt") != NULL;
}
