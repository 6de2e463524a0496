//! Candlewick adapter ABI, version 1: the header `candlewick_adapter.h` in Rust, name by name. What each function has to
//! keep (thread, state, owner) stands there, and on candlewick's page docs/adapter-abi.md.
//!
//! Times are nanoseconds since 1970-01-01T00:00:00Z, a range holds its start and not its end. Absent: NaN in a column of
//! f64, -1 in a signed one, 0 in a string id, length 0 in a cw_text. Text is UTF-8 and not NUL-terminated, except *const
//! c_char. Who makes a struct sets its `size`.
#![allow(non_camel_case_types, dead_code)]

use core::ffi::{c_char, c_void};

pub type cw_status = i32;

pub const CW_ABI_MAGIC: u64 = 0x4B43_4957_4C44_4E43;
pub const CW_ABI_MAJOR: u16 = 1;
pub const CW_ABI_MINOR: u16 = 0;
pub const CW_OK: cw_status = 0;
pub const CW_ERROR_MALFORMED: cw_status = 1;
pub const CW_ERROR_NO_DATA: cw_status = 2;
pub const CW_ERROR_NOT_ENTITLED: cw_status = 3;
pub const CW_ERROR_BAD_CREDENTIAL: cw_status = 4;
pub const CW_ERROR_RATE_LIMITED: cw_status = 5;
pub const CW_ERROR_SOURCE_LIMIT: cw_status = 6;
pub const CW_ERROR_TRANSIENT: cw_status = 7;
pub const CW_ERROR_INTERNAL: cw_status = 8;
pub const CW_ERROR_INVALID_QUERY: cw_status = 9;
pub const CW_KIND_CANDLES: i32 = 1;
pub const CW_KIND_TRADES: i32 = 2;
pub const CW_KIND_INSTRUMENTS: i32 = 4;
pub const CW_REQUEST_DONE: i32 = 0;
pub const CW_REQUEST_FILE: i32 = 1;
pub const CW_REQUEST_HTTP: i32 = 2;
pub const CW_REQUEST_STREAM: i32 = 4;
pub const CW_STAMP_OPEN: i32 = 0;
pub const CW_STAMP_CLOSE: i32 = 1;
pub const CW_ASSERT_COVERED: i32 = 1;
pub const CW_ASSERT_SOURCE_LIMIT: i32 = 2;
pub const CW_QUERY_ALL_SYMBOLS: u32 = 1;
pub const CW_QUERY_ADJUSTED: u32 = 2;
pub const CW_REQUEST_IMMUTABLE: u32 = 1;
pub const CW_INPUT_LAST: u32 = 1;
pub const CW_CANDLE_FINAL: u32 = 1;
pub const CW_CANDLE_NO_TRADES: u32 = 2;
pub const CW_SIDE_NONE: i8 = -1;
pub const CW_SIDE_BUY: i8 = 1;
pub const CW_SIDE_SELL: i8 = 2;
pub const CW_REJECT_COLUMNS: i32 = 1;
pub const CW_REJECT_NUMBER: i32 = 2;
pub const CW_REJECT_TIME: i32 = 3;
pub const CW_REJECT_TEXT: i32 = 4;
pub const CW_REJECT_OTHER: i32 = 5;
pub const CW_DECODED_FULL: u32 = 1;
pub const CW_DECODED_LAST_FORMING: u32 = 2;
pub const CW_LOG_DEBUG: i32 = 1;
pub const CW_LOG_INFO: i32 = 2;
pub const CW_LOG_WARNING: i32 = 3;
pub const CW_LOG_ERROR: i32 = 4;

/// A compiler that lays a struct out otherwise than the ABI says does not compile this.
macro_rules! layout {
    ($type:ident, $size:literal, $($member:ident $offset:literal),+) => {
        const _: () = assert!(core::mem::size_of::<$type>() == $size);
        $(const _: () = assert!(core::mem::offset_of!($type, $member) == $offset);)+
    };
}

/// One query being answered; the adapter's own.
#[repr(C)]
pub struct cw_session {
    _private: [u8; 0],
}

#[derive(Clone, Copy)]
#[repr(C)]
pub struct cw_text {
    pub bytes: *const c_char,
    pub length: u64,
}
layout!(cw_text, 16, bytes 0, length 8);

#[derive(Clone, Copy)]
#[repr(C)]
pub struct cw_setting {
    pub key: cw_text,
    pub value: cw_text,
}
layout!(cw_setting, 32, key 0, value 16);

#[derive(Clone, Copy)]
#[repr(C)]
pub struct cw_header {
    pub name: cw_text,
    pub value: cw_text,
    pub credential: cw_text,
}
layout!(cw_header, 48, name 0, value 16, credential 32);

#[derive(Clone, Copy)]
#[repr(C)]
pub struct cw_assertion {
    pub assertion_class: i32,
    pub symbol: u32,
    pub start: i64,
    pub end: i64,
}
layout!(cw_assertion, 24, assertion_class 0, symbol 4, start 8, end 16);

#[repr(C)]
pub struct cw_error {
    pub size: u32,
    pub error_class: i32,
    pub retry_after: i64,
    pub row: i64,
    pub position: i64,
    pub message: [c_char; 480],
}
layout!(cw_error, 512, size 0, error_class 4, retry_after 8, row 16, position 24, message 32);

#[repr(C)]
pub struct cw_descriptor {
    pub size: u32,
    pub kinds: u32,
    pub transports: u32,
    pub stamp: i32,
    pub id: *const c_char,
    pub name: *const c_char,
    pub version: *const c_char,
    pub licence: *const c_char,
    pub intervals: *const i64,
    pub interval_count: u64,
    pub hosts: *const *const c_char,
    pub host_count: u64,
    pub credentials: *const *const c_char,
    pub credential_count: u64,
    pub rows_per_reply: i64,
    pub reach_rows: i64,
    pub reach_time: i64,
    pub requests_per_minute: i64,
    pub day_anchor: i64,
    pub day_zone: *const c_char,
}
layout!(cw_descriptor, 144, size 0, kinds 4, transports 8, stamp 12, id 16, name 24, version 32, licence 40, intervals 48, interval_count 56, hosts 64, host_count 72, credentials 80, credential_count 88, rows_per_reply 96, reach_rows 104, reach_time 112, requests_per_minute 120, day_anchor 128, day_zone 136);

#[repr(C)]
pub struct cw_identity {
    pub size: u32,
    pub kind: i32,
    pub interval: i64,
    pub symbol: [c_char; 64],
    pub base: [c_char; 32],
    pub quote: [c_char; 32],
}
layout!(cw_identity, 144, size 0, kind 4, interval 8, symbol 16, base 80, quote 112);

#[repr(C)]
pub struct cw_query {
    pub size: u32,
    pub kind: i32,
    pub interval: i64,
    pub start: i64,
    pub end: i64,
    pub now: i64,
    pub symbol: cw_text,
    pub base: cw_text,
    pub quote: cw_text,
    pub category: cw_text,
    pub file_name: cw_text,
    pub resume_token: cw_text,
    pub settings: *const cw_setting,
    pub setting_count: u64,
    pub flags: u32,
    pub reserved: u32,
}
layout!(cw_query, 160, size 0, kind 4, interval 8, start 16, end 24, now 32, symbol 40, base 56, quote 72, category 88, file_name 104, resume_token 120, settings 136, setting_count 144, flags 152, reserved 156);

#[repr(C)]
pub struct cw_request {
    pub size: u32,
    pub kind: i32,
    pub address: cw_text,
    pub method: cw_text,
    pub body: cw_text,
    pub content_type: cw_text,
    pub headers: *const cw_header,
    pub header_count: u64,
    pub messages: *const cw_text,
    pub message_count: u64,
    pub flags: u32,
    pub cost: u32,
}
layout!(cw_request, 112, size 0, kind 4, address 8, method 24, body 40, content_type 56, headers 72, header_count 80, messages 88, message_count 96, flags 104, cost 108);

#[repr(C)]
pub struct cw_input {
    pub size: u32,
    pub flags: u32,
    pub bytes: *const u8,
    pub length: u64,
    pub position: u64,
    pub received_at: i64,
    pub http_status: i32,
    pub reserved: u32,
    pub content_type: cw_text,
    pub headers: *const cw_header,
    pub header_count: u64,
}
layout!(cw_input, 80, size 0, flags 4, bytes 8, length 16, position 24, received_at 32, http_status 40, reserved 44, content_type 48, headers 64, header_count 72);

#[repr(C)]
pub struct cw_candles {
    pub size: u32,
    pub reserved: u32,
    pub open_time: *mut i64,
    pub open: *mut f64,
    pub high: *mut f64,
    pub low: *mut f64,
    pub close: *mut f64,
    pub volume: *mut f64,
    pub vwap: *mut f64,
    pub trades: *mut i64,
    pub symbol: *mut u32,
    pub flags: *mut u32,
    pub row: *mut i64,
    pub position: *mut i64,
}
layout!(cw_candles, 104, size 0, reserved 4, open_time 8, open 16, high 24, low 32, close 40, volume 48, vwap 56, trades 64, symbol 72, flags 80, row 88, position 96);

#[repr(C)]
pub struct cw_trades {
    pub size: u32,
    pub reserved: u32,
    pub time: *mut i64,
    pub price: *mut f64,
    pub volume: *mut f64,
    pub side: *mut i8,
    pub trade_id: *mut i64,
    pub symbol: *mut u32,
    pub flags: *mut u32,
    pub row: *mut i64,
    pub position: *mut i64,
}
layout!(cw_trades, 80, size 0, reserved 4, time 8, price 16, volume 24, side 32, trade_id 40, symbol 48, flags 56, row 64, position 72);

#[repr(C)]
pub struct cw_instruments {
    pub size: u32,
    pub reserved: u32,
    pub symbol: *mut u32,
    pub base: *mut u32,
    pub quote: *mut u32,
    pub name: *mut u32,
    pub category: *mut u32,
    pub active: *mut i8,
    pub flags: *mut u32,
    pub row: *mut i64,
    pub position: *mut i64,
}
layout!(cw_instruments, 80, size 0, reserved 4, symbol 8, base 16, quote 24, name 32, category 40, active 48, flags 56, row 64, position 72);

#[repr(C)]
pub struct cw_rejects {
    pub size: u32,
    pub reserved: u32,
    pub capacity: u64,
    pub row: *mut i64,
    pub position: *mut i64,
    pub code: *mut i32,
    pub reason: *mut cw_text,
    pub raw: *mut cw_text,
}
layout!(cw_rejects, 56, size 0, reserved 4, capacity 8, row 16, position 24, code 32, reason 40, raw 48);

#[repr(C)]
pub struct cw_batch {
    pub size: u32,
    pub kind: i32,
    pub capacity: u64,
    pub candles: *const cw_candles,
    pub trades: *const cw_trades,
    pub instruments: *const cw_instruments,
    pub rejects: *const cw_rejects,
}
layout!(cw_batch, 48, size 0, kind 4, capacity 8, candles 16, trades 24, instruments 32, rejects 40);

#[repr(C)]
pub struct cw_decoded {
    pub size: u32,
    pub flags: u32,
    pub rows: u64,
    pub rejects: u64,
    pub consumed: u64,
    pub assertions: *const cw_assertion,
    pub assertion_count: u64,
    pub resume_token: cw_text,
    pub messages: *const cw_text,
    pub message_count: u64,
}
layout!(cw_decoded, 80, size 0, flags 4, rows 8, rejects 16, consumed 24, assertions 32, assertion_count 40, resume_token 48, messages 64, message_count 72);

#[repr(C)]
pub struct cw_host {
    pub size: u32,
    pub reserved: u32,
    pub context: *mut c_void,
    pub intern: Option<unsafe extern "C" fn(context: *mut c_void, bytes: *const c_char, length: u64) -> u32>,
    pub log: Option<unsafe extern "C" fn(context: *mut c_void, level: i32, bytes: *const c_char, length: u64)>,
    pub get_extension: Option<unsafe extern "C" fn(context: *mut c_void, name: *const c_char) -> *const c_void>,
}
layout!(cw_host, 40, size 0, reserved 4, context 8, intern 16, log 24, get_extension 32);

#[repr(C)]
pub struct cw_adapter {
    pub magic: u64,
    pub abi_major: u16,
    pub abi_minor: u16,
    pub size: u32,
    pub describe: Option<unsafe extern "C" fn() -> *const cw_descriptor>,
    pub identify:
        Option<unsafe extern "C" fn(path: cw_text, identity: *mut cw_identity, error: *mut cw_error) -> cw_status>,
    pub begin: Option<
        unsafe extern "C" fn(
            host: *const cw_host,
            query: *const cw_query,
            session: *mut *mut cw_session,
            error: *mut cw_error,
        ) -> cw_status,
    >,
    pub next_request: Option<
        unsafe extern "C" fn(session: *mut cw_session, request: *mut cw_request, error: *mut cw_error) -> cw_status,
    >,
    pub decode: Option<
        unsafe extern "C" fn(
            session: *mut cw_session,
            input: *const cw_input,
            batch: *const cw_batch,
            decoded: *mut cw_decoded,
            error: *mut cw_error,
        ) -> cw_status,
    >,
    pub end: Option<unsafe extern "C" fn(session: *mut cw_session)>,
    pub get_extension: Option<unsafe extern "C" fn(name: *const c_char) -> *const c_void>,
}
layout!(cw_adapter, 72, magic 0, abi_major 8, abi_minor 10, size 12, describe 16, identify 24, begin 32, next_request 40, decode 48, end 56, get_extension 64);

// The exported table and the descriptor are constants; what they point to is constant too.
unsafe impl Sync for cw_adapter {}
unsafe impl Sync for cw_descriptor {}
