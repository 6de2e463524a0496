#include "number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t digits(const char *bytes, size_t length, size_t at) {
    size_t start = at;
    while (at < length && bytes[at] >= '0' && bytes[at] <= '9') at++;
    return at - start;
}

/* strtod takes more than sources send (blanks, 0x1p3, nan), so the form is looked at first. */
static int is_decimal(const char *bytes, size_t length) {
    size_t at = 0, found;
    if (at < length && bytes[at] == '-') at++;
    if (!(found = digits(bytes, length, at))) return 0;
    at += found;
    if (at < length && bytes[at] == '.') {
        at++;
        if (!(found = digits(bytes, length, at))) return 0;
        at += found;
    }
    if (at < length && (bytes[at] == 'e' || bytes[at] == 'E')) {
        at++;
        if (at < length && (bytes[at] == '+' || bytes[at] == '-')) at++;
        if (!(found = digits(bytes, length, at))) return 0;
        at += found;
    }
    return at == length;
}

int number_decimal(const char *bytes, size_t length, double *value) {
    char text[128], *end; /* the input has no NUL at its end; longer numbers are nobody's prices */
    if (length >= sizeof text || !is_decimal(bytes, length)) return 0;
    memcpy(text, bytes, length);
    text[length] = 0;
    /* Correctly rounded in glibc. Under a locale with a decimal comma it stops at the point: refused, not wrong. */
    *value = strtod(text, &end);
    return end == text + length && isfinite(*value);
}

int number_seconds(const char *bytes, size_t length, int64_t *nanoseconds) {
    int64_t seconds = 0;
    if (length == 0 || length > 10 || digits(bytes, length, 0) != length) return 0;
    for (size_t i = 0; i < length; i++) seconds = seconds * 10 + (bytes[i] - '0');
    if (seconds > INT64_MAX / SECOND) return 0;
    *nanoseconds = seconds * SECOND;
    return 1;
}

int64_t number_floor(int64_t time, int64_t step) {
    int64_t rest = time % step;
    if (rest < 0) rest += step;
    return time < INT64_MIN + rest ? INT64_MIN : time - rest;
}

int64_t number_seconds_up(int64_t nanoseconds) {
    return nanoseconds / SECOND + (nanoseconds % SECOND > 0);
}
