/* An adapter for the tests of the checks: trades from pages of lines `seconds,price`, each page ended by `end`, by
 * `next SECONDS` or by `next https://pages.example/lines?from=SECONDS`; `busy` is a page of its own. Good as it is;
 * -DDEFECT=n breaks one promise. */
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
#define WRONG_CLASS 11
#define DIFFERS_THE_SECOND_TIME 12
#define SHARES_STATE 13
#define IMPATIENT 14
#define BELIEVES_NOTHING 15
#define FORGETS_THE_ROOM_FOR_REJECTS 16
#define TAKES_ANY_TOKEN 17
#define FOLLOWS_ANYWHERE 18
#define TELLS_A_SECRET 19
#define WALKS_IN_CIRCLES 20
#define IGNORES_THE_STATUS 21
#define GOES_BACK_IN_TIME 22
#define ASSERTS_TOO_MUCH 23
#define ASSERTS_TOO_LITTLE 24
#define STRANGE_SIDE 25
#define LEAKS 26
#define SENDS_A_KEY 27

#define SECOND 1000000000ll

struct cw_session {
    int64_t start, end; /* of the query */
    int64_t page, next; /* seconds; next -1: done */
    int64_t done, skip; /* records of the page that are done, that an earlier session did */
    int ended;          /* the page's last line was there */
    int again;          /* the session before was of the same query */
    int64_t stuck_at, stuck; /* shown from there so many times */
    cw_assertion assertion;
    char address[128], elsewhere[128], token[64];
    void *memory;
};

static const char link_start[] = "https://pages.example/lines?from=";
static int64_t shared_page;

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
    if (query->resume_token.length > 0) {
        long long page, done;
        int taken = 0;
        char text[64] = {0};
        size_t length = query->resume_token.length;
        memcpy(text, query->resume_token.bytes, length < 63 ? length : 63);
        if (sscanf(text, "%lld %lld%n", &page, &done, &taken) == 2 && (size_t)taken == length && page >= 0 && done >= 0) {
            session->next = page;
            session->skip = done + (DEFECT == SKIPS_ON_RESUME);
        } else if (DEFECT != TAKES_ANY_TOKEN) {
            free(session);
            return fail(error, CW_ERROR_INVALID_QUERY, "the resume token is none of this adapter's");
        }
    }
    static int64_t last_start = -1, last_end = -1;
    session->again = last_start == query->start && last_end == query->end;
    last_start = query->start;
    last_end = query->end;
    session->memory = DEFECT == LEAKS ? malloc(4096) : NULL;
    *made = session;
    return CW_OK;
}

static cw_status next_request(cw_session *session, cw_request *request, cw_error *error) {
    (void)error;
    static const cw_header header = {{DEFECT == SENDS_A_KEY ? "Api-Key" : "X-Again", 7}, {"1", 1}, {0}};
    if (session->next < 0) return CW_OK;
    session->page = shared_page = session->next;
    session->done = session->ended = 0;
    session->stuck_at = -1;
    snprintf(session->address, sizeof session->address, "/lines?from=%lld%s", (long long)session->page,
             DEFECT == TELLS_A_SECRET ? "&api_key=demo" : "");
    const char *address = session->elsewhere[0] ? session->elsewhere : session->address;
    request->kind = CW_REQUEST_HTTP;
    request->address = (cw_text){address, strlen(address)};
    if ((DEFECT == REMEMBERS && session->again) || DEFECT == SENDS_A_KEY) {
        request->headers = &header;
        request->header_count = 1;
    }
    return CW_OK;
}

static void assert_to(cw_session *session, int64_t seconds, cw_decoded *decoded) {
    int64_t start = (DEFECT == SHARES_STATE ? shared_page : session->page) * SECOND;
    if (start < session->start) start = session->start;
    int64_t end = seconds < 0 || seconds * SECOND > session->end ? session->end : seconds * SECOND;
    if (DEFECT == ASSERTS_TOO_MUCH && seconds < 0) end += SECOND;
    if (DEFECT == ASSERTS_TOO_LITTLE) start += 12 * SECOND;
    if (start >= end || DEFECT == ASSERTS_NOTHING) return;
    session->assertion = (cw_assertion){.assertion_class = CW_ASSERT_COVERED, .start = start, .end = end};
    decoded->assertions = &session->assertion;
    decoded->assertion_count = 1;
}

static void put(cw_session *session, const cw_trades *rows, uint64_t i, int64_t seconds, double price) {
    rows->time[i] = (seconds - (DEFECT == GOES_BACK_IN_TIME && session->done == 2 ? 5 : 0)) * SECOND;
    rows->price[i] = price + (DEFECT == DIFFERS_THE_SECOND_TIME && session->again);
    rows->volume[i] = 1;
    rows->side[i] = DEFECT == STRANGE_SIDE ? 7 : CW_SIDE_NONE;
    rows->trade_id[i] = -1;
    rows->symbol[i] = rows->flags[i] = 0;
    rows->row[i] = rows->position[i] = -1;
}

/* The page behind a last line, -1: it is none. */
static int64_t next_page(cw_session *session, const char *text, size_t length) {
    long long seconds;
    int taken = 0;
    if (strncmp(text, "next ", 5) != 0) return -1;
    const char *link = text + 5;
    if (strncmp(link, link_start, sizeof link_start - 1) == 0) {
        link += sizeof link_start - 1;
    } else if (DEFECT == FOLLOWS_ANYWHERE && strncmp(link, "https://", 8) == 0
               && strncmp(link, link_start, 22) != 0) {
        snprintf(session->elsewhere, sizeof session->elsewhere, "%s", link);
        return session->page + 1;
    }
    if (sscanf(link, "%lld%n", &seconds, &taken) != 1 || (size_t)(link - text) + (size_t)taken != length) return -1;
    return seconds > session->page || DEFECT == WALKS_IN_CIRCLES ? seconds : -1;
}

static cw_status refused(int status, cw_error *error) {
    switch (status) {
    case 200: return CW_OK;
    case 401: return fail(error, CW_ERROR_BAD_CREDENTIAL, "the source answered 401");
    case 403: return fail(error, CW_ERROR_NOT_ENTITLED, "the source answered 403");
    case 404: return fail(error, CW_ERROR_NO_DATA, "the source answered 404");
    case 429: return fail(error, CW_ERROR_RATE_LIMITED, "the source answered 429");
    default:
        if (DEFECT == IGNORES_THE_STATUS) return CW_OK;
        return fail(error, CW_ERROR_TRANSIENT, "the source is down");
    }
}

/* 1: done, 0: no room. */
static int reject(const cw_batch *batch, cw_decoded *decoded, const char *reason) {
    static const char raw[] = "";
    const cw_rejects *rejects = batch->rejects;
    if (decoded->rejects == rejects->capacity) {
        if (DEFECT != FORGETS_THE_ROOM_FOR_REJECTS) return 0;
        decoded->rejects--;
        rejects->row[rejects->capacity] = -1;
    }
    uint64_t i = decoded->rejects++;
    rejects->row[i] = rejects->position[i] = -1;
    rejects->code[i] = CW_REJECT_NUMBER;
    rejects->reason[i] = (cw_text){reason, strlen(reason)};
    rejects->raw[i] = (cw_text){raw, 0};
    return 1;
}

static cw_status decode(cw_session *session, const cw_input *input, const cw_batch *batch, cw_decoded *decoded,
                        cw_error *error) {
    const char *first = (const char *)input->bytes;
    int is_last = (input->flags & CW_INPUT_LAST) != 0;
    cw_status status = refused(input->http_status, error);
    if (status != CW_OK) return status;
    if (is_last && input->length == 0 && input->position == 0 && DEFECT == BELIEVES_NOTHING) {
        session->ended = 1;
        session->next = -1;
        assert_to(session, -1, decoded);
    }
    if (DEFECT == SWALLOWS_GARBAGE && input->length > 0 && input->position == 0 && first[0] == '<') {
        decoded->consumed = input->length;
        session->ended = 1;
        session->next = -1;
        return CW_OK;
    }
    if ((int64_t)input->position != session->stuck_at) session->stuck = 0;
    session->stuck_at = (int64_t)input->position;
    if (DEFECT == IMPATIENT && ++session->stuck > 2) return fail(error, CW_ERROR_MALFORMED, "no line comes to its end");
    while (decoded->consumed < input->length) {
        const char *line = first + decoded->consumed;
        size_t left = (size_t)(input->length - decoded->consumed);
        const char *newline = memchr(line, '\n', left);
        if (!newline && !is_last && DEFECT != FORGETS_SPLIT) break;
        if (!newline && is_last && !(DEFECT == BELIEVES_CUT && session->done > 0))
            return fail(error, CW_ERROR_MALFORMED, "a line is cut short");
        size_t length = newline ? (size_t)(newline - line) : left;
        char text[128] = {0};
        memcpy(text, line, length < 127 ? length : 127);
        long long seconds, price;
        int taken = -1;
        int64_t next;
        if (session->ended) return fail(error, CW_ERROR_MALFORMED, "lines behind the last one");
        if (sscanf(text, "%lld,%lld%n", &seconds, &price, &taken) == 2 && taken == (int)length) {
            if (decoded->rows == batch->capacity) {
                decoded->flags |= CW_DECODED_FULL;
                if (DEFECT == LOSES_WHEN_FULL) decoded->consumed += length + 1;
                break;
            }
            session->done++;
            int in_range = seconds * SECOND >= session->start && seconds * SECOND < session->end;
            if (session->done > session->skip && (in_range || DEFECT == GIVES_TOO_MUCH))
                put(session, batch->trades, decoded->rows++, seconds, (double)price);
        } else if (strchr(text, ',')) {
            if (DEFECT == BLAMES_ITSELF && sscanf(text, "%lld,", &seconds) == 1 && seconds >= 90)
                return fail(error, CW_ERROR_INTERNAL, "a price is no number");
            if (session->done >= session->skip && !reject(batch, decoded, "expected `seconds,price`")) {
                decoded->flags |= CW_DECODED_FULL;
                break;
            }
            session->done++;
        } else if ((next = next_page(session, text, length)) >= 0) {
            session->ended = 1;
            session->next = next * SECOND < session->end ? next : -1;
            assert_to(session, next, decoded);
        } else if (strcmp(text, "end") == 0) {
            session->ended = 1;
            session->next = -1;
            assert_to(session, -1, decoded);
        } else if (strcmp(text, "busy") == 0) {
            return fail(error, DEFECT == WRONG_CLASS ? CW_ERROR_NO_DATA : CW_ERROR_TRANSIENT, "the source is busy");
        } else {
            return fail(error, CW_ERROR_MALFORMED, "a line is none of `seconds,price`, `next SECONDS`, `end` and `busy`");
        }
        decoded->consumed += length + (newline ? 1 : 0);
    }
    if (DEFECT == ASSERTS_AHEAD && decoded->rows > 0 && !session->ended) assert_to(session, -1, decoded);
    if (is_last && !(decoded->flags & CW_DECODED_FULL) && !session->ended) {
        if (!(DEFECT == BELIEVES_CUT && session->done > 0))
            return fail(error, CW_ERROR_MALFORMED, "the reply has no last line `next SECONDS` or `end`");
        session->next = -1;
    }
    if (session->ended) session->skip = 0;
    snprintf(session->token, sizeof session->token, "%lld %lld",
             (long long)(session->ended ? session->next : session->page),
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
