//! From the C table to `Session` and back. All that is unsafe stands here: source.rs sees slices and values.

// The table of an adapter for files uses other parts of it than that of one over HTTP.
#![allow(dead_code)]

use crate::abi::*;
use crate::batch::{c_text, Batch};
use crate::source::Session;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::ptr::null;
use core::slice;

/// Why the adapter cannot go on: the class that the host acts on, and a sentence for a person.
pub struct Failure {
    pub class: cw_status,
    pub message: String,
    pub row: i64,
    pub position: i64,
    pub retry_after: i64,
}

impl Failure {
    pub fn new(class: cw_status, message: impl Into<String>) -> Self {
        Failure { class, message: message.into(), row: -1, position: -1, retry_after: -1 }
    }
}

/// What a session is to deliver; see `cw_query`.
pub struct Query<'a> {
    pub kind: i32,
    pub interval: i64,
    pub start: i64,
    pub end: i64,
    pub now: i64,
    pub symbol: &'a str,
    pub base: &'a str,
    pub quote: &'a str,
    pub file_name: &'a str,
    pub resume_token: &'a str,
    pub all_symbols: bool,
}

/// A header of a request. With a credential's name the host puts that secret behind the value: it is never seen here.
pub struct Header {
    pub name: &'static str,
    pub value: &'static str,
    pub credential: &'static str,
}

/// What to fetch; see `cw_request`.
pub struct Request {
    kind: i32,
    address: String,
    pub headers: Vec<Header>,
}

impl Request {
    /// The file that the query names.
    pub fn file(name: String) -> Self {
        Request { kind: CW_REQUEST_FILE, address: name, headers: Vec::new() }
    }

    /// A GET of JSON, "/path?query" under the source's base address.
    pub fn http(address: String) -> Self {
        Request { kind: CW_REQUEST_HTTP, address, headers: Vec::new() }
    }
}

/// A piece of a reply; see `cw_input`.
pub struct Input<'a> {
    pub bytes: &'a [u8],
    pub is_last: bool,
    pub position: i64,
    pub received_at: i64,
    pub http_status: i32,
    headers: &'a [cw_header],
}

impl Input<'_> {
    /// The first header of that name, in whatever case it was written.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|header| text(&header.name).eq_ignore_ascii_case(name))?;
        Some(text(&found.value))
    }
}

/// What one `decode` did; see `cw_decoded`.
#[derive(Default)]
pub struct Decoded {
    pub consumed: usize,
    pub is_full: bool,
    pub covered: Vec<cw_assertion>,
    pub resume_token: String,
}

pub fn covered(start: i64, end: i64) -> cw_assertion {
    cw_assertion { assertion_class: CW_ASSERT_COVERED, symbol: 0, start, end }
}

/// A session, and the texts that it gave the host: they live until the next call.
struct Held {
    session: Session,
    address: String,
    headers: Vec<cw_header>,
    decoded: Decoded,
}

/// The array that a pointer and a count mean; the host keeps it while the caller uses it.
unsafe fn array<'a, Element>(start: *const Element, count: u64) -> &'a [Element] {
    if start.is_null() || count == 0 {
        return &[];
    }
    slice::from_raw_parts(start, count as usize)
}

/// A text of the host's; what is no UTF-8 is nothing.
pub fn text(text: &cw_text) -> &str {
    // The ABI: `length` bytes, valid as long as the struct is.
    core::str::from_utf8(unsafe { array(text.bytes.cast(), text.length) }).unwrap_or_default()
}

/// Runs the body of a C function: its failure goes to the host's struct and becomes the status.
pub unsafe fn status(error: *mut cw_error, body: impl FnOnce() -> Result<(), Failure>) -> cw_status {
    let Err(failure) = body() else { return CW_OK };
    let error = &mut *error; // the host's, valid during the call
    error.error_class = failure.class;
    error.retry_after = failure.retry_after;
    error.row = failure.row;
    error.position = failure.position;
    let mut end = failure.message.len().min(error.message.len() - 1);
    while !failure.message.is_char_boundary(end) {
        end -= 1;
    }
    for (to, from) in error.message.iter_mut().zip(&failure.message.as_bytes()[..end]) {
        *to = *from as _; // the host zeroed the rest
    }
    failure.class
}

pub unsafe extern "C" fn begin(
    _host: *const cw_host,
    query: *const cw_query,
    made: *mut *mut cw_session,
    error: *mut cw_error,
) -> cw_status {
    status(error, || {
        let query = &*query;
        let session = Session::begin(&Query {
            kind: query.kind,
            interval: query.interval,
            start: query.start,
            end: query.end,
            now: query.now,
            symbol: text(&query.symbol),
            base: text(&query.base),
            quote: text(&query.quote),
            file_name: text(&query.file_name),
            resume_token: match (text(&query.resume_token), query.resume_token.length) {
                ("", 1..) => "no text",
                (token, _) => token,
            },
            all_symbols: query.flags & CW_QUERY_ALL_SYMBOLS != 0,
        })?;
        let held = Box::new(Held { session, address: String::new(), headers: Vec::new(), decoded: Decoded::default() });
        *made = Box::into_raw(held).cast(); // until `end`
        Ok(())
    })
}

pub unsafe extern "C" fn next_request(
    session: *mut cw_session,
    request: *mut cw_request,
    error: *mut cw_error,
) -> cw_status {
    status(error, || {
        let (held, request) = (&mut *session.cast::<Held>(), &mut *request);
        let Some(wanted) = held.session.next_request()? else {
            return Ok(()); // the host zeroed it: CW_REQUEST_DONE
        };
        held.address = wanted.address;
        held.headers.clear();
        held.headers.extend(wanted.headers.iter().map(|header| cw_header {
            name: c_text(header.name.as_bytes()),
            value: c_text(header.value.as_bytes()),
            credential: c_text(header.credential.as_bytes()),
        }));
        request.kind = wanted.kind;
        request.address = c_text(held.address.as_bytes());
        request.headers = held.headers.as_ptr();
        request.header_count = held.headers.len() as u64;
        if wanted.kind == CW_REQUEST_HTTP {
            request.content_type = c_text(b"application/json");
        }
        request.cost = 1;
        Ok(())
    })
}

pub unsafe extern "C" fn decode(
    session: *mut cw_session,
    input: *const cw_input,
    batch: *const cw_batch,
    decoded: *mut cw_decoded,
    error: *mut cw_error,
) -> cw_status {
    status(error, || {
        let (held, input, batch) = (&mut *session.cast::<Held>(), &*input, &*batch);
        let bytes = array(input.bytes, input.length);
        // The candles are there: a session of this adapter is one of candles.
        let mut rows =
            Batch::new(&*batch.candles, batch.capacity as usize, &*batch.rejects, bytes, input.position as i64);
        let input = Input {
            bytes,
            is_last: input.flags & CW_INPUT_LAST != 0,
            position: input.position as i64,
            received_at: input.received_at,
            http_status: input.http_status,
            headers: array(input.headers, input.header_count),
        };
        held.decoded = held.session.decode(&input, &mut rows)?;
        let (done, decoded) = (&held.decoded, &mut *decoded);
        decoded.flags = if done.is_full { CW_DECODED_FULL } else { 0 };
        decoded.rows = rows.rows() as u64;
        decoded.rejects = rows.refusals() as u64;
        decoded.consumed = done.consumed as u64;
        decoded.assertions = if done.covered.is_empty() { null() } else { done.covered.as_ptr() };
        decoded.assertion_count = done.covered.len() as u64;
        decoded.resume_token = c_text(done.resume_token.as_bytes());
        Ok(())
    })
}

pub unsafe extern "C" fn end(session: *mut cw_session) {
    // What `begin` made; the host calls this once.
    drop(Box::from_raw(session.cast::<Held>()));
}
