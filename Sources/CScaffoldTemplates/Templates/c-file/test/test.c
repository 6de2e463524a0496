/* The parts of the adapter, each by itself. The whole of it is looked at by `make check`. */
#include <stdio.h>
#include <string.h>

#include "candlewick_adapter.h"
#include "line.h"
#include "number.h"

static int failures;

#define EXPECT(condition) \
    ((condition) ? (void)0 : (void)(failures++, fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition)))

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

static void test_line(void) {
    candle candle;
    int32_t code;
    const char good[] = "1704067200,1,2,0.5,1.5,10";
    EXPECT(!line_read(good, sizeof good - 1, &candle, &code));
    EXPECT(candle.time == 1704067200 * SECOND && candle.high == 2 && candle.volume == 10);
    const struct { const char *line; int32_t code; } bad[] = {
        {"1704067200,1,2,0.5,1.5", CW_REJECT_COLUMNS},      {"1704067200,1,2,0.5,1.5,10,3", CW_REJECT_COLUMNS},
        {"yesterday,1,2,0.5,1.5,10", CW_REJECT_TIME},       {"1704067200,1,2,,1.5,10", CW_REJECT_NUMBER},
        {"1704067200,1,2,0.5,1.5,ten", CW_REJECT_NUMBER},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        EXPECT(line_read(bad[i].line, strlen(bad[i].line), &candle, &code) && code == bad[i].code);
}

static void test_name(const char *path, int64_t minutes) {
    cw_identity identity = {.size = sizeof identity};
    cw_error error = {.size = sizeof error};
    cw_status status = candlewick_adapter_entry.identify((cw_text){path, strlen(path)}, &identity, &error);
    EXPECT(minutes ? status == CW_OK && identity.interval == minutes * MINUTE && !strcmp(identity.quote, "USD")
                   : status == CW_ERROR_INVALID_QUERY && error.message[0]);
}

int main(void) {
    test_numbers();
    test_line();
    test_name("some/folder/BTC-USD_60.csv", 60);
    const char *const others[] = {"", "BTC-USD.csv", "BTCUSD_60.csv", "BTC-USD_7.csv", "BTC-USD_060.csv",
                                  "BTC-USD_60.csv.gz"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) test_name(others[i], 0);
    puts(failures ? "failed" : "passed");
    return failures > 0;
}
