/* An adapter for the tests of the checks: candles of an hour from lines `seconds,open,high,low,close`, from a file
 * (-DFILES=1) or from a reply, whose last line is `end`. Good as it is; -DDEFECT=n breaks one promise. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "candlewick_adapter.h"

#ifndef DEFECT
#define DEFECT 0
#endif
#ifndef FILES
#define FILES 0
#endif
#define OPENS_LATE 1
#define GIVES_THE_FUTURE 2
#define GIVES_THE_FORMING 3
#define COUNTS_LINES_FROM_0 4
#define WRITES_BEHIND_THE_LAST_ROW 5
#define INFINITE_VOLUME 6
#define READS_BEHIND_THE_INPUT 7
#define KNOWS_NO_NAME 8

#define SECOND 1000000000ll
#define HOUR (3600 * SECOND)

struct cw_session {
    int64_t start, end; /* of the query */
    int64_t line;
    int asked, ended;
    cw_assertion assertion;
    char address[64];
};

static const char *const hosts[] = {"candles.example"};
static const int64_t intervals[] = {HOUR};
static const cw_descriptor descriptor = {
    .size = sizeof(cw_descriptor), .kinds = CW_KIND_CANDLES, .stamp = CW_STAMP_OPEN,
    .transports = FILES ? CW_REQUEST_FILE : CW_REQUEST_HTTP, .id = "candles", .name = "Candles in lines",
    .version = "1.0.0", .licence = "Apache-2.0", .intervals = intervals, .interval_count = 1, .hosts = hosts,
    .host_count = FILES ? 0 : 1, .day_zone = "UTC",
};
static const cw_descriptor *describe(void) { return &descriptor; }

static cw_status fail(cw_error *error, cw_status status, const char *message) {
    error->error_class = status;
    error->retry_after = error->row = error->position = -1;
    strncpy(error->message, message, sizeof error->message - 1);
    return status;
}

static cw_status identify(cw_text path, cw_identity *identity, cw_error *error) {
    if (path.length < 4 || memcmp(path.bytes + path.length - 4, ".csv", 4) != 0 || DEFECT == KNOWS_NO_NAME)
        return fail(error, CW_ERROR_INVALID_QUERY, "expected a name that ends with .csv");
    identity->kind = CW_KIND_CANDLES;
    identity->interval = HOUR;
    strcpy(identity->symbol, "AB");
    strcpy(identity->base, "A");
    strcpy(identity->quote, "B");
    return CW_OK;
}

static cw_status begin(const cw_host *host, const cw_query *query, cw_session **made, cw_error *error) {
    (void)host, (void)error;
    cw_session *session = calloc(1, sizeof *session);
    session->start = query->start;
    session->end = query->end;
    snprintf(session->address, sizeof session->address, "%.*s", FILES ? (int)query->file_name.length : 8,
             FILES ? query->file_name.bytes : "/candles");
    *made = session;
    return CW_OK;
}

static cw_status next_request(cw_session *session, cw_request *request, cw_error *error) {
    (void)error;
    if (session->asked++) return CW_OK;
    request->kind = FILES ? CW_REQUEST_FILE : CW_REQUEST_HTTP;
    request->address = (cw_text){session->address, strlen(session->address)};
    return CW_OK;
}

static cw_status refused(int status, cw_error *error) {
    switch (status) {
    case 0:
    case 200: return CW_OK;
    case 401: return fail(error, CW_ERROR_BAD_CREDENTIAL, "the source answered 401");
    case 403: return fail(error, CW_ERROR_NOT_ENTITLED, "the source answered 403");
    case 404: return fail(error, CW_ERROR_NO_DATA, "the source answered 404");
    case 429: return fail(error, CW_ERROR_RATE_LIMITED, "the source answered 429");
    default: return fail(error, CW_ERROR_TRANSIENT, "the source is down");
    }
}

static void put(const cw_candles *rows, uint64_t i, const long long *v, int64_t line, int64_t position) {
    rows->open_time[i] = v[0] * SECOND + (DEFECT == OPENS_LATE ? SECOND : 0);
    rows->open[i] = (double)v[1];
    rows->high[i] = (double)v[2];
    rows->low[i] = (double)v[3];
    rows->close[i] = (double)v[4];
    rows->volume[i] = DEFECT == INFINITE_VOLUME ? 1e308 * 10 : 1.0;
    rows->vwap[i] = 0.0 / 0.0;
    rows->trades[i] = -1;
    rows->symbol[i] = 0;
    rows->flags[i] = CW_CANDLE_FINAL;
    rows->row[i] = line - (DEFECT == COUNTS_LINES_FROM_0);
    rows->position[i] = position;
}

/* Whether a candle is wanted: asked for, and not forming any more. */
static int wanted(const cw_session *session, int64_t open, int64_t received_at) {
    if (open < session->start || open >= session->end) return 0;
    if (open > received_at) return DEFECT == GIVES_THE_FUTURE;
    return open + HOUR <= received_at || DEFECT == GIVES_THE_FORMING;
}

static cw_status decode(cw_session *session, const cw_input *input, const cw_batch *batch, cw_decoded *decoded,
                        cw_error *error) {
    int is_last = (input->flags & CW_INPUT_LAST) != 0;
    cw_status status = refused(input->http_status, error);
    if (status != CW_OK) return status;
    /* As a parser does that wants some bytes of padding. */
    if (DEFECT == READS_BEHIND_THE_INPUT && is_last && ((const volatile uint8_t *)input->bytes)[input->length] == 1)
        return fail(error, CW_ERROR_MALFORMED, "a byte of 1");
    while (decoded->consumed < input->length) {
        const char *line = (const char *)input->bytes + decoded->consumed;
        size_t left = (size_t)(input->length - decoded->consumed);
        const char *newline = memchr(line, '\n', left);
        if (!newline && !is_last) break;
        size_t length = newline ? (size_t)(newline - line) : left;
        char text[128] = {0};
        memcpy(text, line, length < 127 ? length : 127);
        long long v[5];
        int taken = -1;
        if (session->ended) return fail(error, CW_ERROR_MALFORMED, "lines behind the last one");
        if (sscanf(text, "%lld,%lld,%lld,%lld,%lld%n", &v[0], &v[1], &v[2], &v[3], &v[4], &taken) == 5
            && taken == (int)length && v[0] >= 0 && v[0] < 9000000000ll) {
            if (decoded->rows == batch->capacity) {
                decoded->flags |= CW_DECODED_FULL;
                break;
            }
            session->line++;
            if (wanted(session, v[0] * SECOND, input->received_at))
                put(batch->candles, decoded->rows++, v, session->line, (int64_t)(input->position + decoded->consumed));
        } else if (!FILES && newline && strcmp(text, "end") == 0) {
            session->ended = 1;
        } else {
            return fail(error, CW_ERROR_MALFORMED, "expected lines `seconds,open,high,low,close`");
        }
        decoded->consumed += length + (newline ? 1 : 0);
    }
    /* A price of zero as an end, where there may be no room for it; four is a size of which malloc gives more. */
    if (DEFECT == WRITES_BEHIND_THE_LAST_ROW && decoded->rows == batch->capacity && batch->capacity == 4)
        batch->candles->close[decoded->rows] = 0;
    if (is_last && !(decoded->flags & CW_DECODED_FULL) && !FILES) {
        if (!session->ended) return fail(error, CW_ERROR_MALFORMED, "the reply has no last line `end`");
        int64_t closed = input->received_at / HOUR * HOUR;
        session->assertion = (cw_assertion){.assertion_class = CW_ASSERT_COVERED, .start = session->start};
        session->assertion.end = closed < session->end && DEFECT != GIVES_THE_FUTURE ? closed : session->end;
        /* What forms is not covered, but what it gives has to be. */
        if (DEFECT == GIVES_THE_FORMING) session->assertion.end += HOUR;
        decoded->assertions = &session->assertion;
        decoded->assertion_count = 1;
    }
    return CW_OK;
}

static void end(cw_session *session) { free(session); }

const cw_adapter candlewick_adapter_entry = {
    .magic = CW_ABI_MAGIC, .abi_major = CW_ABI_MAJOR, .abi_minor = CW_ABI_MINOR, .size = sizeof(cw_adapter),
    .describe = describe, .identify = identify, .begin = begin, .next_request = next_request, .decode = decode,
    .end = end,
};
