#include "page.h"

#include <string.h>

#include "number.h"

#define FIELDS 6

/* A place in the reply. */
typedef struct scanner {
    const char *at, *end;
} scanner;

/* A number, or what stands between quotes. */
typedef struct field {
    const char *bytes;
    size_t length;
    int is_text;
} field;

/* A record of the reply: the first of its fields, and how many there are. */
typedef struct record {
    const char *start, *end;
    field fields[FIELDS];
    size_t count;
} record;

typedef struct records {
    record list[PAGE_ROWS];
    size_t count;
} records;

static void skip_blanks(scanner *scanner) {
    while (scanner->at < scanner->end && *scanner->at && strchr(" \t\r\n", *scanner->at)) scanner->at++;
}

/* Steps over one character, and the blanks before it. */
static int take(scanner *scanner, char expected) {
    skip_blanks(scanner);
    if (scanner->at == scanner->end || *scanner->at != expected) return 0;
    scanner->at++;
    return 1;
}

/* A string of plain ASCII, which is all this source sends, or a number. */
static int take_field(scanner *scanner, field *field) {
    field->is_text = take(scanner, '"');
    field->bytes = scanner->at;
    while (scanner->at < scanner->end) {
        char c = *scanner->at;
        if (field->is_text ? c < ' ' || c > '~' || c == '\\' || c == '"' : !c || !strchr("0123456789+-.eE", c)) break;
        scanner->at++;
    }
    field->length = (size_t)(scanner->at - field->bytes);
    if (!field->is_text) return field->length > 0;
    return scanner->at < scanner->end && *scanner->at++ == '"';
}

/* [a,b,...] */
static int take_record(scanner *scanner, record *record) {
    field field;
    skip_blanks(scanner);
    record->start = scanner->at;
    record->count = 0;
    if (!take(scanner, '[')) return 0;
    do {
        if (!take_field(scanner, &field)) return 0;
        if (record->count < FIELDS) record->fields[record->count] = field;
        record->count++;
    } while (take(scanner, ','));
    if (!take(scanner, ']')) return 0;
    record->end = scanner->at;
    return 1;
}

/* [[...],[...]] */
static int take_records(scanner *scanner, records *records) {
    if (!take(scanner, '[')) return 0;
    if (take(scanner, ']')) return 1;
    do {
        if (records->count == PAGE_ROWS || !take_record(scanner, &records->list[records->count])) return 0;
        records->count++;
    } while (take(scanner, ','));
    return take(scanner, ']');
}

/* All of a reply. */
static int take_reply(scanner *scanner, records *records) {
    field name;
    return take(scanner, '{') && take_field(scanner, &name) && name.is_text && name.length == 7 &&
           memcmp(name.bytes, "candles", 7) == 0 && take(scanner, ':') && take_records(scanner, records) &&
           take(scanner, '}');
}

/* Makes a candle of a record's fields; null, or why it cannot be used. */
static const char *judge(const record *record, candle *candle, int32_t *code) {
    const field *fields = record->fields;
    double *values[] = {&candle->open, &candle->high, &candle->low, &candle->close, &candle->volume};
    *code = CW_REJECT_COLUMNS;
    if (record->count != FIELDS) return "expected 6 fields: seconds, open, high, low, close, volume";
    *code = CW_REJECT_TIME;
    if (fields[0].is_text || !number_seconds(fields[0].bytes, fields[0].length, &candle->time))
        return "the time is not seconds since 1970 (UTC), like 1704067200";
    *code = CW_REJECT_NUMBER;
    for (size_t i = 1; i < FIELDS; i++)
        if (!fields[i].is_text || !number_decimal(fields[i].bytes, fields[i].length, values[i - 1]))
            return "a price or the volume is no decimal number in quotes, like \"42000.5\"";
    return 0;
}

/* Whether the source can have sent a candle of that time here; null, or why not. */
static const char *judge_time(int64_t time, int64_t last, const window *window) {
    if (number_floor(time, window->interval) != time) return "the time is no start of an interval";
    if (time <= last) return "the time is not behind that of the candle before";
    if (time > window->received_at) return "the candle begins after the reply came";
    return 0;
}

/* What is proved from `start` to `end`, as far as it was asked for. */
static void cover(page *page, const window *window, int64_t start, int64_t end) {
    if (start < window->start) start = window->start;
    if (end > window->end) end = window->end;
    if (start >= end) return;
    page->covered[page->covered_count++] =
        (cw_assertion){.assertion_class = CW_ASSERT_COVERED, .start = start, .end = end};
}

/* Sorts the records into candles and refusals, oldest first, and says what they prove. */
static void sort_out(page *page, const window *window, const records *records, const char *bytes) {
    /* The source gives every interval that had trades: the others had none. Of what lies between a record that was
     * refused and its neighbours nothing is known, so a run of proof ends there and begins anew behind it. */
    int is_proved = 1;
    int64_t run = window->start, last = INT64_MIN;
    for (size_t i = 0; i < records->count; i++) {
        const record *record = &records->list[i];
        candle candle = {.row = (int64_t)i + 1, .position = (size_t)(record->start - bytes)};
        int32_t code;
        const char *reason = judge(record, &candle, &code);
        if (!reason && (reason = judge_time(candle.time, last, window))) code = CW_REJECT_TIME;
        if (reason) {
            page->refusals[page->refusal_count++] =
                (refusal){candle.row, candle.position, (size_t)(record->end - record->start), code, reason};
            if (is_proved && last != INT64_MIN) cover(page, window, run, last + window->interval);
            is_proved = 0;
            continue;
        }
        if (!is_proved) run = candle.time;
        is_proved = 1;
        last = candle.time;
        /* Beside the window, or still forming: not wrong, and not wanted. */
        if (candle.time < window->start || candle.time >= window->end) continue;
        if (candle.time > window->received_at - window->interval) continue;
        page->candles[page->candle_count++] = candle;
    }
    /* The candle that is forming when the reply comes is not in it. */
    if (is_proved) cover(page, window, run, number_floor(window->received_at, window->interval));
}

const char *page_read(page *page, const window *window, const char *bytes, size_t length, size_t *position) {
    scanner scanner = {bytes, bytes + length};
    records records;
    records.count = 0;
    memset(page, 0, sizeof *page);
    int is_whole = take_reply(&scanner, &records);
    if (is_whole) skip_blanks(&scanner);
    if (!is_whole || scanner.at != scanner.end) {
        *position = (size_t)(scanner.at - bytes);
        return "the reply is not {\"candles\":[[seconds,\"open\",\"high\",\"low\",\"close\",\"volume\"],...]} with as "
               "many candles as were asked for";
    }
    sort_out(page, window, &records, bytes);
    return 0;
}
