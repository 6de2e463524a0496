/* An adapter for the tests of the checks: trades from pages of lines `seconds,price`, each page ended by `next SECONDS`
 * or `end`. Good as it is; -DDEFECT=n breaks one promise. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "candlewick_adapter.h"

#ifndef DEFECT
#define DEFECT 0
#endif
#define FORGETS_SPLIT 1
#define BELIEVES_CUT 2
#define SKIPS_ON_RESUME 3
#define REMEMBERS 4
#define SWALLOWS_GARBAGE 5
#define LOSES_WHEN_FULL 6
#define ASSERTS_AHEAD 7
#define GIVES_TOO_MUCH 8
#define ASSERTS_NOTHING 9
#define BLAMES_ITSELF 10

#define SECOND 1000000000ll

struct cw_session {
    int64_t start, end; /* of the query */
    int64_t page, next; /* seconds; next -1: done */
    int64_t done, skip; /* rows of the page that are done, that an earlier session did */
    int ended;          /* the page's last line was there */
    cw_assertion assertion;
    char address[64], token[64];
};

static const char *const hosts[] = {"pages.example"};
static const cw_descriptor descriptor = {
    .size = sizeof(cw_descriptor), .kinds = CW_KIND_TRADES, .transports = CW_REQUEST_HTTP, .stamp = CW_STAMP_OPEN,
    .id = "pages", .name = "Pages of lines", .version = "1.0.0", .licence = "Apache-2.0", .hosts = hosts,
    .host_count = 1, .day_zone = "UTC",
};
static const cw_descriptor *describe(void) { return &descriptor; }

static cw_status fail(cw_error *error, cw_status status, const char *message) {
    error->error_class = status;
    error->retry_after = error->row = error->position = -1;
    strncpy(error->message, message, sizeof error->message - 1);
    return status;
}

static cw_status begin(const cw_host *host, const cw_query *query, cw_session **made, cw_error *error) {
    (void)host;
    if (query->start < 0 || query->end == INT64_MAX) return fail(error, CW_ERROR_INVALID_QUERY, "expected a range");
    cw_session *session = calloc(1, sizeof *session);
    session->start = query->start;
    session->end = query->end;
    session->next = (query->start + SECOND - 1) / SECOND;
    if (query->resume_token.length > 0 && query->resume_token.length < sizeof session->token) {
        long long page, done;
        char text[64] = {0};
        memcpy(text, query->resume_token.bytes, query->resume_token.length);
        if (sscanf(text, "%lld %lld", &page, &done) == 2) {
            session->next = page;
            session->skip = done + (DEFECT == SKIPS_ON_RESUME);
        }
    }
    *made = session;
    return CW_OK;
}

static cw_status next_request(cw_session *session, cw_request *request, cw_error *error) {
    (void)error;
    static int calls = 0;
    if (session->next < 0) return CW_OK;
    session->page = session->next;
    session->done = session->ended = 0;
    int extra = DEFECT == REMEMBERS ? calls++ : 0;
    snprintf(session->address, sizeof session->address, "/lines?from=%lld%s", (long long)session->page,
             extra ? "&again" : "");
    request->kind = CW_REQUEST_HTTP;
    request->address = (cw_text){session->address, strlen(session->address)};
    return CW_OK;
}

static void assert_to(cw_session *session, int64_t seconds, cw_decoded *decoded) {
    int64_t start = session->page * SECOND;
    if (start < session->start) start = session->start;
    int64_t end = seconds < 0 || seconds * SECOND > session->end ? session->end : seconds * SECOND;
    if (start >= end || DEFECT == ASSERTS_NOTHING) return;
    session->assertion = (cw_assertion){.assertion_class = CW_ASSERT_COVERED, .start = start, .end = end};
    decoded->assertions = &session->assertion;
    decoded->assertion_count = 1;
}

static cw_status decode(cw_session *session, const cw_input *input, const cw_batch *batch, cw_decoded *decoded,
                        cw_error *error) {
    const cw_trades *rows = batch->trades;
    if (DEFECT == ASSERTS_AHEAD) assert_to(session, -1, decoded);
    while (decoded->consumed < input->length) {
        const char *line = (const char *)input->bytes + decoded->consumed;
        size_t left = (size_t)(input->length - decoded->consumed);
        const char *newline = memchr(line, '\n', left);
        if (!newline && !(input->flags & CW_INPUT_LAST) && DEFECT != FORGETS_SPLIT) break;
        if (!newline && DEFECT != FORGETS_SPLIT && DEFECT != BELIEVES_CUT)
            return fail(error, CW_ERROR_MALFORMED, "a line is cut short");
        size_t length = newline ? (size_t)(newline - line) : left;
        char text[64] = {0};
        memcpy(text, line, length < 63 ? length : 63);
        long long seconds, price, taken = -1;
        if (session->ended) return fail(error, CW_ERROR_MALFORMED, "lines behind the last one");
        if (sscanf(text, "%lld,%lld%lln", &seconds, &price, &taken) == 2 && taken == (long long)length) {
            if (decoded->rows == batch->capacity) {
                decoded->flags |= CW_DECODED_FULL;
                if (DEFECT == LOSES_WHEN_FULL) decoded->consumed += length + 1;
                break;
            }
            session->done++;
            if (session->done > session->skip && (seconds * SECOND < session->end || DEFECT == GIVES_TOO_MUCH)) {
                uint64_t i = decoded->rows++;
                rows->time[i] = seconds * SECOND;
                rows->price[i] = (double)price;
                rows->volume[i] = 1;
                rows->side[i] = CW_SIDE_NONE;
                rows->trade_id[i] = -1;
                rows->symbol[i] = rows->flags[i] = 0;
                rows->row[i] = rows->position[i] = -1;
            }
        } else if (sscanf(text, "next %lld", &seconds) == 1) {
            session->ended = 1;
            session->next = seconds * SECOND < session->end ? seconds : -1;
            assert_to(session, seconds, decoded);
        } else if (strcmp(text, "end") == 0) {
            session->ended = 1;
            session->next = -1;
            assert_to(session, -1, decoded);
        } else if (DEFECT != SWALLOWS_GARBAGE) {
            return fail(error, DEFECT == BLAMES_ITSELF ? CW_ERROR_INTERNAL : CW_ERROR_MALFORMED, "a line is none of `seconds,price`, `next SECONDS` and `end`");
        }
        decoded->consumed += length + (newline ? 1 : 0);
    }
    if (input->flags & CW_INPUT_LAST && !(decoded->flags & CW_DECODED_FULL) && !session->ended) {
        if (DEFECT != BELIEVES_CUT && DEFECT != SWALLOWS_GARBAGE)
            return fail(error, CW_ERROR_MALFORMED, "the reply has no last line `next SECONDS` or `end`");
        session->next = -1;
    }
    if (session->ended)
        session->skip = 0;
    snprintf(session->token, sizeof session->token, "%lld %lld", (long long)(session->ended ? session->next : session->page),
             (long long)(session->ended ? 0 : session->done));
    if (!session->ended || session->next >= 0)
        decoded->resume_token = (cw_text){session->token, strlen(session->token)};
    return CW_OK;
}

static void end(cw_session *session) { free(session); }

const cw_adapter candlewick_adapter_entry = {
    .magic = CW_ABI_MAGIC, .abi_major = CW_ABI_MAJOR, .abi_minor = CW_ABI_MINOR, .size = sizeof(cw_adapter),
    .describe = describe, .begin = begin, .next_request = next_request, .decode = decode, .end = end,
};
