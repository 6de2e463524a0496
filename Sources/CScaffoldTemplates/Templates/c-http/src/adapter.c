/* Candles of Example Source: what the adapter is, and the life of a session (candlewick_adapter.h). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "candlewick_adapter.h"
#include "number.h"
#include "page.h"

/* Nothing is asked for before this moment: 2015-01-01, when the source began. */
#define SOURCE_BEGINS (1420070400 * SECOND)

/* ---- what the adapter is: adapter.toml says the same ------------------------------------------ */

static const int64_t intervals[] = {MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE, DAY};
static const char *const hosts[] = {"api.example.com"};

static const cw_descriptor descriptor = {
    .size = sizeof(cw_descriptor),
    .kinds = CW_KIND_CANDLES,
    .transports = CW_REQUEST_HTTP,
    .stamp = CW_STAMP_OPEN,
    .id = "example-source",
    .name = "Example Source",
    .version = "1.0.0",
    .licence = "Apache-2.0",
    .intervals = intervals,
    .interval_count = sizeof intervals / sizeof *intervals,
    .hosts = hosts,
    .host_count = sizeof hosts / sizeof *hosts,
    .rows_per_reply = PAGE_ROWS,
    .requests_per_minute = 60,
    .day_zone = "UTC",
};

static const cw_descriptor *describe(void) { return &descriptor; }

/* ---- errors ------------------------------------------------------------------------------------ */

/* The host acts on the class; the message is for a person. Gives the class, to be returned. */
static cw_status fail(cw_error *error, cw_status error_class, const char *message) {
    error->error_class = error_class;
    error->retry_after = error->row = error->position = -1;
    snprintf(error->message, sizeof error->message, "%s", message);
    return error_class;
}

/* Seconds of the header Retry-After as nanoseconds; -1 without it, and for a date. At most a day: a broken header must
 * not stop a source for a year. */
static int64_t retry_after(const cw_input *input) {
    static const char name[] = "retry-after";
    for (uint64_t i = 0; i < input->header_count; i++) {
        const cw_header *header = &input->headers[i];
        size_t at = 0;
        if (header->name.length != sizeof name - 1) continue;
        while (at < sizeof name - 1 && (header->name.bytes[at] | 0x20) == (name[at] | 0x20)) at++;
        int64_t wait;
        if (at < sizeof name - 1 || !number_seconds(header->value.bytes, header->value.length, &wait)) continue;
        return wait < DAY ? wait : DAY;
    }
    return -1;
}

/* What an HTTP status means. */
static cw_status fail_status(cw_error *error, const cw_input *input) {
    const char *meaning = "which it should not; is the address right?";
    cw_status error_class = CW_ERROR_MALFORMED;
    switch (input->http_status) {
    case 401: error_class = CW_ERROR_BAD_CREDENTIAL, meaning = "the key is missing or wrong"; break;
    case 402: case 403: error_class = CW_ERROR_NOT_ENTITLED, meaning = "your plan does not include this"; break;
    case 404: case 410: error_class = CW_ERROR_NO_DATA, meaning = "it has nothing there"; break;
    case 400: case 422: error_class = CW_ERROR_INVALID_QUERY, meaning = "it does not understand the query"; break;
    case 408: case 425: error_class = CW_ERROR_TRANSIENT, meaning = "it took too long"; break;
    case 429: error_class = CW_ERROR_RATE_LIMITED, meaning = "too many requests"; break;
    default:
        if (input->http_status >= 500) error_class = CW_ERROR_TRANSIENT, meaning = "it is down or busy";
    }
    fail(error, error_class, "");
    snprintf(error->message, sizeof error->message, "Example Source answered %d, %s", (int)input->http_status, meaning);
    if (error_class == CW_ERROR_RATE_LIMITED) error->retry_after = retry_after(input);
    return error_class;
}

/* ---- a session: one query, walked window by window ------------------------------------------------ */

struct cw_session {
    char pair[64];
    int64_t interval, end;
    window window;      /* of the request that was made last, or is made next */
    int page_is_read;   /* `page` is of this window */
    size_t rows_done;   /* of the page: delivered, now or by the session that this one goes on from */
    size_t refusals_done;
    page page;
    char address[256], token[96];
};

/* A name that can stand in an address as it is; others this source does not have. */
static int is_plain(cw_text text) {
    for (uint64_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.'))
            return 0;
    }
    return text.length > 0 && text.length < 31;
}

/* The source's own name where the query has one, else base and quote. */
static int make_pair(cw_session *session, const cw_query *query) {
    if (query->symbol.length > 0) {
        if (!is_plain(query->symbol)) return 0;
        memcpy(session->pair, query->symbol.bytes, query->symbol.length);
        return 1;
    }
    if (!is_plain(query->base) || !is_plain(query->quote)) return 0;
    memcpy(session->pair, query->base.bytes, query->base.length);
    session->pair[query->base.length] = '-';
    memcpy(session->pair + query->base.length + 1, query->quote.bytes, query->quote.length);
    return 1;
}

static int is_offered(int64_t interval) {
    for (size_t i = 0; i < sizeof intervals / sizeof *intervals; i++)
        if (intervals[i] == interval) return 1;
    return 0;
}

/* "1 START ROWS REFUSALS": the window that comes next, and what of it was delivered. */
static int read_token(cw_session *session, cw_text token) {
    char text[sizeof session->token], *at = text;
    long long numbers[4];
    if (token.length >= sizeof text) return 0;
    memcpy(text, token.bytes, token.length);
    text[token.length] = 0;
    for (int i = 0; i < 4; i++) {
        char *end;
        numbers[i] = strtoll(at, &end, 10);
        if (end == at || *end != (i < 3 ? ' ' : 0)) return 0;
        at = end + 1;
    }
    if (strlen(text) != token.length || numbers[0] != 1 || numbers[1] < session->window.start) return 0;
    if (numbers[2] < 0 || numbers[2] > PAGE_ROWS || numbers[3] < 0 || numbers[3] > PAGE_ROWS) return 0;
    session->window.start = numbers[1];
    session->rows_done = (size_t)numbers[2];
    session->refusals_done = (size_t)numbers[3];
    return 1;
}

static cw_status begin(const cw_host *host, const cw_query *query, cw_session **made, cw_error *error) {
    (void)host; /* has intern(), log() and get_extension(); this adapter needs none */
    if (query->kind != CW_KIND_CANDLES || query->flags & CW_QUERY_ALL_SYMBOLS)
        return fail(error, CW_ERROR_INVALID_QUERY, "Example Source gives candles, of one pair at a time");
    if (!is_offered(query->interval))
        return fail(error, CW_ERROR_INVALID_QUERY, "Example Source has candles of 1, 5, 15, 60 and 1440 minutes");
    cw_session *session = calloc(1, sizeof *session);
    if (!session) return fail(error, CW_ERROR_INTERNAL, "no memory");
    session->interval = query->interval;
    session->window.start = query->start > SOURCE_BEGINS ? query->start : SOURCE_BEGINS;
    /* The candle of this moment is still forming: it is asked for when it has closed. */
    session->end = number_floor(query->now, query->interval);
    if (query->end < session->end) session->end = query->end;
    const char *problem = 0;
    if (!make_pair(session, query)) problem = "a pair of Example Source's is called like BTC-USD";
    else if (query->resume_token.length > 0 && !read_token(session, query->resume_token))
        problem = "the resume token is none of this query's; load it from its start";
    if (problem) {
        free(session);
        return fail(error, CW_ERROR_INVALID_QUERY, problem);
    }
    *made = session;
    return CW_OK;
}

static cw_text text_of(const char *text) { return (cw_text){text, strlen(text)}; }

/* The request for the next window. Windows follow each other whatever the replies say, so the walk ends. */
static cw_status next_request(cw_session *session, cw_request *request, cw_error *error) {
    (void)error;
    window *window = &session->window;
    if (window->start >= session->end) return CW_OK; /* the host zeroed it: CW_REQUEST_DONE */
    int64_t length = PAGE_ROWS * session->interval;
    window->interval = session->interval;
    window->end = session->end - window->start > length ? window->start + length : session->end;
    snprintf(session->address, sizeof session->address, "/candles?pair=%s&minutes=%lld&start=%lld&end=%lld&limit=%d",
             session->pair, (long long)(session->interval / MINUTE), (long long)number_seconds_up(window->start),
             (long long)number_seconds_up(window->end), PAGE_ROWS);
    request->kind = CW_REQUEST_HTTP;
    request->address = text_of(session->address);
    request->content_type = text_of("application/json");
    request->cost = 1;
    return CW_OK;
}

static void write_candle(const cw_candles *columns, uint64_t i, const candle *candle, int64_t position) {
    columns->open_time[i] = candle->time;
    columns->open[i] = candle->open;
    columns->high[i] = candle->high;
    columns->low[i] = candle->low;
    columns->close[i] = candle->close;
    columns->volume[i] = candle->volume;
    columns->vwap[i] = 0.0 / 0.0; /* NaN: this source does not tell it */
    columns->trades[i] = -1;
    columns->symbol[i] = 0;
    columns->flags[i] = CW_CANDLE_FINAL;
    columns->row[i] = candle->row;
    columns->position[i] = position + (int64_t)candle->position;
}

static void write_refusal(const cw_rejects *columns, uint64_t i, const refusal *refusal, const cw_input *input) {
    columns->row[i] = refusal->row;
    columns->position[i] = (int64_t)(input->position + refusal->position);
    columns->code[i] = refusal->code;
    columns->reason[i] = text_of(refusal->reason);
    columns->raw[i] = (cw_text){(const char *)input->bytes + refusal->position, refusal->length};
}

static cw_status decode(cw_session *session, const cw_input *input, const cw_batch *batch, cw_decoded *decoded,
                        cw_error *error) {
    page *page = &session->page;
    if (input->http_status < 200 || input->http_status > 299) return fail_status(error, input);
    if (!(input->flags & CW_INPUT_LAST)) return CW_OK; /* JSON is read whole: show me more */
    if (!session->page_is_read) {
        size_t position = 0;
        session->window.received_at = input->received_at;
        const char *problem =
            page_read(page, &session->window, (const char *)input->bytes, (size_t)input->length, &position);
        if (problem) {
            fail(error, CW_ERROR_MALFORMED, problem);
            error->position = (int64_t)position;
            return CW_ERROR_MALFORMED;
        }
        session->page_is_read = 1;
        /* A host without room for refusals does not want them. */
        if (batch->rejects->capacity == 0) session->refusals_done = page->refusal_count;
        if (session->rows_done > page->candle_count) session->rows_done = page->candle_count;
        if (session->refusals_done > page->refusal_count) session->refusals_done = page->refusal_count;
    }
    while (session->refusals_done < page->refusal_count && decoded->rejects < batch->rejects->capacity)
        write_refusal(batch->rejects, decoded->rejects++, &page->refusals[session->refusals_done++], input);
    while (session->rows_done < page->candle_count && decoded->rows < batch->capacity)
        write_candle(batch->candles, decoded->rows++, &page->candles[session->rows_done++], (int64_t)input->position);
    if (session->rows_done < page->candle_count || session->refusals_done < page->refusal_count) {
        /* Nothing is consumed before all is out: the host shows the same bytes again. */
        decoded->flags = CW_DECODED_FULL;
    } else {
        decoded->consumed = input->length;
        decoded->assertions = page->covered;
        decoded->assertion_count = page->covered_count;
        session->window.start = session->window.end;
        session->rows_done = session->refusals_done = 0;
        session->page_is_read = 0;
    }
    snprintf(session->token, sizeof session->token, "1 %lld %zu %zu", (long long)session->window.start,
             session->rows_done, session->refusals_done);
    decoded->resume_token = text_of(session->token);
    return CW_OK;
}

static void end(cw_session *session) { free(session); }

const cw_adapter candlewick_adapter_entry = {
    .magic = CW_ABI_MAGIC,
    .abi_major = CW_ABI_MAJOR,
    .abi_minor = CW_ABI_MINOR,
    .size = sizeof(cw_adapter),
    .describe = describe,
    .begin = begin,
    .next_request = next_request,
    .decode = decode,
    .end = end,
};
