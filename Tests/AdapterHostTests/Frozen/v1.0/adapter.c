/* The adapter of version 1.0, for ever: built with the first header, which lies beside it, it runs in
 * every host of major version 1. It uses everything of that version: all kinds, all transports, rejects, assertions,
 * string ids, a resume token, a credential, messages, the log.
 *
 * A line is a record. Candles: seconds,open,high,low,close,volume[,symbol]. Trades:
 * seconds,price,volume,side[,symbol]. Instruments: symbol,base,quote,name,category,active.
 * =covered,start,end and =limit,start,end assert; >text is a message to send back; #text goes to the
 * log; !status fails. What is none of these is rejected. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "candlewick_adapter.h"

#define SECOND 1000000000ll
#define LONGEST_LINE 256
#define MOST_EXTRAS 8

struct cw_session {
    const cw_host *host;
    int32_t kind;
    int64_t interval;
    int64_t lines;
    int64_t skip;
    int pages; /* HTTP requests still to come */
    int live;
    int is_file;
    char file_name[256];
    char symbol[64];
    char path[128];
    cw_header headers[2];
    cw_text first_messages[2];
    cw_assertion assertions[MOST_EXTRAS];
    char message_bytes[MOST_EXTRAS][LONGEST_LINE];
    cw_text messages[MOST_EXTRAS];
    char token[32];
};

static cw_text text(const char *bytes) {
    cw_text text = {bytes, strlen(bytes)};
    return text;
}

static void keep(char *room, size_t size, cw_text text) {
    size_t length = text.length < size - 1 ? (size_t)text.length : size - 1;
    if (length) memcpy(room, text.bytes, length);
    room[length] = 0;
}

static int describe_calls;

static const int64_t intervals[] = {60 * SECOND, 3600 * SECOND};
static const char *const hosts[] = {"api.example.com", "ws.example.com"};
static const char *const credentials[] = {"example-key"};

static const cw_descriptor descriptor = {
    .size = sizeof(cw_descriptor),
    .kinds = CW_KIND_CANDLES | CW_KIND_TRADES | CW_KIND_INSTRUMENTS,
    .transports = CW_REQUEST_FILE | CW_REQUEST_HTTP | CW_REQUEST_STREAM,
    .stamp = CW_STAMP_CLOSE,
    .id = "full",
    .name = "Full",
    .version = "2.3.4-beta.1",
    .licence = "MIT",
    .intervals = intervals,
    .interval_count = 2,
    .hosts = hosts,
    .host_count = 2,
    .credentials = credentials,
    .credential_count = 1,
    .rows_per_reply = 1000,
    .reach_rows = 720,
    .reach_time = 90 * 86400 * SECOND,
    .requests_per_minute = 60,
    .day_anchor = 300 * 60 * SECOND,
    .day_zone = "America/New_York",
};

static const cw_descriptor *describe(void) {
    describe_calls++;
    return &descriptor;
}

static cw_status fail(cw_error *error, cw_status status, int64_t row, const char *message) {
    error->error_class = status;
    error->row = row;
    error->retry_after = status == CW_ERROR_RATE_LIMITED ? 2 * SECOND : -1;
    snprintf(error->message, sizeof error->message, "%s", message);
    return status;
}

/* AB-CD_60.txt: candles of 60 seconds; AB-CD.txt: trades. */
static cw_status identify(cw_text path, cw_identity *identity, cw_error *error) {
    char name[256];
    char rest[16] = {0};
    long long seconds = 0;
    keep(name, sizeof name, path);
    const char *last = strrchr(name, '/');
    last = last ? last + 1 : name;
    if (sscanf(last, "%30[A-Z]-%30[A-Z]_%lld%15s", identity->base, identity->quote, &seconds, rest) == 4 &&
        strcmp(rest, ".txt") == 0 && seconds > 0) {
        identity->kind = CW_KIND_CANDLES;
        identity->interval = seconds * SECOND;
    } else if (sscanf(last, "%30[A-Z]-%30[A-Z]%15s", identity->base, identity->quote, rest) == 3 &&
               strcmp(rest, ".txt") == 0) {
        identity->kind = CW_KIND_TRADES;
        identity->interval = 0;
    } else {
        return fail(error, CW_ERROR_INVALID_QUERY, -1, "expected BASE-QUOTE.txt or BASE-QUOTE_SECONDS.txt");
    }
    snprintf(identity->symbol, sizeof identity->symbol, "%.30s%.30s", identity->base, identity->quote);
    return CW_OK;
}

static cw_status begin(const cw_host *host, const cw_query *query, cw_session **made, cw_error *error) {
    char word[64];
    char line[256];
    keep(word, sizeof word, query->symbol);
    if (strcmp(word, "NOWHERE") == 0)
        return fail(error, CW_ERROR_INVALID_QUERY, -1, "no symbol NOWHERE; expected one of the source's");
    cw_session *session = calloc(1, sizeof *session);
    if (!session) return fail(error, CW_ERROR_INTERNAL, -1, "no memory");
    session->host = host;
    session->kind = query->kind;
    session->interval = query->interval;
    session->is_file = query->file_name.length > 0;
    keep(session->file_name, sizeof session->file_name, query->file_name);
    keep(session->symbol, sizeof session->symbol, query->symbol);
    session->pages = 2;
    for (uint64_t i = 0; i < query->setting_count; i++) {
        const cw_setting *setting = &query->settings[i];
        keep(word, sizeof word, setting->key);
        if (strcmp(word, "live") == 0) session->live = 1;
        snprintf(line, sizeof line, "setting %s = %.*s", word, (int)setting->value.length, setting->value.bytes);
        host->log(host->context, CW_LOG_DEBUG, line, strlen(line));
    }
    keep(word, sizeof word, query->resume_token);
    if (word[0]) session->skip = strtoll(word, 0, 10);
    snprintf(line, sizeof line, "describe %d times, range %lld..%lld, now %lld, base %.*s, quote %.*s, category %.*s",
             describe_calls, (long long)query->start, (long long)query->end, (long long)query->now,
             (int)query->base.length, query->base.bytes ? query->base.bytes : "", (int)query->quote.length,
             query->quote.bytes ? query->quote.bytes : "", (int)query->category.length,
             query->category.bytes ? query->category.bytes : "");
    host->log(host->context, CW_LOG_INFO, line, strlen(line));
    if (host->get_extension(host->context, "nothing/1")) host->log(host->context, CW_LOG_ERROR, "?", 1);
    *made = session;
    return CW_OK;
}

static cw_status next_request(cw_session *session, cw_request *request, cw_error *error) {
    (void)error;
    if (session->is_file) {
        request->kind = session->pages == 2 ? CW_REQUEST_FILE : CW_REQUEST_DONE;
        request->address = text(session->file_name);
        session->pages = 0;
        return CW_OK;
    }
    if (session->pages == 0) {
        request->kind = CW_REQUEST_DONE;
        return CW_OK;
    }
    session->headers[0] = (cw_header){text("Authorization"), text("Bearer "), text("example-key")};
    session->headers[1] = (cw_header){text("X-Plain"), text("1"), {0, 0}};
    request->headers = session->headers;
    request->header_count = 2;
    if (session->live) {
        session->pages = 0;
        request->kind = CW_REQUEST_STREAM;
        request->address = text("wss://ws.example.com/live");
        session->first_messages[0] = text("hello");
        session->first_messages[1] = text("subscribe");
        request->messages = session->first_messages;
        request->message_count = 2;
        return CW_OK;
    }
    request->kind = CW_REQUEST_HTTP;
    snprintf(session->path, sizeof session->path, "%s/rows?symbol=%s&page=%d",
             session->pages == 1 ? "https://api.example.com" : "", session->symbol, 3 - session->pages);
    request->address = text(session->path);
    request->content_type = text("text/csv");
    if (session->pages == 1) {
        request->method = text("POST");
        request->body = text("{}");
        request->flags = CW_REQUEST_IMMUTABLE;
        request->cost = 5;
    }
    session->pages--;
    return CW_OK;
}

static int number(const char *field, double *value) {
    char *end;
    *value = strtod(field, &end);
    return *field && !*end && isfinite(*value);
}

static int split(char *line, char **fields, int most) {
    int count = 1;
    fields[0] = line;
    for (char *at = line; *at; at++) {
        if (*at != ',') continue;
        *at = 0;
        if (count == most) return most + 1;
        fields[count++] = at + 1;
    }
    return count;
}

static uint32_t intern(cw_session *session, const char *bytes) {
    return session->host->intern(session->host->context, bytes, strlen(bytes));
}

/* What one line became. */
enum { ROW, EXTRA, REJECT, FULL, FAILED };

static int write_row(cw_session *session, const cw_input *input, const cw_batch *batch, cw_decoded *decoded,
                     char **fields, int count, int64_t position) {
    uint64_t i = decoded->rows;
    double v[6] = {0};
    if (batch->instruments) {
        const cw_instruments *rows = batch->instruments;
        if (count != 6) return REJECT;
        rows->symbol[i] = intern(session, fields[0]);
        rows->base[i] = intern(session, fields[1]);
        rows->quote[i] = intern(session, fields[2]);
        rows->name[i] = intern(session, fields[3]);
        rows->category[i] = intern(session, fields[4]);
        rows->active[i] = (int8_t)(fields[5][0] ? atoi(fields[5]) : -1);
        rows->flags[i] = 0;
        rows->row[i] = session->lines;
        rows->position[i] = position;
        return ROW;
    }
    int numbers = batch->candles ? 6 : 3;
    int least = batch->candles ? 6 : 4;
    if (count != least && count != least + 1) return REJECT;
    for (int n = 0; n < numbers; n++)
        if (!number(fields[n], &v[n])) return REJECT;
    if (batch->candles) {
        const cw_candles *rows = batch->candles;
        int64_t close_time = (int64_t)v[0] * SECOND;
        rows->open_time[i] = close_time - session->interval;
        rows->open[i] = v[1];
        rows->high[i] = v[2];
        rows->low[i] = v[3];
        rows->close[i] = v[4];
        rows->volume[i] = v[5];
        rows->vwap[i] = NAN;
        rows->trades[i] = -1;
        rows->symbol[i] = count == 7 ? intern(session, fields[6]) : 0;
        rows->flags[i] = close_time <= input->received_at ? CW_CANDLE_FINAL : 0;
        if (!rows->flags[i]) decoded->flags |= CW_DECODED_LAST_FORMING;
        rows->row[i] = session->lines;
        rows->position[i] = position;
        return ROW;
    }
    const cw_trades *rows = batch->trades;
    rows->time[i] = (int64_t)v[0] * SECOND;
    rows->price[i] = v[1];
    rows->volume[i] = v[2];
    rows->side[i] = fields[3][0] == 'b' ? CW_SIDE_BUY : fields[3][0] == 's' ? CW_SIDE_SELL : CW_SIDE_NONE;
    rows->trade_id[i] = session->lines;
    rows->symbol[i] = count == 5 ? intern(session, fields[4]) : 0;
    rows->flags[i] = 0;
    rows->row[i] = session->lines;
    rows->position[i] = position;
    return ROW;
}

static int one_line(cw_session *session, const cw_input *input, const cw_batch *batch, cw_decoded *decoded,
                    char *line, int64_t position, cw_error *error) {
    char *fields[8];
    long long start = 0, end = 0;
    if (line[0] == '!') {
        fail(error, atoi(line + 1), session->lines, "the line says so");
        return FAILED;
    }
    if (line[0] == '#') {
        session->host->log(session->host->context, CW_LOG_WARNING, line + 1, strlen(line) - 1);
        return EXTRA;
    }
    if (line[0] == '>') {
        if (decoded->message_count == MOST_EXTRAS) return FULL;
        char *room = session->message_bytes[decoded->message_count];
        snprintf(room, LONGEST_LINE, "%s", line + 1);
        session->messages[decoded->message_count++] = text(room);
        return EXTRA;
    }
    int covered = sscanf(line, "=covered,%lld,%lld", &start, &end) == 2;
    if (covered || sscanf(line, "=limit,%lld,%lld", &start, &end) == 2) {
        if (decoded->assertion_count == MOST_EXTRAS) return FULL;
        cw_assertion *made = &session->assertions[decoded->assertion_count++];
        made->assertion_class = covered ? CW_ASSERT_COVERED : CW_ASSERT_SOURCE_LIMIT;
        made->symbol = covered ? 0 : intern(session, "OLD");
        made->start = start * SECOND;
        made->end = end * SECOND;
        return EXTRA;
    }
    if (decoded->rows == batch->capacity) return FULL;
    return write_row(session, input, batch, decoded, fields, split(line, fields, 7), position);
}

static cw_status decode(cw_session *session, const cw_input *input, const cw_batch *batch, cw_decoded *decoded,
                        cw_error *error) {
    const char *bytes = (const char *)input->bytes;
    decoded->assertions = session->assertions;
    decoded->messages = session->messages;
    while (decoded->consumed < input->length) {
        const char *start = bytes + decoded->consumed;
        uint64_t left = input->length - decoded->consumed;
        const char *newline = memchr(start, '\n', left);
        if (!newline && !(input->flags & CW_INPUT_LAST)) break;
        uint64_t length = newline ? (uint64_t)(newline - start) : left;
        char line[LONGEST_LINE];
        int became = REJECT;
        if (decoded->rejects == batch->rejects->capacity) {
            decoded->flags |= CW_DECODED_FULL;
            break;
        }
        session->lines++;
        if (session->lines <= session->skip) {
            became = EXTRA;
        } else if (length < sizeof line) {
            memcpy(line, start, length);
            line[length] = 0;
            became = one_line(session, input, batch, decoded, line, (int64_t)(input->position + decoded->consumed),
                              error);
        }
        if (became == FULL) {
            session->lines--;
            decoded->flags |= CW_DECODED_FULL;
            break;
        }
        if (became == FAILED) return error->error_class;
        if (became == ROW) decoded->rows++;
        if (became == REJECT) {
            uint64_t i = decoded->rejects++;
            batch->rejects->row[i] = session->lines;
            batch->rejects->position[i] = (int64_t)(input->position + decoded->consumed);
            batch->rejects->code[i] = CW_REJECT_COLUMNS;
            batch->rejects->reason[i] = text("not a record; expected the columns of this kind");
            batch->rejects->raw[i] = (cw_text){start, length};
        }
        decoded->consumed += length + (newline ? 1 : 0);
    }
    snprintf(session->token, sizeof session->token, "%lld", (long long)session->lines);
    decoded->resume_token = text(session->token);
    return CW_OK;
}

static void end(cw_session *session) {
    session->host->log(session->host->context, CW_LOG_INFO, "end", 3);
    free(session);
}

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
