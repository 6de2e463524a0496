/* Candlewick adapter ABI, version 1.
 *
 * An adapter is a shared library that turns what a market-data source sends into
 * columns of candles, trades or instruments. It does no I/O: it says what it wants
 * (a file, an HTTP request, a stream), the host fetches it, the adapter decodes the
 * bytes. It exports one symbol, `candlewick_adapter_entry`, a constant cw_adapter.
 *
 * Rules for the whole header
 *  - FROZEN. Within major version 1 a struct that begins with `size` grows only at its
 *    end; everything else here never changes. What is not core comes through
 *    get_extension("name/revision").
 *  - `size` is set by whoever made the struct to the sizeof it was compiled with. The
 *    other side reads and writes nothing beyond that size.
 *  - Value types (cw_text, cw_setting, cw_header, cw_assertion) have no size and never
 *    change: arrays of them keep their stride.
 *  - Times are int64 nanoseconds since 1970-01-01T00:00:00Z. A range holds its start
 *    and not its end. Intervals and durations are nanoseconds.
 *  - Prices are quote currency per unit of base, volumes units of base; both are IEEE
 *    doubles, the decimal text of the source rounded once, to nearest, ties to even.
 *  - Absent: NaN in a double column, -1 in a signed one, 0 in a string id, length 0 in
 *    a cw_text.
 *  - Text is UTF-8 and not NUL-terminated, except where `const char *` says it is.
 *  - `reserved` members are 0.
 *
 * The states of a session are drawn in docs/adapter-abi.md. C11, 64-bit platforms.
 */
#ifndef CANDLEWICK_ADAPTER_H
#define CANDLEWICK_ADAPTER_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* "CNDLWICK", read as a little-endian number. */
#define CW_ABI_MAGIC 0x4B4349574C444E43ull
#define CW_ABI_MAJOR 1
#define CW_ABI_MINOR 0

/* ---- status and error classes ------------------------------------------------------ */

/* Every function that can fail returns one of these. CW_OK: the outputs are set.
 * Anything else: only the cw_error is set, and the host treats the class as follows. */
#define CW_OK 0
/* The input is not what this source sends. Not retried; the message says what was expected. */
#define CW_ERROR_MALFORMED 1
/* The source answered that it has nothing here. Not an error to a person. */
#define CW_ERROR_NO_DATA 2
/* The key is good, the plan does not include this. Not retried. */
#define CW_ERROR_NOT_ENTITLED 3
/* The key is missing, wrong or revoked. Not retried until it changes. */
#define CW_ERROR_BAD_CREDENTIAL 4
/* Too many requests. Retried after cw_error.retry_after, or by the host's own pace. */
#define CW_ERROR_RATE_LIMITED 5
/* What was asked lies beyond what this source can ever reach back to. Not retried. */
#define CW_ERROR_SOURCE_LIMIT 6
/* The source is down or busy. Retried with growing pauses. */
#define CW_ERROR_TRANSIENT 7
/* The adapter itself failed (memory, a broken invariant). Not retried. */
#define CW_ERROR_INTERNAL 8
/* The query or the file name is not for this adapter: unknown symbol, interval, setting. */
#define CW_ERROR_INVALID_QUERY 9
typedef int32_t cw_status;

/* ---- what data, by what way --------------------------------------------------------- */

/* Kinds; also bits of cw_descriptor.kinds. A session has exactly one. */
#define CW_KIND_CANDLES 1
#define CW_KIND_TRADES 2
#define CW_KIND_INSTRUMENTS 4

/* Transports; bits of cw_descriptor.transports, values of cw_request.kind. */
#define CW_REQUEST_DONE 0
#define CW_REQUEST_FILE 1
#define CW_REQUEST_HTTP 2
#define CW_REQUEST_STREAM 4

/* How the source stamps a candle. The columns carry the open time either way. */
#define CW_STAMP_OPEN 0
#define CW_STAMP_CLOSE 1

/* ---- value types ------------------------------------------------------------------------ */

typedef struct cw_text {
    const char *bytes; /* may be null when length is 0 */
    uint64_t length;
} cw_text;

typedef struct cw_setting {
    cw_text key;
    cw_text value;
} cw_setting;

/* One header of a request or of a reply. In a request a credential may be named: the
 * host appends that secret to `value` ("Bearer " + secret), and only for allowed hosts.
 * The adapter never sees it. In a reply `credential` is empty. */
typedef struct cw_header {
    cw_text name;
    cw_text value;
    cw_text credential;
} cw_header;

/* The source covers this range: inside it, an interval without a row had no trades. */
#define CW_ASSERT_COVERED 1
/* The source can never give this range (it is before what it keeps). */
#define CW_ASSERT_SOURCE_LIMIT 2

/* What a reply proves about a range of time, with or without rows. */
typedef struct cw_assertion {
    int32_t assertion_class; /* CW_ASSERT_... */
    uint32_t symbol;         /* string id; 0: the query's symbol, or all of a grouped reply */
    int64_t start;
    int64_t end;
} cw_assertion;

/* ---- errors ------------------------------------------------------------------------------- */

/* Owned and zeroed by the caller, who sets `size`; filled by the callee when it returns
 * anything but CW_OK. The caller copies what it needs before its next call. */
typedef struct cw_error {
    uint32_t size;
    int32_t error_class; /* the status that was returned */
    int64_t retry_after; /* ns until the next try, for CW_ERROR_RATE_LIMITED; -1 unknown */
    int64_t row;         /* record of the input, counted from 1; -1 unknown */
    int64_t position;    /* byte of the input, counted from 0; -1 unknown */
    char message[480];   /* UTF-8, NUL-terminated: what is wrong, what was expected */
} cw_error;

/* ---- the descriptor -------------------------------------------------------------------- */

/* What the adapter is. The manifest beside the library says the same, so that a host can
 * list adapters without running code; where the two differ the host refuses the library.
 * Immutable, owned by the library, valid until the process ends. `const char *` members
 * are NUL-terminated and not null. A limit of 0 means: none. */
typedef struct cw_descriptor {
    uint32_t size;
    uint32_t kinds;      /* bits CW_KIND_... */
    uint32_t transports; /* bits CW_REQUEST_FILE, _HTTP, _STREAM */
    int32_t stamp;       /* CW_STAMP_... */
    const char *id;      /* lower case, digits, '-': the source's name in the store */
    const char *name;
    const char *version; /* of the adapter, semantic */
    const char *licence; /* SPDX */
    const int64_t *intervals; /* candle lengths in ns, ascending */
    uint64_t interval_count;
    const char *const *hosts; /* host names that requests may go to */
    uint64_t host_count;
    const char *const *credentials; /* names, never values */
    uint64_t credential_count;
    int64_t rows_per_reply;
    int64_t reach_rows; /* only the newest so many candles can be had */
    int64_t reach_time; /* only this far back, in ns */
    int64_t requests_per_minute;
    int64_t day_anchor;   /* ns after midnight of day_zone at which a day candle opens */
    const char *day_zone; /* IANA name, "UTC" */
} cw_descriptor;

/* ---- identify ----------------------------------------------------------------------------- */

/* What a file's name says about it. Owned by the host, who sets `size`; the arrays are
 * NUL-terminated UTF-8. Names are the source's own ("XBT"), the host translates them. */
typedef struct cw_identity {
    uint32_t size;
    int32_t kind;     /* CW_KIND_CANDLES or CW_KIND_TRADES */
    int64_t interval; /* ns; 0 for trades */
    char symbol[64];
    char base[32];
    char quote[32];
} cw_identity;

/* ---- query -------------------------------------------------------------------------------- */

/* All symbols in one reply (a grouped endpoint); `symbol` is empty, the columns name each row's. */
#define CW_QUERY_ALL_SYMBOLS 1u
/* Prices adjusted for splits, where the source offers both. */
#define CW_QUERY_ADJUSTED 2u

/* What a session is to deliver. Owned by the host and valid during `begin` only: the
 * adapter copies what it keeps. */
typedef struct cw_query {
    uint32_t size;
    int32_t kind;     /* one CW_KIND_... */
    int64_t interval; /* ns; 0 unless candles */
    int64_t start;    /* INT64_MIN: from the beginning */
    int64_t end;      /* INT64_MAX: to the newest */
    int64_t now;      /* the host's clock at begin; an adapter has no other */
    cw_text symbol;   /* the source's own name; empty: make it from base and quote */
    cw_text base;     /* the hub's names: BTC, USD */
    cw_text quote;
    cw_text category; /* STOCK, CRYPTO, COMMODITY, CURRENCY or empty */
    cw_text file_name;    /* for a file session: as given to `identify` */
    cw_text resume_token; /* as the last cw_decoded of an earlier session gave it, or empty */
    const cw_setting *settings; /* the adapter's own settings from adapters.conf */
    uint64_t setting_count;
    uint32_t flags; /* CW_QUERY_... */
    uint32_t reserved;
} cw_query;

/* ---- request ------------------------------------------------------------------------------ */

/* The reply can never change (a closed day): the host may keep it. */
#define CW_REQUEST_IMMUTABLE 1u

/* What the adapter wants next. The struct is the host's, who sets `size` and zeroes it; the
 * texts and arrays are the session's and stay valid until the next call on the session. */
typedef struct cw_request {
    uint32_t size;
    int32_t kind;         /* CW_REQUEST_... */
    cw_text address;      /* FILE: the query's file_name. HTTP: "/path?query" under the base
                             address, or absolute on an allowed host. STREAM: wss address */
    cw_text method;       /* HTTP; empty: GET */
    cw_text body;         /* HTTP */
    cw_text content_type; /* HTTP: what the reply must be, e.g. "application/json" */
    const cw_header *headers;
    uint64_t header_count;
    const cw_text *messages; /* STREAM: sent first, in this order */
    uint64_t message_count;
    uint32_t flags; /* CW_REQUEST_IMMUTABLE */
    uint32_t cost;  /* in the source's rate-limit units; 0 counts as 1 */
} cw_request;

/* ---- input -------------------------------------------------------------------------------- */

/* No byte of this reply or file follows these. */
#define CW_INPUT_LAST 1u

/* A piece of the reply to the last request: the bytes that no earlier `decode` consumed,
 * and what has come since. Owned by the host, valid during the call.
 * A stream keeps its messages apart: the bytes are one whole message, or what was left of it
 * after CW_DECODED_FULL; `position` counts from the start of the message, `received_at` is the
 * message's own, and CW_INPUT_LAST comes with no bytes when the connection is closed. */
typedef struct cw_input {
    uint32_t size;
    uint32_t flags; /* CW_INPUT_... */
    const uint8_t *bytes;
    uint64_t length;
    uint64_t position; /* of bytes[0], counted from the start of the reply */
    int64_t received_at; /* when the reply began to arrive; decides what is still forming */
    int32_t http_status; /* 0 for files and streams */
    uint32_t reserved;
    cw_text content_type;
    const cw_header *headers;
    uint64_t header_count;
} cw_input;

/* ---- columns ------------------------------------------------------------------------------ */

/* Columns are arrays of `cw_batch.capacity` elements, owned by the host, valid during
 * `decode`. Row i is element i of every column. The adapter sets every column that is not
 * null in every row it reports; it writes no element at or beyond the capacity.
 * `row` and `position` say where a row came from: the record of the input (counted from 1;
 * a line, where the input has lines) and its first byte (counted from 0). */

/* The candle is closed and will not change. */
#define CW_CANDLE_FINAL 1u
/* Not a candle: the source says that this interval had no trades. The host keeps no row. */
#define CW_CANDLE_NO_TRADES 2u

typedef struct cw_candles {
    uint32_t size;
    uint32_t reserved;
    int64_t *open_time;
    double *open;
    double *high;
    double *low;
    double *close;
    double *volume; /* NaN: absent */
    double *vwap;   /* NaN: absent */
    int64_t *trades; /* -1: absent */
    uint32_t *symbol; /* string id; 0: the query's symbol */
    uint32_t *flags;  /* CW_CANDLE_... */
    int64_t *row;
    int64_t *position;
} cw_candles;

#define CW_SIDE_NONE (-1)
#define CW_SIDE_BUY 1
#define CW_SIDE_SELL 2

typedef struct cw_trades {
    uint32_t size;
    uint32_t reserved;
    int64_t *time;
    double *price;
    double *volume;
    int8_t *side;      /* of the taker; CW_SIDE_... */
    int64_t *trade_id; /* the source's number; -1: absent */
    uint32_t *symbol;
    uint32_t *flags; /* 0 in version 1 */
    int64_t *row;
    int64_t *position;
} cw_trades;

typedef struct cw_instruments {
    uint32_t size;
    uint32_t reserved;
    uint32_t *symbol; /* all of these are string ids: the source's own name */
    uint32_t *base;
    uint32_t *quote;
    uint32_t *name;
    uint32_t *category; /* "STOCK", "CRYPTO", "COMMODITY", "CURRENCY" or absent */
    int8_t *active;     /* 1 traded, 0 not any more, -1 unknown */
    uint32_t *flags;    /* 0 in version 1 */
    int64_t *row;
    int64_t *position;
} cw_instruments;

/* Why a record was refused. */
#define CW_REJECT_COLUMNS 1 /* too many, too few, or a field is missing */
#define CW_REJECT_NUMBER 2  /* a number that is not one, or is not finite */
#define CW_REJECT_TIME 3    /* a time that is not one, or is out of int64 nanoseconds */
#define CW_REJECT_TEXT 4    /* quoting, encoding, an unknown word */
#define CW_REJECT_OTHER 5

/* Records that the adapter could read past but not use. The columns are the host's; the
 * texts are the session's or lie in the input, and stay valid until the next call. */
typedef struct cw_rejects {
    uint32_t size;
    uint32_t reserved;
    uint64_t capacity;
    int64_t *row;
    int64_t *position;
    int32_t *code;   /* CW_REJECT_... */
    cw_text *reason; /* a sentence: what is wrong, what was expected */
    cw_text *raw;    /* the record's own text */
} cw_rejects;

/* Where `decode` writes. Only the columns of `kind` are set, the other two are null. */
typedef struct cw_batch {
    uint32_t size;
    int32_t kind;
    uint64_t capacity;
    const cw_candles *candles;
    const cw_trades *trades;
    const cw_instruments *instruments;
    const cw_rejects *rejects;
} cw_batch;

/* The rows or the rejects are full: call `decode` again with what was not consumed, also
 * when no further input has come. */
#define CW_DECODED_FULL 1u
/* The last candle of these rows can still change. (Better: leave it out.) */
#define CW_DECODED_LAST_FORMING 2u

/* What one `decode` did. The struct is the host's, who sets `size` and zeroes it; texts and
 * arrays are the session's and stay valid until the next call on the session. */
typedef struct cw_decoded {
    uint32_t size;
    uint32_t flags; /* CW_DECODED_... */
    uint64_t rows;
    uint64_t rejects;
    uint64_t consumed; /* bytes of the input that need not be shown again */
    const cw_assertion *assertions;
    uint64_t assertion_count;
    cw_text resume_token; /* begin(query with this token) goes on behind these rows; empty: cannot */
    const cw_text *messages; /* STREAM: to be sent now */
    uint64_t message_count;
} cw_decoded;

/* ---- the host ----------------------------------------------------------------------------- */

#define CW_LOG_DEBUG 1
#define CW_LOG_INFO 2
#define CW_LOG_WARNING 3
#define CW_LOG_ERROR 4

/* What an adapter may call. Owned by the host, valid from `begin` to `end` of the session
 * it was given to; called only from within a call on that session, on its thread. */
typedef struct cw_host {
    uint32_t size;
    uint32_t reserved;
    void *context; /* first argument of every function below */
    /* The number of a string, the same for the same bytes during a session; never 0, except
     * for the empty string and when the host's table is full. The bytes are copied. */
    uint32_t (*intern)(void *context, const char *bytes, uint64_t length);
    /* A line for the host's log, level CW_LOG_.... The bytes are copied. */
    void (*log)(void *context, int32_t level, const char *bytes, uint64_t length);
    /* A host extension "name/revision", or null. `name` is NUL-terminated. */
    const void *(*get_extension)(void *context, const char *name);
} cw_host;

/* ---- the adapter -------------------------------------------------------------------------- */

/* One query being answered; the adapter's own. Used by one thread at a time, not always the
 * same one; different sessions run at the same time. */
typedef struct cw_session cw_session;

typedef struct cw_adapter {
    uint64_t magic;     /* CW_ABI_MAGIC */
    uint16_t abi_major; /* CW_ABI_MAJOR; another one is refused before any call */
    uint16_t abi_minor; /* CW_ABI_MINOR of the header it was compiled with */
    uint32_t size;      /* sizeof(cw_adapter) */

    /* The descriptor.
     * Thread: any. State: any. Owner: the library, for ever. Never null. */
    const cw_descriptor *(*describe)(void);

    /* What a file's name says. `path` is relative to what the user named, with '/'; judge
     * its last part. CW_ERROR_INVALID_QUERY: not a file of this source; the message says why.
     * Thread: any. State: any. Owner: the host owns all three arguments.
     * May be null in an adapter without CW_REQUEST_FILE. */
    cw_status (*identify)(cw_text path, cw_identity *identity, cw_error *error);

    /* Starts a session.
     * Thread: any. Owner: `query` is the host's during the call, `host` until `end`;
     * `*session` belongs to the host until it calls `end`, which it does exactly once when
     * this returned CW_OK, and never otherwise. */
    cw_status (*begin)(const cw_host *host, const cw_query *query, cw_session **session, cw_error *error);

    /* What to fetch next, or kind CW_REQUEST_DONE. After an error from this or from `decode` only
     * `end` is left; to go on, the host begins a session with the last resume token.
     * State: after `begin`, and after the last `decode` of the request before (the one with
     * CW_INPUT_LAST, all of its bytes consumed and no CW_DECODED_FULL). DONE is final.
     * Thread: the session's. Owner: see cw_request. */
    cw_status (*next_request)(cw_session *session, cw_request *request, cw_error *error);

    /* Decodes a piece of the reply: writes rows, consumes whole records. Consuming nothing and
     * writing nothing means: show me more at once. After CW_INPUT_LAST everything has to be
     * consumed or refused. The same bytes give the same rows however they are split. Records
     * that cannot be used are rejects, and decoding goes on; an error means that nothing more of
     * this reply can be used.
     * State: after `next_request` returned a request. Thread: the session's.
     * Owner: `input` and `batch` are the host's during the call; for `decoded` see there. */
    cw_status (*decode)(cw_session *session, const cw_input *input, const cw_batch *batch, cw_decoded *decoded,
                        cw_error *error);

    /* Frees the session. State: any after `begin`; also early, also after an error.
     * Thread: the session's. Cannot fail. */
    void (*end)(cw_session *session);

    /* An extension "name/revision" of this adapter, or null. `name` is NUL-terminated.
     * Thread: any. State: any. Owner: the library, for ever. May itself be null: no extensions. */
    const void *(*get_extension)(const char *name);
} cw_adapter;

/* The one symbol that an adapter exports. */
#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
extern const cw_adapter candlewick_adapter_entry;

#ifdef __cplusplus
}
#endif

#endif
