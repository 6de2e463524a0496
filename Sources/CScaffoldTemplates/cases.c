/* The recorded cases, which the templates of all languages give alike. */
#include "scaffold_templates.h"

/* Clang has #embed in every mode, and says so each time. */
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file_cases_file_of_another_source_error_csv[] = {
#embed "Templates/file/Cases/file-of-another-source/error.csv"
};
static const uint8_t file_cases_file_of_another_source_input_eth_eur_1_csv[] = {
#embed "Templates/file/Cases/file-of-another-source/input/ETH-EUR_1.csv"
};
static const uint8_t file_cases_hours_with_bad_lines_assertions_csv[] = {
#embed "Templates/file/Cases/hours-with-bad-lines/assertions.csv"
};
static const uint8_t file_cases_hours_with_bad_lines_expected_csv[] = {
#embed "Templates/file/Cases/hours-with-bad-lines/expected.csv"
};
static const uint8_t file_cases_hours_with_bad_lines_input_btc_usd_60_csv[] = {
#embed "Templates/file/Cases/hours-with-bad-lines/input/BTC-USD_60.csv"
};
static const uint8_t file_cases_hours_with_bad_lines_rejects_csv[] = {
#embed "Templates/file/Cases/hours-with-bad-lines/rejects.csv"
};
static const uint8_t http_cases_hours_in_two_requests_exchanges_0001_body[] = {
#embed "Templates/http/Cases/hours-in-two-requests/exchanges/0001.body"
};
static const uint8_t http_cases_hours_in_two_requests_exchanges_0001_toml[] = {
#embed "Templates/http/Cases/hours-in-two-requests/exchanges/0001.toml"
};
static const uint8_t http_cases_hours_in_two_requests_exchanges_0002_body[] = {
#embed "Templates/http/Cases/hours-in-two-requests/exchanges/0002.body"
};
static const uint8_t http_cases_hours_in_two_requests_exchanges_0002_toml[] = {
#embed "Templates/http/Cases/hours-in-two-requests/exchanges/0002.toml"
};
static const uint8_t http_cases_hours_in_two_requests_expected_csv[] = {
#embed "Templates/http/Cases/hours-in-two-requests/expected.csv"
};
static const uint8_t http_cases_hours_in_two_requests_query_toml[] = {
#embed "Templates/http/Cases/hours-in-two-requests/query.toml"
};
static const uint8_t http_cases_hours_in_two_requests_rejects_csv[] = {
#embed "Templates/http/Cases/hours-in-two-requests/rejects.csv"
};
static const uint8_t http_cases_too_many_requests_error_csv[] = {
#embed "Templates/http/Cases/too-many-requests/error.csv"
};
static const uint8_t http_cases_too_many_requests_exchanges_0001_body[] = {
#embed "Templates/http/Cases/too-many-requests/exchanges/0001.body"
};
static const uint8_t http_cases_too_many_requests_exchanges_0001_toml[] = {
#embed "Templates/http/Cases/too-many-requests/exchanges/0001.toml"
};
static const uint8_t http_cases_too_many_requests_query_toml[] = {
#embed "Templates/http/Cases/too-many-requests/query.toml"
};

static const scaffold_file files[] = {
    {"file", "Cases/file-of-another-source/error.csv", file_cases_file_of_another_source_error_csv, sizeof file_cases_file_of_another_source_error_csv},
    {"file", "Cases/file-of-another-source/input/ETH-EUR_1.csv", file_cases_file_of_another_source_input_eth_eur_1_csv, sizeof file_cases_file_of_another_source_input_eth_eur_1_csv},
    {"file", "Cases/hours-with-bad-lines/assertions.csv", file_cases_hours_with_bad_lines_assertions_csv, sizeof file_cases_hours_with_bad_lines_assertions_csv},
    {"file", "Cases/hours-with-bad-lines/expected.csv", file_cases_hours_with_bad_lines_expected_csv, sizeof file_cases_hours_with_bad_lines_expected_csv},
    {"file", "Cases/hours-with-bad-lines/input/BTC-USD_60.csv", file_cases_hours_with_bad_lines_input_btc_usd_60_csv, sizeof file_cases_hours_with_bad_lines_input_btc_usd_60_csv},
    {"file", "Cases/hours-with-bad-lines/rejects.csv", file_cases_hours_with_bad_lines_rejects_csv, sizeof file_cases_hours_with_bad_lines_rejects_csv},
    {"http", "Cases/hours-in-two-requests/exchanges/0001.body", http_cases_hours_in_two_requests_exchanges_0001_body, sizeof http_cases_hours_in_two_requests_exchanges_0001_body},
    {"http", "Cases/hours-in-two-requests/exchanges/0001.toml", http_cases_hours_in_two_requests_exchanges_0001_toml, sizeof http_cases_hours_in_two_requests_exchanges_0001_toml},
    {"http", "Cases/hours-in-two-requests/exchanges/0002.body", http_cases_hours_in_two_requests_exchanges_0002_body, sizeof http_cases_hours_in_two_requests_exchanges_0002_body},
    {"http", "Cases/hours-in-two-requests/exchanges/0002.toml", http_cases_hours_in_two_requests_exchanges_0002_toml, sizeof http_cases_hours_in_two_requests_exchanges_0002_toml},
    {"http", "Cases/hours-in-two-requests/expected.csv", http_cases_hours_in_two_requests_expected_csv, sizeof http_cases_hours_in_two_requests_expected_csv},
    {"http", "Cases/hours-in-two-requests/query.toml", http_cases_hours_in_two_requests_query_toml, sizeof http_cases_hours_in_two_requests_query_toml},
    {"http", "Cases/hours-in-two-requests/rejects.csv", http_cases_hours_in_two_requests_rejects_csv, sizeof http_cases_hours_in_two_requests_rejects_csv},
    {"http", "Cases/too-many-requests/error.csv", http_cases_too_many_requests_error_csv, sizeof http_cases_too_many_requests_error_csv},
    {"http", "Cases/too-many-requests/exchanges/0001.body", http_cases_too_many_requests_exchanges_0001_body, sizeof http_cases_too_many_requests_exchanges_0001_body},
    {"http", "Cases/too-many-requests/exchanges/0001.toml", http_cases_too_many_requests_exchanges_0001_toml, sizeof http_cases_too_many_requests_exchanges_0001_toml},
    {"http", "Cases/too-many-requests/query.toml", http_cases_too_many_requests_query_toml, sizeof http_cases_too_many_requests_query_toml},
};

scaffold_files scaffold_files_cases(void) { return (scaffold_files){files, sizeof files / sizeof *files}; }
