/* The layout of version 1, nailed down: a compiler that lays the structs out otherwise, or a
 * change that moves a member, does not build. An offset here never changes; the size of a struct
 * that begins with `size` changes only when it grows at its end; a value type's never. */
#include <stddef.h>

#include "candlewick_adapter.h"

#define SIZE(type, bytes) _Static_assert(sizeof(type) == (bytes), "size of " #type)
#define OFFSET(type, member, bytes) _Static_assert(offsetof(type, member) == (bytes), #type "." #member)

_Static_assert(sizeof(void *) == 8, "the ABI is for 64-bit platforms");
_Static_assert(sizeof(double) == 8, "prices are IEEE doubles");

SIZE(cw_text, 16);
OFFSET(cw_text, bytes, 0);
OFFSET(cw_text, length, 8);

SIZE(cw_setting, 32);
OFFSET(cw_setting, key, 0);
OFFSET(cw_setting, value, 16);

SIZE(cw_header, 48);
OFFSET(cw_header, name, 0);
OFFSET(cw_header, value, 16);
OFFSET(cw_header, credential, 32);

SIZE(cw_assertion, 24);
OFFSET(cw_assertion, assertion_class, 0);
OFFSET(cw_assertion, symbol, 4);
OFFSET(cw_assertion, start, 8);
OFFSET(cw_assertion, end, 16);

SIZE(cw_error, 512);
OFFSET(cw_error, size, 0);
OFFSET(cw_error, error_class, 4);
OFFSET(cw_error, retry_after, 8);
OFFSET(cw_error, row, 16);
OFFSET(cw_error, position, 24);
OFFSET(cw_error, message, 32);

SIZE(cw_descriptor, 144);
OFFSET(cw_descriptor, size, 0);
OFFSET(cw_descriptor, kinds, 4);
OFFSET(cw_descriptor, transports, 8);
OFFSET(cw_descriptor, stamp, 12);
OFFSET(cw_descriptor, id, 16);
OFFSET(cw_descriptor, name, 24);
OFFSET(cw_descriptor, version, 32);
OFFSET(cw_descriptor, licence, 40);
OFFSET(cw_descriptor, intervals, 48);
OFFSET(cw_descriptor, interval_count, 56);
OFFSET(cw_descriptor, hosts, 64);
OFFSET(cw_descriptor, host_count, 72);
OFFSET(cw_descriptor, credentials, 80);
OFFSET(cw_descriptor, credential_count, 88);
OFFSET(cw_descriptor, rows_per_reply, 96);
OFFSET(cw_descriptor, reach_rows, 104);
OFFSET(cw_descriptor, reach_time, 112);
OFFSET(cw_descriptor, requests_per_minute, 120);
OFFSET(cw_descriptor, day_anchor, 128);
OFFSET(cw_descriptor, day_zone, 136);

SIZE(cw_identity, 144);
OFFSET(cw_identity, size, 0);
OFFSET(cw_identity, kind, 4);
OFFSET(cw_identity, interval, 8);
OFFSET(cw_identity, symbol, 16);
OFFSET(cw_identity, base, 80);
OFFSET(cw_identity, quote, 112);

SIZE(cw_query, 160);
OFFSET(cw_query, size, 0);
OFFSET(cw_query, kind, 4);
OFFSET(cw_query, interval, 8);
OFFSET(cw_query, start, 16);
OFFSET(cw_query, end, 24);
OFFSET(cw_query, now, 32);
OFFSET(cw_query, symbol, 40);
OFFSET(cw_query, base, 56);
OFFSET(cw_query, quote, 72);
OFFSET(cw_query, category, 88);
OFFSET(cw_query, file_name, 104);
OFFSET(cw_query, resume_token, 120);
OFFSET(cw_query, settings, 136);
OFFSET(cw_query, setting_count, 144);
OFFSET(cw_query, flags, 152);
OFFSET(cw_query, reserved, 156);

SIZE(cw_request, 112);
OFFSET(cw_request, size, 0);
OFFSET(cw_request, kind, 4);
OFFSET(cw_request, address, 8);
OFFSET(cw_request, method, 24);
OFFSET(cw_request, body, 40);
OFFSET(cw_request, content_type, 56);
OFFSET(cw_request, headers, 72);
OFFSET(cw_request, header_count, 80);
OFFSET(cw_request, messages, 88);
OFFSET(cw_request, message_count, 96);
OFFSET(cw_request, flags, 104);
OFFSET(cw_request, cost, 108);

SIZE(cw_input, 80);
OFFSET(cw_input, size, 0);
OFFSET(cw_input, flags, 4);
OFFSET(cw_input, bytes, 8);
OFFSET(cw_input, length, 16);
OFFSET(cw_input, position, 24);
OFFSET(cw_input, received_at, 32);
OFFSET(cw_input, http_status, 40);
OFFSET(cw_input, reserved, 44);
OFFSET(cw_input, content_type, 48);
OFFSET(cw_input, headers, 64);
OFFSET(cw_input, header_count, 72);

SIZE(cw_candles, 104);
OFFSET(cw_candles, size, 0);
OFFSET(cw_candles, reserved, 4);
OFFSET(cw_candles, open_time, 8);
OFFSET(cw_candles, open, 16);
OFFSET(cw_candles, high, 24);
OFFSET(cw_candles, low, 32);
OFFSET(cw_candles, close, 40);
OFFSET(cw_candles, volume, 48);
OFFSET(cw_candles, vwap, 56);
OFFSET(cw_candles, trades, 64);
OFFSET(cw_candles, symbol, 72);
OFFSET(cw_candles, flags, 80);
OFFSET(cw_candles, row, 88);
OFFSET(cw_candles, position, 96);

SIZE(cw_trades, 80);
OFFSET(cw_trades, size, 0);
OFFSET(cw_trades, reserved, 4);
OFFSET(cw_trades, time, 8);
OFFSET(cw_trades, price, 16);
OFFSET(cw_trades, volume, 24);
OFFSET(cw_trades, side, 32);
OFFSET(cw_trades, trade_id, 40);
OFFSET(cw_trades, symbol, 48);
OFFSET(cw_trades, flags, 56);
OFFSET(cw_trades, row, 64);
OFFSET(cw_trades, position, 72);

SIZE(cw_instruments, 80);
OFFSET(cw_instruments, size, 0);
OFFSET(cw_instruments, reserved, 4);
OFFSET(cw_instruments, symbol, 8);
OFFSET(cw_instruments, base, 16);
OFFSET(cw_instruments, quote, 24);
OFFSET(cw_instruments, name, 32);
OFFSET(cw_instruments, category, 40);
OFFSET(cw_instruments, active, 48);
OFFSET(cw_instruments, flags, 56);
OFFSET(cw_instruments, row, 64);
OFFSET(cw_instruments, position, 72);

SIZE(cw_rejects, 56);
OFFSET(cw_rejects, size, 0);
OFFSET(cw_rejects, reserved, 4);
OFFSET(cw_rejects, capacity, 8);
OFFSET(cw_rejects, row, 16);
OFFSET(cw_rejects, position, 24);
OFFSET(cw_rejects, code, 32);
OFFSET(cw_rejects, reason, 40);
OFFSET(cw_rejects, raw, 48);

SIZE(cw_batch, 48);
OFFSET(cw_batch, size, 0);
OFFSET(cw_batch, kind, 4);
OFFSET(cw_batch, capacity, 8);
OFFSET(cw_batch, candles, 16);
OFFSET(cw_batch, trades, 24);
OFFSET(cw_batch, instruments, 32);
OFFSET(cw_batch, rejects, 40);

SIZE(cw_decoded, 80);
OFFSET(cw_decoded, size, 0);
OFFSET(cw_decoded, flags, 4);
OFFSET(cw_decoded, rows, 8);
OFFSET(cw_decoded, rejects, 16);
OFFSET(cw_decoded, consumed, 24);
OFFSET(cw_decoded, assertions, 32);
OFFSET(cw_decoded, assertion_count, 40);
OFFSET(cw_decoded, resume_token, 48);
OFFSET(cw_decoded, messages, 64);
OFFSET(cw_decoded, message_count, 72);

SIZE(cw_host, 40);
OFFSET(cw_host, size, 0);
OFFSET(cw_host, reserved, 4);
OFFSET(cw_host, context, 8);
OFFSET(cw_host, intern, 16);
OFFSET(cw_host, log, 24);
OFFSET(cw_host, get_extension, 32);

SIZE(cw_adapter, 72);
OFFSET(cw_adapter, magic, 0);
OFFSET(cw_adapter, abi_major, 8);
OFFSET(cw_adapter, abi_minor, 10);
OFFSET(cw_adapter, size, 12);
OFFSET(cw_adapter, describe, 16);
OFFSET(cw_adapter, identify, 24);
OFFSET(cw_adapter, begin, 32);
OFFSET(cw_adapter, next_request, 40);
OFFSET(cw_adapter, decode, 48);
OFFSET(cw_adapter, end, 56);
OFFSET(cw_adapter, get_extension, 64);
