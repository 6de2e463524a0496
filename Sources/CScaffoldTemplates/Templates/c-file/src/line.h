/* One line of a file: time,open,high,low,close,volume */
#ifndef LINE_H
#define LINE_H

#include <stddef.h>
#include <stdint.h>

typedef struct candle {
    int64_t time; /* its open, ns UTC */
    double open, high, low, close, volume;
} candle;

/* The first line of every file of this source; a file without it is another source's. */
extern const char line_header[];

/* Reads a line, which comes without its line feed. Null: `candle` is set; else why the line cannot be used, and the
 * CW_REJECT_... for it in `code`. */
const char *line_read(const char *bytes, size_t length, candle *candle, int32_t *code);

#endif
