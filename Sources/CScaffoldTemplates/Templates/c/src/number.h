/* Numbers as the ABI wants them. */
#ifndef NUMBER_H
#define NUMBER_H

#include <stddef.h>
#include <stdint.h>

#define SECOND 1000000000ll
#define MINUTE (60 * SECOND)
#define DAY (1440 * MINUTE)

/* The double nearest to a decimal number: 29000.5, -3, 1.188e-05. False for everything else: blanks, hexadecimal,
 * nan, nothing, and what is beyond the largest double. */
int number_decimal(const char *bytes, size_t length, double *value);

/* Whole seconds since 1970 as nanoseconds. False for what is none and for what does not fit. */
int number_seconds(const char *bytes, size_t length, int64_t *nanoseconds);

/* The largest multiple of `step` that is not above `time`, also before 1970. */
int64_t number_floor(int64_t time, int64_t step);

/* Nanoseconds as seconds, rounded up: what opens before that moment is not meant. */
int64_t number_seconds_up(int64_t nanoseconds);

#endif
