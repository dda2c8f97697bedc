#include "output/part_marks.h"

#include "output/results_file.h"
#include "output/schema.h"

#include <stdlib.h>
#include <string.h>

void part_marks_write(struct netcdf *netcdf, const struct part_marks *marks)
{
    netcdf_integers(netcdf, netcdf->file, PART_ATTRIBUTE, 1, &marks->part);
    netcdf_integers(netcdf, netcdf->file, PARTS_ATTRIBUTE, 1, &marks->parts);
    netcdf_integers(netcdf, netcdf->file, WHOLE_ATTRIBUTE, 1, &marks->whole);
    netcdf_text(netcdf, netcdf->file, RUN_ATTRIBUTE, marks->run);
}

static bool read_whole(hid_t file, const char *name, int32_t *number)
{
    double value;
    if (!results_file_number(file, name, &value) || value < 1 || value > INT32_MAX)
        return false;
    *number = (int32_t)value;
    return true;
}

bool part_marks_read(hid_t file, struct part_marks *marks)
{
    char *run = results_file_text(file, RUN_ATTRIBUTE);
    bool good = run && strlen(run) == DIGEST_LENGTH &&
                read_whole(file, PART_ATTRIBUTE, &marks->part) &&
                read_whole(file, PARTS_ATTRIBUTE, &marks->parts) &&
                read_whole(file, WHOLE_ATTRIBUTE, &marks->whole) && marks->part <= marks->parts;
    if (good)
        memcpy(marks->run, run, DIGEST_LENGTH + 1);
    free(run);
    return good;
}
