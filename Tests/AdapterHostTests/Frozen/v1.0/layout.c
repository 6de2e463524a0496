/* The layout of version 1.0, for ever: every later header of major version 1 must pass this as well
 * as the first one, which lies beside it. Compiled by FrozenTests, against both.
 *
 * Constants never change. A value type never changes. A struct that begins with `size` keeps every
 * member where and what it was, and may have more behind them. */
#include <stddef.h>

#include "candlewick_adapter.h"

#define CONSTANT(name, value) _Static_assert((name) == (value), #name)
#define SAME_SIZE(type, bytes) _Static_assert(sizeof(type) == (bytes), "size of " #type)
#define GROWN_SIZE(type, bytes) _Static_assert(sizeof(type) >= (bytes), "size of " #type)
/* The type comes last, because it may hold commas. */
#define MEMBER(type, member, offset, ...) \
    _Static_assert(offsetof(type, member) == (offset) && \
                       __builtin_types_compatible_p(__typeof__(((type *)0)->member), __VA_ARGS__), \
                   #type "." #member)

CONSTANT(CW_ABI_MAGIC, 0x4B4349574C444E43ull);
CONSTANT(CW_ABI_MAJOR, 1);
CONSTANT(CW_OK, 0);
CONSTANT(CW_ERROR_MALFORMED, 1);
CONSTANT(CW_ERROR_NO_DATA, 2);
CONSTANT(CW_ERROR_NOT_ENTITLED, 3);
CONSTANT(CW_ERROR_BAD_CREDENTIAL, 4);
CONSTANT(CW_ERROR_RATE_LIMITED, 5);
CONSTANT(CW_ERROR_SOURCE_LIMIT, 6);
CONSTANT(CW_ERROR_TRANSIENT, 7);
CONSTANT(CW_ERROR_INTERNAL, 8);
CONSTANT(CW_ERROR_INVALID_QUERY, 9);
CONSTANT(CW_KIND_CANDLES, 1);
CONSTANT(CW_KIND_TRADES, 2);
CONSTANT(CW_KIND_INSTRUMENTS, 4);
CONSTANT(CW_REQUEST_DONE, 0);
CONSTANT(CW_REQUEST_FILE, 1);
CONSTANT(CW_REQUEST_HTTP, 2);
CONSTANT(CW_REQUEST_STREAM, 4);
CONSTANT(CW_STAMP_OPEN, 0);
CONSTANT(CW_STAMP_CLOSE, 1);
CONSTANT(CW_ASSERT_COVERED, 1);
CONSTANT(CW_ASSERT_SOURCE_LIMIT, 2);
CONSTANT(CW_QUERY_ALL_SYMBOLS, 1u);
CONSTANT(CW_QUERY_ADJUSTED, 2u);
CONSTANT(CW_REQUEST_IMMUTABLE, 1u);
CONSTANT(CW_INPUT_LAST, 1u);
CONSTANT(CW_CANDLE_FINAL, 1u);
CONSTANT(CW_CANDLE_NO_TRADES, 2u);
CONSTANT(CW_SIDE_NONE, (-1));
CONSTANT(CW_SIDE_BUY, 1);
CONSTANT(CW_SIDE_SELL, 2);
CONSTANT(CW_REJECT_COLUMNS, 1);
CONSTANT(CW_REJECT_NUMBER, 2);
CONSTANT(CW_REJECT_TIME, 3);
CONSTANT(CW_REJECT_TEXT, 4);
CONSTANT(CW_REJECT_OTHER, 5);
CONSTANT(CW_DECODED_FULL, 1u);
CONSTANT(CW_DECODED_LAST_FORMING, 2u);
CONSTANT(CW_LOG_DEBUG, 1);
CONSTANT(CW_LOG_INFO, 2);
CONSTANT(CW_LOG_WARNING, 3);
CONSTANT(CW_LOG_ERROR, 4);
_Static_assert(CW_ABI_MINOR >= 0, "CW_ABI_MINOR");

_Static_assert(__builtin_types_compatible_p(cw_status, int32_t), "cw_status");

SAME_SIZE(cw_text, 16);
MEMBER(cw_text, bytes, 0, const char *);
MEMBER(cw_text, length, 8, uint64_t);

SAME_SIZE(cw_setting, 32);
MEMBER(cw_setting, key, 0, cw_text);
MEMBER(cw_setting, value, 16, cw_text);

SAME_SIZE(cw_header, 48);
MEMBER(cw_header, name, 0, cw_text);
MEMBER(cw_header, value, 16, cw_text);
MEMBER(cw_header, credential, 32, cw_text);

SAME_SIZE(cw_assertion, 24);
MEMBER(cw_assertion, assertion_class, 0, int32_t);
MEMBER(cw_assertion, symbol, 4, uint32_t);
MEMBER(cw_assertion, start, 8, int64_t);
MEMBER(cw_assertion, end, 16, int64_t);

GROWN_SIZE(cw_error, 512);
MEMBER(cw_error, size, 0, uint32_t);
MEMBER(cw_error, error_class, 4, int32_t);
MEMBER(cw_error, retry_after, 8, int64_t);
MEMBER(cw_error, row, 16, int64_t);
MEMBER(cw_error, position, 24, int64_t);
MEMBER(cw_error, message, 32, char[480]);

GROWN_SIZE(cw_descriptor, 144);
MEMBER(cw_descriptor, size, 0, uint32_t);
MEMBER(cw_descriptor, kinds, 4, uint32_t);
MEMBER(cw_descriptor, transports, 8, uint32_t);
MEMBER(cw_descriptor, stamp, 12, int32_t);
MEMBER(cw_descriptor, id, 16, const char *);
MEMBER(cw_descriptor, name, 24, const char *);
MEMBER(cw_descriptor, version, 32, const char *);
MEMBER(cw_descriptor, licence, 40, const char *);
MEMBER(cw_descriptor, intervals, 48, const int64_t *);
MEMBER(cw_descriptor, interval_count, 56, uint64_t);
MEMBER(cw_descriptor, hosts, 64, const char *const *);
MEMBER(cw_descriptor, host_count, 72, uint64_t);
MEMBER(cw_descriptor, credentials, 80, const char *const *);
MEMBER(cw_descriptor, credential_count, 88, uint64_t);
MEMBER(cw_descriptor, rows_per_reply, 96, int64_t);
MEMBER(cw_descriptor, reach_rows, 104, int64_t);
MEMBER(cw_descriptor, reach_time, 112, int64_t);
MEMBER(cw_descriptor, requests_per_minute, 120, int64_t);
MEMBER(cw_descriptor, day_anchor, 128, int64_t);
MEMBER(cw_descriptor, day_zone, 136, const char *);

GROWN_SIZE(cw_identity, 144);
MEMBER(cw_identity, size, 0, uint32_t);
MEMBER(cw_identity, kind, 4, int32_t);
MEMBER(cw_identity, interval, 8, int64_t);
MEMBER(cw_identity, symbol, 16, char[64]);
MEMBER(cw_identity, base, 80, char[32]);
MEMBER(cw_identity, quote, 112, char[32]);

GROWN_SIZE(cw_query, 160);
MEMBER(cw_query, size, 0, uint32_t);
MEMBER(cw_query, kind, 4, int32_t);
MEMBER(cw_query, interval, 8, int64_t);
MEMBER(cw_query, start, 16, int64_t);
MEMBER(cw_query, end, 24, int64_t);
MEMBER(cw_query, now, 32, int64_t);
MEMBER(cw_query, symbol, 40, cw_text);
MEMBER(cw_query, base, 56, cw_text);
MEMBER(cw_query, quote, 72, cw_text);
MEMBER(cw_query, category, 88, cw_text);
MEMBER(cw_query, file_name, 104, cw_text);
MEMBER(cw_query, resume_token, 120, cw_text);
MEMBER(cw_query, settings, 136, const cw_setting *);
MEMBER(cw_query, setting_count, 144, uint64_t);
MEMBER(cw_query, flags, 152, uint32_t);
MEMBER(cw_query, reserved, 156, uint32_t);

GROWN_SIZE(cw_request, 112);
MEMBER(cw_request, size, 0, uint32_t);
MEMBER(cw_request, kind, 4, int32_t);
MEMBER(cw_request, address, 8, cw_text);
MEMBER(cw_request, method, 24, cw_text);
MEMBER(cw_request, body, 40, cw_text);
MEMBER(cw_request, content_type, 56, cw_text);
MEMBER(cw_request, headers, 72, const cw_header *);
MEMBER(cw_request, header_count, 80, uint64_t);
MEMBER(cw_request, messages, 88, const cw_text *);
MEMBER(cw_request, message_count, 96, uint64_t);
MEMBER(cw_request, flags, 104, uint32_t);
MEMBER(cw_request, cost, 108, uint32_t);

GROWN_SIZE(cw_input, 80);
MEMBER(cw_input, size, 0, uint32_t);
MEMBER(cw_input, flags, 4, uint32_t);
MEMBER(cw_input, bytes, 8, const uint8_t *);
MEMBER(cw_input, length, 16, uint64_t);
MEMBER(cw_input, position, 24, uint64_t);
MEMBER(cw_input, received_at, 32, int64_t);
MEMBER(cw_input, http_status, 40, int32_t);
MEMBER(cw_input, reserved, 44, uint32_t);
MEMBER(cw_input, content_type, 48, cw_text);
MEMBER(cw_input, headers, 64, const cw_header *);
MEMBER(cw_input, header_count, 72, uint64_t);

GROWN_SIZE(cw_candles, 104);
MEMBER(cw_candles, size, 0, uint32_t);
MEMBER(cw_candles, reserved, 4, uint32_t);
MEMBER(cw_candles, open_time, 8, int64_t *);
MEMBER(cw_candles, open, 16, double *);
MEMBER(cw_candles, high, 24, double *);
MEMBER(cw_candles, low, 32, double *);
MEMBER(cw_candles, close, 40, double *);
MEMBER(cw_candles, volume, 48, double *);
MEMBER(cw_candles, vwap, 56, double *);
MEMBER(cw_candles, trades, 64, int64_t *);
MEMBER(cw_candles, symbol, 72, uint32_t *);
MEMBER(cw_candles, flags, 80, uint32_t *);
MEMBER(cw_candles, row, 88, int64_t *);
MEMBER(cw_candles, position, 96, int64_t *);

GROWN_SIZE(cw_trades, 80);
MEMBER(cw_trades, size, 0, uint32_t);
MEMBER(cw_trades, reserved, 4, uint32_t);
MEMBER(cw_trades, time, 8, int64_t *);
MEMBER(cw_trades, price, 16, double *);
MEMBER(cw_trades, volume, 24, double *);
MEMBER(cw_trades, side, 32, int8_t *);
MEMBER(cw_trades, trade_id, 40, int64_t *);
MEMBER(cw_trades, symbol, 48, uint32_t *);
MEMBER(cw_trades, flags, 56, uint32_t *);
MEMBER(cw_trades, row, 64, int64_t *);
MEMBER(cw_trades, position, 72, int64_t *);

GROWN_SIZE(cw_instruments, 80);
MEMBER(cw_instruments, size, 0, uint32_t);
MEMBER(cw_instruments, reserved, 4, uint32_t);
MEMBER(cw_instruments, symbol, 8, uint32_t *);
MEMBER(cw_instruments, base, 16, uint32_t *);
MEMBER(cw_instruments, quote, 24, uint32_t *);
MEMBER(cw_instruments, name, 32, uint32_t *);
MEMBER(cw_instruments, category, 40, uint32_t *);
MEMBER(cw_instruments, active, 48, int8_t *);
MEMBER(cw_instruments, flags, 56, uint32_t *);
MEMBER(cw_instruments, row, 64, int64_t *);
MEMBER(cw_instruments, position, 72, int64_t *);

GROWN_SIZE(cw_rejects, 56);
MEMBER(cw_rejects, size, 0, uint32_t);
MEMBER(cw_rejects, reserved, 4, uint32_t);
MEMBER(cw_rejects, capacity, 8, uint64_t);
MEMBER(cw_rejects, row, 16, int64_t *);
MEMBER(cw_rejects, position, 24, int64_t *);
MEMBER(cw_rejects, code, 32, int32_t *);
MEMBER(cw_rejects, reason, 40, cw_text *);
MEMBER(cw_rejects, raw, 48, cw_text *);

GROWN_SIZE(cw_batch, 48);
MEMBER(cw_batch, size, 0, uint32_t);
MEMBER(cw_batch, kind, 4, int32_t);
MEMBER(cw_batch, capacity, 8, uint64_t);
MEMBER(cw_batch, candles, 16, const cw_candles *);
MEMBER(cw_batch, trades, 24, const cw_trades *);
MEMBER(cw_batch, instruments, 32, const cw_instruments *);
MEMBER(cw_batch, rejects, 40, const cw_rejects *);

GROWN_SIZE(cw_decoded, 80);
MEMBER(cw_decoded, size, 0, uint32_t);
MEMBER(cw_decoded, flags, 4, uint32_t);
MEMBER(cw_decoded, rows, 8, uint64_t);
MEMBER(cw_decoded, rejects, 16, uint64_t);
MEMBER(cw_decoded, consumed, 24, uint64_t);
MEMBER(cw_decoded, assertions, 32, const cw_assertion *);
MEMBER(cw_decoded, assertion_count, 40, uint64_t);
MEMBER(cw_decoded, resume_token, 48, cw_text);
MEMBER(cw_decoded, messages, 64, const cw_text *);
MEMBER(cw_decoded, message_count, 72, uint64_t);

GROWN_SIZE(cw_host, 40);
MEMBER(cw_host, size, 0, uint32_t);
MEMBER(cw_host, reserved, 4, uint32_t);
MEMBER(cw_host, context, 8, void *);
MEMBER(cw_host, intern, 16, uint32_t (*)(void *context, const char *bytes, uint64_t length));
MEMBER(cw_host, log, 24, void (*)(void *context, int32_t level, const char *bytes, uint64_t length));
MEMBER(cw_host, get_extension, 32, const void * (*)(void *context, const char *name));

GROWN_SIZE(cw_adapter, 72);
MEMBER(cw_adapter, magic, 0, uint64_t);
MEMBER(cw_adapter, abi_major, 8, uint16_t);
MEMBER(cw_adapter, abi_minor, 10, uint16_t);
MEMBER(cw_adapter, size, 12, uint32_t);
MEMBER(cw_adapter, describe, 16, const cw_descriptor * (*)(void));
MEMBER(cw_adapter, identify, 24, cw_status (*)(cw_text path, cw_identity *identity, cw_error *error));
MEMBER(cw_adapter, begin, 32,
       cw_status (*)(const cw_host *host, const cw_query *query, cw_session **session, cw_error *error));
MEMBER(cw_adapter, next_request, 40, cw_status (*)(cw_session *session, cw_request *request, cw_error *error));
MEMBER(cw_adapter, decode, 48,
       cw_status (*)(cw_session *session, const cw_input *input, const cw_batch *batch,
                     cw_decoded *decoded, cw_error *error));
MEMBER(cw_adapter, end, 56, void (*)(cw_session *session));
MEMBER(cw_adapter, get_extension, 64, const void * (*)(const char *name));
