/* Files of sim/command/report/ that are part of the program. */
#ifndef PLASSFLYT_COMMAND_REPORT_ASSETS_H
#define PLASSFLYT_COMMAND_REPORT_ASSETS_H

#include <stddef.h>

struct report_asset {
    const char *name; /* as it is called while a report is made */
    const char *bytes;
    size_t n;
};

enum report_asset_id {
#define ASSET(ID, name) ASSET_##ID,
#include "command/report_assets.def"
#undef ASSET
    N_REPORT_ASSETS
};

struct report_asset report_asset(enum report_asset_id id);

#endif
