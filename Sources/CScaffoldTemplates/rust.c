/* The templates in Rust. */
#include "scaffold_templates.h"

/* Clang has #embed in every mode, and says so each time. */
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t rust_github_workflows_ci_yml[] = {
#embed "Templates/rust/.github/workflows/ci.yml"
};
static const uint8_t rust_gitignore[] = {
#embed "Templates/rust/.gitignore"
};
static const uint8_t rust_cargo_toml[] = {
#embed "Templates/rust/Cargo.toml"
};
static const uint8_t rust_build_rs[] = {
#embed "Templates/rust/build.rs"
};
static const uint8_t rust_rustfmt_toml[] = {
#embed "Templates/rust/rustfmt.toml"
};
static const uint8_t rust_src_abi_rs[] = {
#embed "Templates/rust/src/abi.rs"
};
static const uint8_t rust_src_batch_rs[] = {
#embed "Templates/rust/src/batch.rs"
};
static const uint8_t rust_src_entry_rs[] = {
#embed "Templates/rust/src/entry.rs"
};
static const uint8_t rust_src_number_rs[] = {
#embed "Templates/rust/src/number.rs"
};
static const uint8_t rust_src_runtime_rs[] = {
#embed "Templates/rust/src/runtime.rs"
};
static const uint8_t rust_file_readme_md[] = {
#embed "Templates/rust-file/README.md"
};
static const uint8_t rust_file_adapter_toml[] = {
#embed "Templates/rust-file/adapter.toml"
};
static const uint8_t rust_file_src_lib_rs[] = {
#embed "Templates/rust-file/src/lib.rs"
};
static const uint8_t rust_file_src_line_rs[] = {
#embed "Templates/rust-file/src/line.rs"
};
static const uint8_t rust_file_src_source_rs[] = {
#embed "Templates/rust-file/src/source.rs"
};
static const uint8_t rust_http_cases_hours_in_two_requests_assertions_csv[] = {
#embed "Templates/rust-http/Cases/hours-in-two-requests/assertions.csv"
};
static const uint8_t rust_http_readme_md[] = {
#embed "Templates/rust-http/README.md"
};
static const uint8_t rust_http_adapter_toml[] = {
#embed "Templates/rust-http/adapter.toml"
};
static const uint8_t rust_http_src_lib_rs[] = {
#embed "Templates/rust-http/src/lib.rs"
};
static const uint8_t rust_http_src_page_rs[] = {
#embed "Templates/rust-http/src/page.rs"
};
static const uint8_t rust_http_src_source_rs[] = {
#embed "Templates/rust-http/src/source.rs"
};

static const scaffold_file files[] = {
    {"rust", ".github/workflows/ci.yml", rust_github_workflows_ci_yml, sizeof rust_github_workflows_ci_yml},
    {"rust", ".gitignore", rust_gitignore, sizeof rust_gitignore},
    {"rust", "Cargo.toml", rust_cargo_toml, sizeof rust_cargo_toml},
    {"rust", "build.rs", rust_build_rs, sizeof rust_build_rs},
    {"rust", "rustfmt.toml", rust_rustfmt_toml, sizeof rust_rustfmt_toml},
    {"rust", "src/abi.rs", rust_src_abi_rs, sizeof rust_src_abi_rs},
    {"rust", "src/batch.rs", rust_src_batch_rs, sizeof rust_src_batch_rs},
    {"rust", "src/entry.rs", rust_src_entry_rs, sizeof rust_src_entry_rs},
    {"rust", "src/number.rs", rust_src_number_rs, sizeof rust_src_number_rs},
    {"rust", "src/runtime.rs", rust_src_runtime_rs, sizeof rust_src_runtime_rs},
    {"rust-file", "README.md", rust_file_readme_md, sizeof rust_file_readme_md},
    {"rust-file", "adapter.toml", rust_file_adapter_toml, sizeof rust_file_adapter_toml},
    {"rust-file", "src/lib.rs", rust_file_src_lib_rs, sizeof rust_file_src_lib_rs},
    {"rust-file", "src/line.rs", rust_file_src_line_rs, sizeof rust_file_src_line_rs},
    {"rust-file", "src/source.rs", rust_file_src_source_rs, sizeof rust_file_src_source_rs},
    {"rust-http", "Cases/hours-in-two-requests/assertions.csv", rust_http_cases_hours_in_two_requests_assertions_csv, sizeof rust_http_cases_hours_in_two_requests_assertions_csv},
    {"rust-http", "README.md", rust_http_readme_md, sizeof rust_http_readme_md},
    {"rust-http", "adapter.toml", rust_http_adapter_toml, sizeof rust_http_adapter_toml},
    {"rust-http", "src/lib.rs", rust_http_src_lib_rs, sizeof rust_http_src_lib_rs},
    {"rust-http", "src/page.rs", rust_http_src_page_rs, sizeof rust_http_src_page_rs},
    {"rust-http", "src/source.rs", rust_http_src_source_rs, sizeof rust_http_src_source_rs},
};

scaffold_files scaffold_files_rust(void) { return (scaffold_files){files, sizeof files / sizeof *files}; }
