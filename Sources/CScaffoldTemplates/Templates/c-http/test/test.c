/* The parts of the adapter, each by itself. The whole of it is looked at by `make check`. */
#include <stdio.h>
#include <string.h>

#include "number.h"
#include "page.h"

static int failures;

#define EXPECT(condition) \
    ((condition) ? (void)0 : (void)(failures++, fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition)))

static const window hour = {.start = 1704067200 * SECOND, .end = 1704081600 * SECOND, .interval = 60 * MINUTE,
                            .received_at = 1704085200 * SECOND};
static page found;

static const char *read_text(const char *text) {
    size_t position = 0;
    return page_read(&found, &hour, text, strlen(text), &position);
}

static void test_numbers(void) {
    double value;
    int64_t time;
    EXPECT(number_decimal("29000.5", 7, &value) && value == 29000.5);
    EXPECT(number_decimal("1.188e-05", 9, &value) && value == 1.188e-05);
    const char *const none[] = {"", "-", "1.", ".5", "0x10", "nan", "inf", " 1", "1 ", "1e", "1e999", "1,5"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) EXPECT(!number_decimal(none[i], strlen(none[i]), &value));
    EXPECT(number_seconds("1704067200", 10, &time) && time == 1704067200 * SECOND);
    EXPECT(!number_seconds("9999999999", 10, &time) && !number_seconds("-1", 2, &time));
    EXPECT(number_floor(-1, SECOND) == -SECOND && number_floor(SECOND, SECOND) == SECOND);
}

static void test_page(void) {
    EXPECT(!read_text("{\"candles\":[[1704067200,\"1\",\"2\",\"0.5\",\"1.5\",\"10\"]]}"));
    EXPECT(found.candle_count == 1 && found.candles[0].high == 2 && found.candles[0].row == 1);
    EXPECT(found.covered_count == 1 && found.covered[0].start == hour.start && found.covered[0].end == hour.end);
    EXPECT(!read_text("{\"candles\":[]}") && found.candle_count == 0 && found.covered_count == 1);
    /* What lies between a record that cannot be used and its neighbours is not proved. */
    EXPECT(!read_text("{\"candles\":[[1704067200,\"?\",\"2\",\"0.5\",\"1.5\",\"10\"],"
                      "[1704070800,\"1\",\"2\",\"0.5\",\"1.5\",\"10\"]]}"));
    EXPECT(found.refusal_count == 1 && found.covered[0].start == 1704070800 * SECOND);
}

static void test_page_that_is_none(void) {
    const char *const none[] = {"", "[]", "{}", "{\"candles\":[]", "{\"candles\":[]}x", "{\"candles\":[[]]}",
                                "{\"candles\":[[1,]]}", "{\"candles\":[[\"\\u0031\"]]}", "<html>"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) EXPECT(read_text(none[i]));
}

int main(void) {
    test_numbers();
    test_page();
    test_page_that_is_none();
    puts(failures ? "failed" : "passed");
    return failures > 0;
}
