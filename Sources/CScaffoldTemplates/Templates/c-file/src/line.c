#include "line.h"

#include <string.h>

#include "candlewick_adapter.h"
#include "number.h"

#define FIELDS 6

const char line_header[] = "time,open,high,low,close,volume";

const char *line_read(const char *bytes, size_t length, candle *candle, int32_t *code) {
    double *values[] = {&candle->open, &candle->high, &candle->low, &candle->close, &candle->volume};
    const char *fields[FIELDS], *at = bytes, *end = bytes + length;
    size_t lengths[FIELDS], count = 0;
    for (;;) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *stop = comma ? comma : end;
        if (count < FIELDS) fields[count] = at, lengths[count] = (size_t)(stop - at);
        count++;
        if (!comma) break;
        at = comma + 1;
    }
    *code = CW_REJECT_COLUMNS;
    if (count != FIELDS) return "expected 6 columns: time, open, high, low, close, volume";
    *code = CW_REJECT_TIME;
    if (!number_seconds(fields[0], lengths[0], &candle->time))
        return "the time is not seconds since 1970 (UTC), like 1704067200";
    *code = CW_REJECT_NUMBER;
    for (size_t i = 1; i < FIELDS; i++)
        if (!number_decimal(fields[i], lengths[i], values[i - 1]))
            return "a price or the volume is no decimal number, like 42000.5";
    return 0;
}
