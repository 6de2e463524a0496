/* Breaks the promise that the query's symbol (or the file's name) names. */
#include <stdio.h>
#include <string.h>

#define SMALL_IDENTIFY identify
#define SMALL_BEGIN begin
#define SMALL_NEXT_REQUEST next_request
#define SMALL_DECODE decode
#define SMALL_END end
#define SMALL_KINDS (CW_KIND_CANDLES | CW_KIND_INSTRUMENTS)
#define SMALL_TRANSPORTS (CW_REQUEST_FILE | CW_REQUEST_HTTP | CW_REQUEST_STREAM)
#define SMALL_HOSTS hosts
#define SMALL_HOST_COUNT 1
#include "candlewick_adapter.h"

static const char *const hosts[] = {"api.example.com"};
static cw_status identify(cw_text path, cw_identity *identity, cw_error *error);
static cw_status begin(const cw_host *host, const cw_query *query, cw_session **session, cw_error *error);
static cw_status next_request(cw_session *session, cw_request *request, cw_error *error);
static cw_status decode(cw_session *session, const cw_input *input, const cw_batch *batch, cw_decoded *decoded,
                        cw_error *error);
static void end(cw_session *session);
#include "small.h"

struct cw_session {
    const cw_host *host;
    char what[64];
    cw_assertion assertion;
    cw_header header;
    cw_text message;
    char odd[64];
};

static int is(const cw_session *session, const char *what) { return strcmp(session->what, what) == 0; }

static cw_text text(const char *bytes) {
    cw_text text = {bytes, strlen(bytes)};
    return text;
}

static cw_status identify(cw_text path, cw_identity *identity, cw_error *error) {
    char what[64] = {0};
    memcpy(what, path.bytes, path.length < 63 ? path.length : 63);
    identity->kind = CW_KIND_CANDLES;
    identity->interval = SMALL_INTERVAL;
    strcpy(identity->symbol, "AB");
    if (strcmp(what, "no-nul") == 0) memset(identity->symbol, 'A', sizeof identity->symbol);
    if (strcmp(what, "no-nul-quote") == 0) memset(identity->quote, 'A', sizeof identity->quote);
    if (strcmp(what, "not-utf8") == 0) strcpy(identity->base, "\xC3\x28");
    if (strcmp(what, "no-symbol") == 0) identity->symbol[0] = 0;
    if (strcmp(what, "no-interval") == 0) identity->interval = 0;
    if (strcmp(what, "unknown-kind") == 0) identity->kind = 64;
    if (strcmp(what, "other-kind") == 0) identity->kind = CW_KIND_TRADES, identity->interval = 0;
    if (strcmp(what, "unknown-status") == 0) return 77;
    if (strcmp(what, "no-message") == 0) return CW_ERROR_INVALID_QUERY;
    if (strcmp(what, "unterminated-message") == 0) {
        memset(error->message, 'x', sizeof error->message);
        return CW_ERROR_MALFORMED;
    }
    return CW_OK;
}

static cw_status begin(const cw_host *host, const cw_query *query, cw_session **session, cw_error *error) {
    char what[64] = {0};
    int status = 0;
    memcpy(what, query->symbol.bytes, query->symbol.length < 63 ? query->symbol.length : 63);
    if (sscanf(what, "status-%d", &status) == 1) {
        error->error_class = status;
        error->row = 12;
        error->position = 340;
        error->retry_after = 1500000000;
        snprintf(error->message, sizeof error->message, "refused with %d", status);
        return status;
    }
    if (strcmp(what, "null-session") == 0) {
        *session = 0;
        return CW_OK;
    }
    cw_session *made = calloc(1, sizeof *made);
    if (!made) return CW_ERROR_INTERNAL;
    made->host = host;
    memcpy(made->what, what, sizeof what);
    *session = made;
    if (is(made, "null-intern-in-begin")) host->intern(host->context, 0, 3);
    return CW_OK;
}

static cw_status next_request(cw_session *session, cw_request *request, cw_error *error) {
    (void)error;
    request->kind = CW_REQUEST_HTTP;
    request->address = text("/rows");
    if (is(session, "request-kind")) request->kind = 99;
    if (is(session, "request-no-address")) request->address.length = 0;
    if (is(session, "request-null-address")) request->address.bytes = 0;
    if (is(session, "request-long-address")) request->address.length = UINT64_MAX;
    if (is(session, "request-other-host")) request->address = text("https://evil.example.com/rows");
    if (is(session, "request-user-at-host")) request->address = text("https://api.example.com@evil.example.com/");
    if (is(session, "request-double-slash")) request->address = text("//evil.example.com/rows");
    if (is(session, "request-plain-http")) request->address = text("http://api.example.com/rows");
    if (is(session, "request-space")) request->address = text("/rows HTTP/1.1\r\nX: y");
    if (is(session, "request-method")) request->method = text("GET /\r\n");
    if (is(session, "request-other-file")) {
        request->kind = CW_REQUEST_FILE;
        request->address = text("/etc/passwd");
    }
    if (is(session, "request-stream-path")) request->kind = CW_REQUEST_STREAM;
    session->header.name = text("X-Name");
    session->header.value = text("value");
    request->headers = &session->header;
    request->header_count = 1;
    if (is(session, "request-null-headers")) request->headers = 0;
    if (is(session, "request-many-headers")) request->header_count = 1ull << 60;
    if (is(session, "request-header-name")) session->header.name = text("X Name:");
    if (is(session, "request-header-break")) session->header.value = text("a\r\nX-Other: b");
    if (is(session, "request-credential")) session->header.credential = text("somebody-elses");
    return CW_OK;
}

static cw_status decode(cw_session *session, const cw_input *input, const cw_batch *batch, cw_decoded *decoded,
                        cw_error *error) {
    (void)error;
    decoded->consumed = input->length;
    session->assertion.assertion_class = CW_ASSERT_COVERED;
    session->assertion.start = 10;
    session->assertion.end = 20;
    decoded->assertions = &session->assertion;
    if (is(session, "rows")) decoded->rows = batch->capacity + 1;
    if (is(session, "rows-huge")) decoded->rows = UINT64_MAX;
    if (is(session, "consumed")) decoded->consumed = input->length + 1;
    if (is(session, "consumed-too-little")) decoded->consumed = 1;
    if (is(session, "rejects")) decoded->rejects = batch->rejects->capacity + 1;
    if (is(session, "full-for-nothing")) {
        decoded->flags = CW_DECODED_FULL;
        decoded->consumed = 0;
    }
    if (is(session, "flags")) decoded->flags = 64;
    if (is(session, "assertion-inverted")) session->assertion.end = 5, decoded->assertion_count = 1;
    if (is(session, "assertion-empty")) session->assertion.end = 10, decoded->assertion_count = 1;
    if (is(session, "assertion-class")) session->assertion.assertion_class = 9, decoded->assertion_count = 1;
    if (is(session, "assertion-symbol")) session->assertion.symbol = 5, decoded->assertion_count = 1;
    if (is(session, "assertion-null")) decoded->assertions = 0, decoded->assertion_count = 1;
    if (is(session, "assertion-many")) decoded->assertion_count = 1ull << 40;
    if (is(session, "assertion-address")) {
        decoded->assertions = (const cw_assertion *)(const void *)(session->odd + 1);
        decoded->assertion_count = 1;
    }
    if (is(session, "token-null")) decoded->resume_token.length = 3;
    if (is(session, "token-huge")) decoded->resume_token = text("x"), decoded->resume_token.length = 1ull << 40;
    if (is(session, "message-null")) decoded->messages = &session->message, session->message.length = 2,
                                     decoded->message_count = 1;
    if (is(session, "null-intern")) session->host->intern(session->host->context, 0, 3);
    if (is(session, "long-intern")) session->host->intern(session->host->context, "x", 1ull << 40);
    if (is(session, "null-log")) session->host->log(session->host->context, CW_LOG_INFO, 0, 3);
    if (is(session, "reject-code") || is(session, "reject-null") || is(session, "reject-host-code") ||
        is(session, "reject-long") || is(session, "reject-not-utf8")) {
        decoded->rejects = 1;
        batch->rejects->row[0] = 7;
        batch->rejects->position[0] = 70;
        batch->rejects->code[0] = is(session, "reject-code") ? 999 : is(session, "reject-host-code") ? 16 : 2;
        batch->rejects->reason[0] = text("a reason");
        batch->rejects->raw[0] = text("the raw text");
        if (is(session, "reject-null")) batch->rejects->raw[0].bytes = 0;
        if (is(session, "reject-not-utf8")) batch->rejects->raw[0] = text("a\xFFz");
        if (is(session, "reject-long")) {
            static char raw[2000];
            memset(raw, 'r', sizeof raw);
            batch->rejects->raw[0].bytes = raw;
            batch->rejects->raw[0].length = sizeof raw;
        }
    }
    if (batch->instruments) {
        uint32_t id = session->host->intern(session->host->context, "ABC", 3);
        const cw_instruments *rows = batch->instruments;
        decoded->rows = 1;
        rows->symbol[0] = is(session, "instrument-symbol") ? 0 : id;
        rows->base[0] = is(session, "instrument-base") ? id + 1 : id;
        rows->quote[0] = rows->name[0] = rows->category[0] = rows->flags[0] = 0;
        if (is(session, "instrument-category")) rows->category[0] = id;
        rows->active[0] = is(session, "instrument-active") ? 9 : -1;
        rows->row[0] = rows->position[0] = 0;
    }
    if (is(session, "decode-status")) return -5;
    return CW_OK;
}

static void end(cw_session *session) { free(session); }
