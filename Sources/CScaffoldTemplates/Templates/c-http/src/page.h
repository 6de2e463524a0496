/* One reply of the source, read whole: {"candles":[[seconds,"open","high","low","close","volume"],...]} */
#ifndef PAGE_H
#define PAGE_H

#include <stddef.h>

#include "candlewick_adapter.h"

/* The most candles in one reply: the `limit` of a request. */
#define PAGE_ROWS 300

typedef struct candle {
    int64_t time; /* its open, ns UTC */
    double open, high, low, close, volume;
    int64_t row;     /* its record in the reply, from 1 */
    size_t position; /* and that record's first byte */
} candle;

/* A record that was read past. */
typedef struct refusal {
    int64_t row;
    size_t position, length;
    int32_t code; /* CW_REJECT_... */
    const char *reason;
} refusal;

/* What the reply was asked for: open times from `start` on and before `end`. */
typedef struct window {
    int64_t start, end, interval;
    int64_t received_at; /* a candle that ends after it is still forming */
} window;

typedef struct page {
    candle candles[PAGE_ROWS]; /* closed, inside the window, ascending */
    size_t candle_count;
    refusal refusals[PAGE_ROWS];
    size_t refusal_count;
    cw_assertion covered[PAGE_ROWS + 1]; /* what the reply proves */
    size_t covered_count;
} page;

/* Reads the whole of a reply. Null: it is read; else what is wrong with it, and where. */
const char *page_read(page *page, const window *window, const char *bytes, size_t length, size_t *position);

#endif
