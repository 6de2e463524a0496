/* The pages. */
#include "hub_assets.h"

/* Clang has #embed in every mode, and says so each time. */
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t adapters_mustache[] = {
#embed "Assets/pages/adapters.mustache"
};

static const uint8_t asset_mustache[] = {
#embed "Assets/pages/asset.mustache"
};

static const uint8_t assets_mustache[] = {
#embed "Assets/pages/assets.mustache"
};

static const uint8_t audit_mustache[] = {
#embed "Assets/pages/audit.mustache"
};

static const uint8_t base_css[] = {
#embed "Assets/pages/base.css"
};

static const uint8_t chart_js[] = {
#embed "Assets/pages/chart.js"
};

static const uint8_t coverage_mustache[] = {
#embed "Assets/pages/coverage.mustache"
};

static const uint8_t evidence_mustache[] = {
#embed "Assets/pages/evidence.mustache"
};

static const uint8_t gaps_mustache[] = {
#embed "Assets/pages/gaps.mustache"
};

static const uint8_t hatches_mustache[] = {
#embed "Assets/pages/hatches.mustache"
};

static const uint8_t hub_js[] = {
#embed "Assets/pages/hub.js"
};

static const uint8_t icon_svg[] = {
#embed "Assets/pages/icon.svg"
};

static const uint8_t job_bar_mustache[] = {
#embed "Assets/pages/job-bar.mustache"
};

static const uint8_t job_progress_mustache[] = {
#embed "Assets/pages/job-progress.mustache"
};

static const uint8_t job_mustache[] = {
#embed "Assets/pages/job.mustache"
};

static const uint8_t jobs_mustache[] = {
#embed "Assets/pages/jobs.mustache"
};

static const uint8_t layout_mustache[] = {
#embed "Assets/pages/layout.mustache"
};

static const uint8_t legend_mustache[] = {
#embed "Assets/pages/legend.mustache"
};

static const uint8_t login_mustache[] = {
#embed "Assets/pages/login.mustache"
};

static const uint8_t map_js[] = {
#embed "Assets/pages/map.js"
};

static const uint8_t option_mustache[] = {
#embed "Assets/pages/option.mustache"
};

static const uint8_t overview_mustache[] = {
#embed "Assets/pages/overview.mustache"
};

static const uint8_t paging_mustache[] = {
#embed "Assets/pages/paging.mustache"
};

static const uint8_t parts_css[] = {
#embed "Assets/pages/parts.css"
};

static const uint8_t picture_parts_mustache[] = {
#embed "Assets/pages/picture-parts.mustache"
};

static const uint8_t problem_mustache[] = {
#embed "Assets/pages/problem.mustache"
};

static const uint8_t rejects_mustache[] = {
#embed "Assets/pages/rejects.mustache"
};

static const uint8_t tasks_mustache[] = {
#embed "Assets/pages/tasks.mustache"
};

static const uint8_t time_mustache[] = {
#embed "Assets/pages/time.mustache"
};

static const uint8_t tokens_mustache[] = {
#embed "Assets/pages/tokens.mustache"
};

static const hub_asset files[] = {
    {"pages/adapters.mustache", adapters_mustache, sizeof adapters_mustache},
    {"pages/asset.mustache", asset_mustache, sizeof asset_mustache},
    {"pages/assets.mustache", assets_mustache, sizeof assets_mustache},
    {"pages/audit.mustache", audit_mustache, sizeof audit_mustache},
    {"pages/base.css", base_css, sizeof base_css},
    {"pages/chart.js", chart_js, sizeof chart_js},
    {"pages/coverage.mustache", coverage_mustache, sizeof coverage_mustache},
    {"pages/evidence.mustache", evidence_mustache, sizeof evidence_mustache},
    {"pages/gaps.mustache", gaps_mustache, sizeof gaps_mustache},
    {"pages/hatches.mustache", hatches_mustache, sizeof hatches_mustache},
    {"pages/hub.js", hub_js, sizeof hub_js},
    {"pages/icon.svg", icon_svg, sizeof icon_svg},
    {"pages/job-bar.mustache", job_bar_mustache, sizeof job_bar_mustache},
    {"pages/job-progress.mustache", job_progress_mustache, sizeof job_progress_mustache},
    {"pages/job.mustache", job_mustache, sizeof job_mustache},
    {"pages/jobs.mustache", jobs_mustache, sizeof jobs_mustache},
    {"pages/layout.mustache", layout_mustache, sizeof layout_mustache},
    {"pages/legend.mustache", legend_mustache, sizeof legend_mustache},
    {"pages/login.mustache", login_mustache, sizeof login_mustache},
    {"pages/map.js", map_js, sizeof map_js},
    {"pages/option.mustache", option_mustache, sizeof option_mustache},
    {"pages/overview.mustache", overview_mustache, sizeof overview_mustache},
    {"pages/paging.mustache", paging_mustache, sizeof paging_mustache},
    {"pages/parts.css", parts_css, sizeof parts_css},
    {"pages/picture-parts.mustache", picture_parts_mustache, sizeof picture_parts_mustache},
    {"pages/problem.mustache", problem_mustache, sizeof problem_mustache},
    {"pages/rejects.mustache", rejects_mustache, sizeof rejects_mustache},
    {"pages/tasks.mustache", tasks_mustache, sizeof tasks_mustache},
    {"pages/time.mustache", time_mustache, sizeof time_mustache},
    {"pages/tokens.mustache", tokens_mustache, sizeof tokens_mustache},
};

hub_asset_list hub_assets_pages(void) {
    hub_asset_list list = {files, sizeof files / sizeof files[0]};
    return list;
}
