/* The templates in Swift. */
#include "scaffold_templates.h"

/* Clang has #embed in every mode, and says so each time. */
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t swift_github_workflows_ci_yml[] = {
#embed "Templates/swift/.github/workflows/ci.yml"
};
static const uint8_t swift_gitignore[] = {
#embed "Templates/swift/.gitignore"
};
static const uint8_t swift_sources_examplesourceentry_entry_swift[] = {
#embed "Templates/swift/Sources/ExampleSourceEntry/Entry.swift"
};
static const uint8_t swift_adapter_map[] = {
#embed "Templates/swift/adapter.map"
};
static const uint8_t swift_file_package_swift[] = {
#embed "Templates/swift-file/Package.swift"
};
static const uint8_t swift_file_readme_md[] = {
#embed "Templates/swift-file/README.md"
};
static const uint8_t swift_file_sources_examplesourceadapter_candleline_swift[] = {
#embed "Templates/swift-file/Sources/ExampleSourceAdapter/CandleLine.swift"
};
static const uint8_t swift_file_sources_examplesourceadapter_place_swift[] = {
#embed "Templates/swift-file/Sources/ExampleSourceAdapter/Place.swift"
};
static const uint8_t swift_file_sources_examplesourceadapter_source_swift[] = {
#embed "Templates/swift-file/Sources/ExampleSourceAdapter/Source.swift"
};
static const uint8_t swift_file_sources_examplesourceadapter_sourcesession_swift[] = {
#embed "Templates/swift-file/Sources/ExampleSourceAdapter/SourceSession.swift"
};
static const uint8_t swift_file_tests_examplesourceadaptertests_candlelinetests_swift[] = {
#embed "Templates/swift-file/Tests/ExampleSourceAdapterTests/CandleLineTests.swift"
};
static const uint8_t swift_file_adapter_toml[] = {
#embed "Templates/swift-file/adapter.toml"
};
static const uint8_t swift_http_cases_hours_in_two_requests_assertions_csv[] = {
#embed "Templates/swift-http/Cases/hours-in-two-requests/assertions.csv"
};
static const uint8_t swift_http_package_swift[] = {
#embed "Templates/swift-http/Package.swift"
};
static const uint8_t swift_http_readme_md[] = {
#embed "Templates/swift-http/README.md"
};
static const uint8_t swift_http_sources_examplesourceadapter_candles_swift[] = {
#embed "Templates/swift-http/Sources/ExampleSourceAdapter/Candles.swift"
};
static const uint8_t swift_http_sources_examplesourceadapter_source_swift[] = {
#embed "Templates/swift-http/Sources/ExampleSourceAdapter/Source.swift"
};
static const uint8_t swift_http_tests_examplesourceadaptertests_candlestests_swift[] = {
#embed "Templates/swift-http/Tests/ExampleSourceAdapterTests/CandlesTests.swift"
};
static const uint8_t swift_http_adapter_toml[] = {
#embed "Templates/swift-http/adapter.toml"
};

static const scaffold_file files[] = {
    {"swift", ".github/workflows/ci.yml", swift_github_workflows_ci_yml, sizeof swift_github_workflows_ci_yml},
    {"swift", ".gitignore", swift_gitignore, sizeof swift_gitignore},
    {"swift", "Sources/ExampleSourceEntry/Entry.swift", swift_sources_examplesourceentry_entry_swift, sizeof swift_sources_examplesourceentry_entry_swift},
    {"swift", "adapter.map", swift_adapter_map, sizeof swift_adapter_map},
    {"swift-file", "Package.swift", swift_file_package_swift, sizeof swift_file_package_swift},
    {"swift-file", "README.md", swift_file_readme_md, sizeof swift_file_readme_md},
    {"swift-file", "Sources/ExampleSourceAdapter/CandleLine.swift", swift_file_sources_examplesourceadapter_candleline_swift, sizeof swift_file_sources_examplesourceadapter_candleline_swift},
    {"swift-file", "Sources/ExampleSourceAdapter/Place.swift", swift_file_sources_examplesourceadapter_place_swift, sizeof swift_file_sources_examplesourceadapter_place_swift},
    {"swift-file", "Sources/ExampleSourceAdapter/Source.swift", swift_file_sources_examplesourceadapter_source_swift, sizeof swift_file_sources_examplesourceadapter_source_swift},
    {"swift-file", "Sources/ExampleSourceAdapter/SourceSession.swift", swift_file_sources_examplesourceadapter_sourcesession_swift, sizeof swift_file_sources_examplesourceadapter_sourcesession_swift},
    {"swift-file", "Tests/ExampleSourceAdapterTests/CandleLineTests.swift", swift_file_tests_examplesourceadaptertests_candlelinetests_swift, sizeof swift_file_tests_examplesourceadaptertests_candlelinetests_swift},
    {"swift-file", "adapter.toml", swift_file_adapter_toml, sizeof swift_file_adapter_toml},
    {"swift-http", "Cases/hours-in-two-requests/assertions.csv", swift_http_cases_hours_in_two_requests_assertions_csv, sizeof swift_http_cases_hours_in_two_requests_assertions_csv},
    {"swift-http", "Package.swift", swift_http_package_swift, sizeof swift_http_package_swift},
    {"swift-http", "README.md", swift_http_readme_md, sizeof swift_http_readme_md},
    {"swift-http", "Sources/ExampleSourceAdapter/Candles.swift", swift_http_sources_examplesourceadapter_candles_swift, sizeof swift_http_sources_examplesourceadapter_candles_swift},
    {"swift-http", "Sources/ExampleSourceAdapter/Source.swift", swift_http_sources_examplesourceadapter_source_swift, sizeof swift_http_sources_examplesourceadapter_source_swift},
    {"swift-http", "Tests/ExampleSourceAdapterTests/CandlesTests.swift", swift_http_tests_examplesourceadaptertests_candlestests_swift, sizeof swift_http_tests_examplesourceadaptertests_candlestests_swift},
    {"swift-http", "adapter.toml", swift_http_adapter_toml, sizeof swift_http_adapter_toml},
};

scaffold_files scaffold_files_swift(void) { return (scaffold_files){files, sizeof files / sizeof *files}; }
