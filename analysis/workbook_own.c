/* Whether a workbook is as Plassflyt wrote it. Its properties name Plassflyt as the last who saved it,
 * no later time than when it was created, and the version that libxlsxwriter gives itself: every
 * program that saves a workbook alters one of them. */
#include "analysis/provenance_read.h"
#include "analysis/workbook.h"

#include <minizip/unzip.h>
#include <string.h>

/* More than the properties of a workbook from many worlds with many scenarios. */
enum { PART = 1 << 16 };

/* Text of an element in out[64]; "" if it is not there. */
static void element(const char *xml, const char *name, char out[64])
{
    const char *begin = strstr(xml, name);
    begin = begin ? strchr(begin, '>') : NULL;
    size_t length = begin ? strcspn(begin + 1, "<") : 0;
    length = length < 63 ? length : 63;
    memcpy(out, begin ? begin + 1 : "", length);
    out[length] = '\0';
}

/* A part of the file as text in out[size]; "" if it is not there. */
static void read_part(unzFile file, const char *name, char *out, int size)
{
    out[0] = '\0';
    if (unzLocateFile(file, name, 1) != UNZ_OK || unzOpenCurrentFile(file) != UNZ_OK)
        return;
    int length = unzReadCurrentFile(file, out, (unsigned)size - 1);
    out[length > 0 ? length : 0] = '\0';
    unzCloseCurrentFile(file);
}

bool workbook_is_own(const char *path)
{
    char core[PART], app[PART], by[64], created[64], modified[64];
    unzFile file = unzOpen(path);
    if (!file)
        return false;
    read_part(file, "docProps/core.xml", core, sizeof core);
    read_part(file, "docProps/app.xml", app, sizeof app);
    unzClose(file);
    element(core, "<cp:lastModifiedBy", by);
    element(core, "<dcterms:created", created);
    element(core, "<dcterms:modified", modified);
    return strncmp(by, "Plassflyt", strlen("Plassflyt")) == 0 && *created &&
           strcmp(created, modified) == 0 && strstr(app, "<AppVersion>12.0000<");
}

char *workbook_provenance(const char *path)
{
    char core[PART];
    unzFile file = unzOpen(path);
    if (!file)
        return NULL;
    read_part(file, "docProps/core.xml", core, sizeof core);
    unzClose(file);
    return provenance_find((const unsigned char *)core, strlen(core));
}
