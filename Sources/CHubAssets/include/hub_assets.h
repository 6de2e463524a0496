/* The files of the pages and of the API's description, embedded: the program needs nothing beside it. */
#ifndef HUB_ASSETS_H
#define HUB_ASSETS_H

#include <stdint.h>

/* One file: its path below Assets, its bytes. Constant; lives as long as the program; the path ends with a NUL. */
typedef struct hub_asset {
    const char *path;
    const uint8_t *bytes;
    uint64_t length;
} hub_asset;

typedef struct hub_asset_list {
    const hub_asset *files;
    uint64_t count;
} hub_asset_list;

/* The API's description in parts: one OpenAPI document a room, of which `paths` and `components` are joined. */
hub_asset_list hub_assets_openapi(void);
/* Templates, style sheets and scripts of the pages. */
hub_asset_list hub_assets_pages(void);

#endif
