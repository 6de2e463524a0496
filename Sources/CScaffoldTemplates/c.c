/* The templates in C; the header is the repository's own. */
#include "scaffold_templates.h"

/* Clang has #embed in every mode, and says so each time. */
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t c_github_workflows_ci_yml[] = {
#embed "Templates/c/.github/workflows/ci.yml"
};
static const uint8_t c_gitignore[] = {
#embed "Templates/c/.gitignore"
};
static const uint8_t c_makefile[] = {
#embed "Templates/c/Makefile"
};
static const uint8_t c_src_number_c[] = {
#embed "Templates/c/src/number.c"
};
static const uint8_t c_src_number_h[] = {
#embed "Templates/c/src/number.h"
};
static const uint8_t c_candlewick_adapter_h[] = {
#embed "../CAdapterABI/include/candlewick_adapter.h"
};
static const uint8_t c_file_readme_md[] = {
#embed "Templates/c-file/README.md"
};
static const uint8_t c_file_adapter_toml[] = {
#embed "Templates/c-file/adapter.toml"
};
static const uint8_t c_file_src_adapter_c[] = {
#embed "Templates/c-file/src/adapter.c"
};
static const uint8_t c_file_src_line_c[] = {
#embed "Templates/c-file/src/line.c"
};
static const uint8_t c_file_src_line_h[] = {
#embed "Templates/c-file/src/line.h"
};
static const uint8_t c_file_test_test_c[] = {
#embed "Templates/c-file/test/test.c"
};
static const uint8_t c_http_cases_hours_in_two_requests_assertions_csv[] = {
#embed "Templates/c-http/Cases/hours-in-two-requests/assertions.csv"
};
static const uint8_t c_http_readme_md[] = {
#embed "Templates/c-http/README.md"
};
static const uint8_t c_http_adapter_toml[] = {
#embed "Templates/c-http/adapter.toml"
};
static const uint8_t c_http_src_adapter_c[] = {
#embed "Templates/c-http/src/adapter.c"
};
static const uint8_t c_http_src_page_c[] = {
#embed "Templates/c-http/src/page.c"
};
static const uint8_t c_http_src_page_h[] = {
#embed "Templates/c-http/src/page.h"
};
static const uint8_t c_http_test_test_c[] = {
#embed "Templates/c-http/test/test.c"
};

static const scaffold_file files[] = {
    {"c", ".github/workflows/ci.yml", c_github_workflows_ci_yml, sizeof c_github_workflows_ci_yml},
    {"c", ".gitignore", c_gitignore, sizeof c_gitignore},
    {"c", "Makefile", c_makefile, sizeof c_makefile},
    {"c", "src/number.c", c_src_number_c, sizeof c_src_number_c},
    {"c", "src/number.h", c_src_number_h, sizeof c_src_number_h},
    {"c", "candlewick_adapter.h", c_candlewick_adapter_h, sizeof c_candlewick_adapter_h},
    {"c-file", "README.md", c_file_readme_md, sizeof c_file_readme_md},
    {"c-file", "adapter.toml", c_file_adapter_toml, sizeof c_file_adapter_toml},
    {"c-file", "src/adapter.c", c_file_src_adapter_c, sizeof c_file_src_adapter_c},
    {"c-file", "src/line.c", c_file_src_line_c, sizeof c_file_src_line_c},
    {"c-file", "src/line.h", c_file_src_line_h, sizeof c_file_src_line_h},
    {"c-file", "test/test.c", c_file_test_test_c, sizeof c_file_test_test_c},
    {"c-http", "Cases/hours-in-two-requests/assertions.csv", c_http_cases_hours_in_two_requests_assertions_csv, sizeof c_http_cases_hours_in_two_requests_assertions_csv},
    {"c-http", "README.md", c_http_readme_md, sizeof c_http_readme_md},
    {"c-http", "adapter.toml", c_http_adapter_toml, sizeof c_http_adapter_toml},
    {"c-http", "src/adapter.c", c_http_src_adapter_c, sizeof c_http_src_adapter_c},
    {"c-http", "src/page.c", c_http_src_page_c, sizeof c_http_src_page_c},
    {"c-http", "src/page.h", c_http_src_page_h, sizeof c_http_src_page_h},
    {"c-http", "test/test.c", c_http_test_test_c, sizeof c_http_test_test_c},
};

scaffold_files scaffold_files_c(void) { return (scaffold_files){files, sizeof files / sizeof *files}; }
