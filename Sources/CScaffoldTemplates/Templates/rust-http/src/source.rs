//! Candles of Example Source: what the adapter is, and the life of a session.

use crate::abi::*;
use crate::batch::Batch;
use crate::entry::{Decoded, Failure, Input, Query, Request};
use crate::number::{floor, seconds, DAY, MINUTE, SECOND};
use crate::page::{Page, Window, ROWS};
use alloc::format;
use alloc::string::String;
use core::ffi::c_char;
use core::ptr::null;

/// Nothing is asked for before this moment: 2015-01-01, when the source began.
const SOURCE_BEGINS: i64 = 1_420_070_400 * SECOND;

const INTERVALS: [i64; 5] = [MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE, DAY];

struct Names<const COUNT: usize>([*const c_char; COUNT]);
// Pointers to constants.
unsafe impl<const COUNT: usize> Sync for Names<COUNT> {}
static HOSTS: Names<1> = Names([c"api.example.com".as_ptr()]);

/// adapter.toml says the same.
static DESCRIPTOR: cw_descriptor = cw_descriptor {
    size: core::mem::size_of::<cw_descriptor>() as u32,
    kinds: CW_KIND_CANDLES as u32,
    transports: CW_REQUEST_HTTP as u32,
    stamp: CW_STAMP_OPEN,
    id: c"example-source".as_ptr(),
    name: c"Example Source".as_ptr(),
    version: c"1.0.0".as_ptr(),
    licence: c"Apache-2.0".as_ptr(),
    intervals: INTERVALS.as_ptr(),
    interval_count: INTERVALS.len() as u64,
    hosts: HOSTS.0.as_ptr(),
    host_count: HOSTS.0.len() as u64,
    credentials: null(),
    credential_count: 0,
    rows_per_reply: ROWS as i64,
    reach_rows: 0,
    reach_time: 0,
    requests_per_minute: 60,
    day_anchor: 0,
    day_zone: c"UTC".as_ptr(),
};

pub unsafe extern "C" fn describe() -> *const cw_descriptor {
    &DESCRIPTOR
}

/// What an HTTP status means, none for 200 to 299.
fn status_failure(input: &Input) -> Option<Failure> {
    let (class, meaning) = match input.http_status {
        200..=299 => return None,
        401 => (CW_ERROR_BAD_CREDENTIAL, "the key is missing or wrong"),
        402 | 403 => (CW_ERROR_NOT_ENTITLED, "your plan does not include this"),
        404 | 410 => (CW_ERROR_NO_DATA, "it has nothing there"),
        400 | 422 => (CW_ERROR_INVALID_QUERY, "it does not understand the query"),
        408 | 425 => (CW_ERROR_TRANSIENT, "it took too long"),
        429 => (CW_ERROR_RATE_LIMITED, "too many requests"),
        500.. => (CW_ERROR_TRANSIENT, "it is down or busy"),
        _ => (CW_ERROR_MALFORMED, "which it should not; is the address right?"),
    };
    let mut failure = Failure::new(class, format!("Example Source answered {}, {meaning}", input.http_status));
    if class == CW_ERROR_RATE_LIMITED {
        // Seconds; of a date nothing is known. At most a day: a broken header must not stop a source for a year.
        let wait = input.header("retry-after").and_then(|text| seconds(text.as_bytes()));
        failure.retry_after = wait.map_or(-1, |wait| wait.min(DAY));
    }
    Some(failure)
}

/// One query, walked window by window.
pub struct Session {
    pair: String,
    end: i64,
    /// Of the request that was made last, or is made next.
    window: Window,
    /// Read, and being delivered.
    page: Option<Page>,
    /// Of the page: delivered, now or by the session that this one goes on from.
    rows_done: usize,
    refusals_done: usize,
}

fn invalid(message: &str) -> Failure {
    Failure::new(CW_ERROR_INVALID_QUERY, message)
}

/// A name that can stand in an address as it is; others this source does not have.
fn is_plain(text: &str) -> bool {
    (1..31).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte))
}

impl Session {
    pub fn begin(query: &Query) -> Result<Self, Failure> {
        if query.kind != CW_KIND_CANDLES || query.all_symbols {
            return Err(invalid("Example Source gives candles, of one pair at a time"));
        }
        if !INTERVALS.contains(&query.interval) {
            return Err(invalid("Example Source has candles of 1, 5, 15, 60 and 1440 minutes"));
        }
        // The source's own name where the query has one, else base and quote.
        let pair = match query.symbol {
            "" if is_plain(query.base) && is_plain(query.quote) => format!("{}-{}", query.base, query.quote),
            symbol if is_plain(symbol) => symbol.into(),
            _ => return Err(invalid("a pair of Example Source's is called like BTC-USD")),
        };
        let start = query.start.max(SOURCE_BEGINS);
        let mut session = Session {
            pair,
            // The candle of this moment is still forming: it is asked for when it has closed.
            end: query.end.min(floor(query.now, query.interval)),
            window: Window { start, end: start, interval: query.interval },
            page: None,
            rows_done: 0,
            refusals_done: 0,
        };
        if !query.resume_token.is_empty() && session.go_to(query.resume_token).is_none() {
            return Err(invalid("the resume token is none of this query's; load it from its start"));
        }
        Ok(session)
    }

    /// "1 START ROWS REFUSALS": the window that comes next, and what of it was delivered.
    fn go_to(&mut self, token: &str) -> Option<()> {
        let mut words = token.split(' ');
        let version = words.next()?;
        let start: i64 = words.next()?.parse().ok()?;
        let rows: usize = words.next()?.parse().ok()?;
        let refusals: usize = words.next()?.parse().ok()?;
        if version != "1" || words.next().is_some() || start < self.window.start || rows > ROWS || refusals > ROWS {
            return None;
        }
        self.window.start = start;
        (self.rows_done, self.refusals_done) = (rows, refusals);
        Some(())
    }

    /// The request for the next window. Windows follow each other whatever the replies say, so the walk ends.
    pub fn next_request(&mut self) -> Result<Option<Request>, Failure> {
        let window = &mut self.window;
        if window.start >= self.end {
            return Ok(None);
        }
        window.end = window.start.saturating_add(ROWS as i64 * window.interval).min(self.end);
        // Rounded up: what opens before a moment is not meant.
        let seconds_up = |time: i64| time / SECOND + i64::from(time % SECOND > 0);
        Ok(Some(Request::http(format!(
            "/candles?pair={}&minutes={}&start={}&end={}&limit={ROWS}",
            self.pair,
            window.interval / MINUTE,
            seconds_up(window.start),
            seconds_up(window.end),
        ))))
    }

    pub fn decode(&mut self, input: &Input, batch: &mut Batch) -> Result<Decoded, Failure> {
        if let Some(failure) = status_failure(input) {
            return Err(failure);
        }
        if !input.is_last {
            return Ok(Decoded::default()); // JSON is read whole: show me more
        }
        let page = match self.page.take() {
            Some(page) => page,
            None => Page::read(input.bytes, self.window, input.received_at).map_err(|malformed| {
                let mut failure = Failure::new(CW_ERROR_MALFORMED, malformed.0);
                failure.position = malformed.1 as i64;
                failure
            })?,
        };
        while let Some(refusal) = page.refusals.get(self.refusals_done).filter(|_| batch.has_room_for_refusal()) {
            batch.refuse(refusal);
            self.refusals_done += 1;
        }
        while let Some(candle) = page.candles.get(self.rows_done).filter(|_| batch.has_room_for_row()) {
            batch.push(candle);
            self.rows_done += 1;
        }
        let mut decoded = Decoded::default();
        if self.rows_done < page.candles.len() || self.refusals_done < page.refusals.len() {
            // Nothing is consumed before all is out: the host shows the same bytes again.
            decoded.is_full = true;
            self.page = Some(page);
        } else {
            decoded.consumed = input.bytes.len();
            decoded.covered = page.covered;
            self.window.start = self.window.end;
            (self.rows_done, self.refusals_done) = (0, 0);
        }
        decoded.resume_token = format!("1 {} {} {}", self.window.start, self.rows_done, self.refusals_done);
        Ok(decoded)
    }
}
