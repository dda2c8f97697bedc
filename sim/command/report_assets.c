#include "command/report_assets.h"

#include <stdint.h>

/* The assembler puts the files in, found from the top of the repository, where make runs it. */
#define ASSET(ID, name)                                                                            \
    __asm__(".section .rodata\n"                                                                   \
            "asset_" #ID ":\n"                                                                     \
            ".incbin \"sim/command/report/" name "\"\n"                                            \
            "asset_" #ID "_end:\n"                                                                 \
            ".byte 0\n"                                                                            \
            ".previous\n");                                                                        \
    extern const char asset_##ID[] __asm__("asset_" #ID);                                          \
    extern const char asset_##ID##_end[] __asm__("asset_" #ID "_end");
#include "command/report_assets.def"
#undef ASSET

struct report_asset report_asset(enum report_asset_id id)
{
    const struct report_asset assets[N_REPORT_ASSETS] = {
#define ASSET(ID, name) {name, asset_##ID, (uintptr_t)asset_##ID##_end - (uintptr_t)asset_##ID},
#include "command/report_assets.def"
#undef ASSET
    };
    return assets[id];
}
