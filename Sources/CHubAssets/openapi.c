/* The API's description. */
#include "hub_assets.h"

/* Clang has #embed in every mode, and says so each time. */
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t base_json[] = {
#embed "Assets/openapi/base.json"
};

static const uint8_t metrics_json[] = {
#embed "Assets/openapi/metrics.json"
};

static const uint8_t data_json[] = {
#embed "Assets/openapi/data.json"
};

static const uint8_t access_json[] = {
#embed "Assets/openapi/access.json"
};

static const uint8_t live_json[] = {
#embed "Assets/openapi/live.json"
};

static const uint8_t work_json[] = {
#embed "Assets/openapi/work.json"
};

static const hub_asset files[] = {
    {"openapi/base.json", base_json, sizeof base_json},
    {"openapi/metrics.json", metrics_json, sizeof metrics_json},
    {"openapi/data.json", data_json, sizeof data_json},
    {"openapi/access.json", access_json, sizeof access_json},
    {"openapi/live.json", live_json, sizeof live_json},
    {"openapi/work.json", work_json, sizeof work_json},
};

hub_asset_list hub_assets_openapi(void) {
    hub_asset_list list = {files, sizeof files / sizeof files[0]};
    return list;
}
