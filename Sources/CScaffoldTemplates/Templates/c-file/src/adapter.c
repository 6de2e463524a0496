/* Candles from the files of Example Source: what the adapter is, and the life of a session (candlewick_adapter.h). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "candlewick_adapter.h"
#include "line.h"
#include "number.h"

/* A longer line is none of this source's. */
#define LONGEST_LINE 4096
/* Stretches of time that one call can assert; with more it says FULL and is called again. */
#define RUNS 64

/* ---- what the adapter is: adapter.toml says the same ------------------------------------------ */

static const int64_t intervals[] = {MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE, DAY};

static const cw_descriptor descriptor = {
    .size = sizeof(cw_descriptor),
    .kinds = CW_KIND_CANDLES,
    .transports = CW_REQUEST_FILE,
    .stamp = CW_STAMP_OPEN,
    .id = "example-source",
    .name = "Example Source",
    .version = "1.0.0",
    .licence = "Apache-2.0",
    .intervals = intervals,
    .interval_count = sizeof intervals / sizeof *intervals,
    .day_zone = "UTC",
};

static const cw_descriptor *describe(void) { return &descriptor; }

static int is_offered(int64_t interval) {
    for (size_t i = 0; i < sizeof intervals / sizeof *intervals; i++)
        if (intervals[i] == interval) return 1;
    return 0;
}

/* The host acts on the class; the message is for a person. Gives the class, to be returned. */
static cw_status fail(cw_error *error, cw_status error_class, const char *message) {
    error->error_class = error_class;
    error->retry_after = error->row = error->position = -1;
    snprintf(error->message, sizeof error->message, "%s", message);
    return error_class;
}

static cw_text text_of(const char *text) { return (cw_text){text, strlen(text)}; }

/* ---- files are known by their names: BTC-USD_60.csv ----------------------------------------------- */

/* As many letters and digits as there are. */
static size_t code_length(const char *at, const char *end) {
    const char *start = at;
    while (at < end && ((*at >= '0' && *at <= '9') || (*at >= 'A' && *at <= 'Z') || (*at >= 'a' && *at <= 'z'))) at++;
    return (size_t)(at - start);
}

static cw_status identify(cw_text path, cw_identity *identity, cw_error *error) {
    const char *name = path.bytes, *end = path.bytes + path.length;
    for (uint64_t i = 0; i < path.length; i++)
        if (path.bytes[i] == '/') name = path.bytes + i + 1;
    size_t base = code_length(name, end);
    const char *quote = name + base + 1;
    if (base == 0 || base >= sizeof identity->base || quote >= end || quote[-1] != '-') goto other;
    size_t length = code_length(quote, end);
    const char *at = quote + length;
    if (length == 0 || length >= sizeof identity->quote || at == end || *at++ != '_') goto other;
    int64_t minutes = 0;
    /* No leading zero: one name for each series. */
    if (at == end || *at == '0') goto other;
    while (at < end && *at >= '0' && *at <= '9' && minutes < 100000) minutes = minutes * 10 + (*at++ - '0');
    if (end - at != 4 || memcmp(at, ".csv", 4) != 0 || !is_offered(minutes * MINUTE)) goto other;
    identity->kind = CW_KIND_CANDLES;
    identity->interval = minutes * MINUTE;
    memcpy(identity->symbol, name, base + 1 + length); /* the host zeroed them: each ends with a NUL */
    memcpy(identity->base, name, base);
    memcpy(identity->quote, quote, length);
    return CW_OK;
other:
    return fail(error, CW_ERROR_INVALID_QUERY,
                "not a file of Example Source; expected BASE-QUOTE_MINUTES.csv with 1, 5, 15, 60 or 1440 minutes, like "
                "BTC-USD_60.csv");
}

/* ---- a session: one file, read line by line ------------------------------------------------------ */

/* No time yet. */
#define NONE INT64_MIN

struct cw_session {
    char file_name[4096];
    int was_asked_for;
    int64_t interval, start, end; /* of the query */
    int64_t position, line;       /* bytes and lines that are done, by an earlier session too */
    int64_t last;                 /* the open time of the newest candle */
    int64_t run;                  /* from here on every line could be read; NONE behind one that was refused */
    cw_assertion runs[RUNS];
    char token[128];
};

/* "1 POSITION LINE LAST RUN" */
static int read_token(cw_session *session, cw_text token) {
    char text[sizeof session->token], *at = text;
    long long numbers[5];
    if (token.length >= sizeof text) return 0;
    memcpy(text, token.bytes, token.length);
    text[token.length] = 0;
    for (int i = 0; i < 5; i++) {
        char *end;
        numbers[i] = strtoll(at, &end, 10);
        if (end == at || *end != (i < 4 ? ' ' : 0)) return 0;
        at = end + 1;
    }
    if (strlen(text) != token.length || numbers[0] != 1 || numbers[1] < 1 || numbers[2] < 1) return 0;
    for (int i = 3; i < 5; i++)
        if (numbers[i] != NONE && (numbers[i] < 0 || numbers[i] > INT64_MAX - session->interval)) return 0;
    session->position = numbers[1];
    session->line = numbers[2];
    session->last = numbers[3];
    session->run = numbers[4];
    return 1;
}

static cw_status begin(const cw_host *host, const cw_query *query, cw_session **made, cw_error *error) {
    (void)host; /* has intern(), log() and get_extension(); this adapter needs none */
    if (query->kind != CW_KIND_CANDLES || !is_offered(query->interval))
        return fail(error, CW_ERROR_INVALID_QUERY,
                    "Example Source's files hold candles of 1, 5, 15, 60 and 1440 minutes");
    if (query->file_name.length == 0 || query->file_name.length >= sizeof(*made)->file_name)
        return fail(error, CW_ERROR_INVALID_QUERY, "no file, or too long a name; expected a query for a file");
    cw_session *session = calloc(1, sizeof *session);
    if (!session) return fail(error, CW_ERROR_INTERNAL, "no memory");
    memcpy(session->file_name, query->file_name.bytes, query->file_name.length);
    session->interval = query->interval;
    session->start = query->start;
    session->end = query->end;
    session->last = session->run = NONE;
    if (query->resume_token.length > 0 && !read_token(session, query->resume_token)) {
        free(session);
        return fail(error, CW_ERROR_INVALID_QUERY, "the resume token is none of this adapter's; read the file anew");
    }
    *made = session;
    return CW_OK;
}

static cw_status next_request(cw_session *session, cw_request *request, cw_error *error) {
    (void)error;
    if (session->was_asked_for) return CW_OK; /* the host zeroed it: CW_REQUEST_DONE */
    session->was_asked_for = 1;
    request->kind = CW_REQUEST_FILE;
    request->address = text_of(session->file_name);
    return CW_OK;
}

static cw_status fail_at(cw_error *error, const cw_session *session, const char *message) {
    fail(error, CW_ERROR_MALFORMED, message);
    error->row = session->line + 1;
    error->position = session->position;
    return CW_ERROR_MALFORMED;
}

/* What the lines up to the newest candle prove: the source writes a line for every interval that had trades. */
static void assert_run(cw_session *session, cw_decoded *decoded) {
    if (session->run == NONE) return;
    int64_t start = session->run > session->start ? session->run : session->start;
    int64_t end = session->last + session->interval;
    session->run = end; /* what follows is asserted with what follows */
    if (end > session->end) end = session->end;
    if (start >= end) return;
    session->runs[decoded->assertion_count++] =
        (cw_assertion){.assertion_class = CW_ASSERT_COVERED, .start = start, .end = end};
}

/* Whether a candle of that time can follow the others; null, or why not. */
static const char *judge_time(const cw_session *session, int64_t time, int64_t received_at) {
    if (number_floor(time, session->interval) != time) return "the time is no start of an interval";
    if (time <= session->last) return "the time is not behind that of the line before";
    if (time > received_at) return "the candle begins after the file was read";
    return 0;
}

static void take_line(cw_session *session, const char *line, size_t length, int is_whole, int64_t received_at,
                      const cw_batch *batch, cw_decoded *decoded) {
    candle candle;
    int32_t code = CW_REJECT_COLUMNS;
    const char *reason = "the file ends in the middle of this line, or before its line feed";
    if (is_whole) reason = line_read(line, length, &candle, &code);
    if (!reason && (reason = judge_time(session, candle.time, received_at))) code = CW_REJECT_TIME;
    if (reason) {
        const cw_rejects *rejects = batch->rejects;
        if (rejects->capacity > 0) { /* else the host does not want them */
            uint64_t i = decoded->rejects++;
            rejects->row[i] = session->line;
            rejects->position[i] = session->position;
            rejects->code[i] = code;
            rejects->reason[i] = text_of(reason);
            rejects->raw[i] = (cw_text){line, length};
        }
        /* It may have been a candle: what lies between its neighbours is not asserted. */
        assert_run(session, decoded);
        session->run = NONE;
        return;
    }
    if (candle.time > received_at - session->interval) return; /* still forming */
    session->last = candle.time;
    if (session->run == NONE) session->run = candle.time;
    if (candle.time < session->start || candle.time >= session->end) return;
    const cw_candles *rows = batch->candles;
    uint64_t i = decoded->rows++;
    rows->open_time[i] = candle.time;
    rows->open[i] = candle.open;
    rows->high[i] = candle.high;
    rows->low[i] = candle.low;
    rows->close[i] = candle.close;
    rows->volume[i] = candle.volume;
    rows->vwap[i] = 0.0 / 0.0; /* NaN: this source does not tell it */
    rows->trades[i] = -1;
    rows->symbol[i] = 0;
    rows->flags[i] = CW_CANDLE_FINAL;
    rows->row[i] = session->line;
    rows->position[i] = session->position;
}

/* Passes over what an earlier session has read. */
static cw_status skip(cw_session *session, const cw_input *input, cw_decoded *decoded, cw_error *error) {
    uint64_t ahead = (uint64_t)session->position - input->position;
    int is_last = (input->flags & CW_INPUT_LAST) != 0;
    if (ahead > input->length && is_last)
        return fail(error, CW_ERROR_MALFORMED, "the file is shorter than when it was read before; read it anew");
    decoded->consumed = ahead < input->length ? ahead : input->length;
    /* FULL: to be called again, for what is left of these bytes or for the end of the file. */
    if (is_last || decoded->consumed < input->length) decoded->flags = CW_DECODED_FULL;
    return CW_OK;
}

static cw_status decode(cw_session *session, const cw_input *input, const cw_batch *batch, cw_decoded *decoded,
                        cw_error *error) {
    int is_last = (input->flags & CW_INPUT_LAST) != 0;
    if (input->position < (uint64_t)session->position) return skip(session, input, decoded, error);
    while (decoded->consumed < input->length || (session->line == 0 && is_last)) {
        const char *line = (const char *)input->bytes + decoded->consumed;
        size_t left = (size_t)(input->length - decoded->consumed);
        size_t seen = left < LONGEST_LINE ? left : LONGEST_LINE;
        const char *feed = seen ? memchr(line, '\n', seen) : 0;
        if (!feed && seen == LONGEST_LINE) {
            /* An error makes the host drop what this call wrote: deliver that first. */
            if (decoded->rows || decoded->rejects || decoded->consumed) decoded->flags = CW_DECODED_FULL;
            else return fail_at(error, session, "a line longer than 4 KiB; this is no file of Example Source");
            break;
        }
        if (!feed && !is_last) break; /* half a line: show me more */
        if (decoded->rows == batch->capacity || decoded->assertion_count == RUNS - 1 ||
            (decoded->rejects > 0 && decoded->rejects == batch->rejects->capacity)) {
            decoded->flags = CW_DECODED_FULL;
            break;
        }
        size_t length = feed ? (size_t)(feed - line) : left, bytes = length + (feed ? 1 : 0);
        if (length > 0 && line[length - 1] == '\r') length--;
        if (session->line == 0 && (length != strlen(line_header) || memcmp(line, line_header, length) != 0))
            return fail_at(error, session,
                           "the first line is not time,open,high,low,close,volume; is this the source?");
        session->line++;
        if (session->line > 1 && length > 0)
            take_line(session, line, length, feed != 0, input->received_at, batch, decoded);
        session->position += (int64_t)bytes;
        decoded->consumed += bytes;
    }
    assert_run(session, decoded);
    decoded->assertions = session->runs;
    if (session->position > 0) {
        snprintf(session->token, sizeof session->token, "1 %lld %lld %lld %lld", (long long)session->position,
                 (long long)session->line, (long long)session->last, (long long)session->run);
        decoded->resume_token = text_of(session->token);
    }
    return CW_OK;
}

static void end(cw_session *session) { free(session); }

const cw_adapter candlewick_adapter_entry = {
    .magic = CW_ABI_MAGIC,
    .abi_major = CW_ABI_MAJOR,
    .abi_minor = CW_ABI_MINOR,
    .size = sizeof(cw_adapter),
    .describe = describe,
    .identify = identify,
    .begin = begin,
    .next_request = next_request,
    .decode = decode,
    .end = end,
};
