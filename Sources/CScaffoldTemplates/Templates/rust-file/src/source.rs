//! Candles from the files of Example Source: what the adapter is, and the life of a session.

use crate::abi::*;
use crate::batch::{Batch, Refusal};
use crate::entry::{covered, status, text, Decoded, Failure, Input, Query, Request};
use crate::line;
use crate::number::{floor, DAY, MINUTE};
use alloc::format;
use alloc::string::String;
use core::ffi::c_char;
use core::ptr::null;

/// A longer line is none of this source's.
const LONGEST_LINE: usize = 4096;

const INTERVALS: [i64; 5] = [MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE, DAY];

/// adapter.toml says the same.
static DESCRIPTOR: cw_descriptor = cw_descriptor {
    size: core::mem::size_of::<cw_descriptor>() as u32,
    kinds: CW_KIND_CANDLES as u32,
    transports: CW_REQUEST_FILE as u32,
    stamp: CW_STAMP_OPEN,
    id: c"example-source".as_ptr(),
    name: c"Example Source".as_ptr(),
    version: c"1.0.0".as_ptr(),
    licence: c"Apache-2.0".as_ptr(),
    intervals: INTERVALS.as_ptr(),
    interval_count: INTERVALS.len() as u64,
    hosts: null(),
    host_count: 0,
    credentials: null(),
    credential_count: 0,
    rows_per_reply: 0,
    reach_rows: 0,
    reach_time: 0,
    requests_per_minute: 0,
    day_anchor: 0,
    day_zone: c"UTC".as_ptr(),
};

pub unsafe extern "C" fn describe() -> *const cw_descriptor {
    &DESCRIPTOR
}

fn invalid(message: &str) -> Failure {
    Failure::new(CW_ERROR_INVALID_QUERY, message)
}

/// What a file's name says: BASE-QUOTE_MINUTES.csv.
fn series(path: &str) -> Option<(&str, &str, i64)> {
    let name = path.rsplit('/').next()?.strip_suffix(".csv")?;
    let (symbol, minutes) = name.split_once('_')?;
    let (base, quote) = symbol.split_once('-')?;
    let is_code = |code: &str| (1..32).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    // No leading zero, no sign: one name for each series.
    let interval = INTERVALS.into_iter().find(|interval| format!("{}", interval / MINUTE) == minutes)?;
    (is_code(base) && is_code(quote)).then_some((base, quote, interval))
}

/// Writes a name of checked length into an array that the host has zeroed.
fn copy(name: &str, array: &mut [c_char], from: usize) {
    for (to, byte) in array.iter_mut().skip(from).zip(name.bytes()) {
        *to = byte as c_char;
    }
}

pub unsafe extern "C" fn identify(path: cw_text, identity: *mut cw_identity, error: *mut cw_error) -> cw_status {
    status(error, || {
        let Some((base, quote, interval)) = series(text(&path)) else {
            return Err(invalid(
                "not a file of Example Source; expected BASE-QUOTE_MINUTES.csv with 1, 5, 15, 60 or 1440 minutes, like \
                 BTC-USD_60.csv",
            ));
        };
        let identity = &mut *identity; // the host's, valid during the call
        identity.kind = CW_KIND_CANDLES;
        identity.interval = interval;
        copy(base, &mut identity.symbol, 0);
        copy("-", &mut identity.symbol, base.len());
        copy(quote, &mut identity.symbol, base.len() + 1);
        copy(base, &mut identity.base, 0);
        copy(quote, &mut identity.quote, 0);
        Ok(())
    })
}

/// One file, read line by line.
pub struct Session {
    file_name: Option<String>,
    interval: i64,
    start: i64,
    end: i64,
    /// Bytes and lines that are done, by an earlier session too.
    position: i64,
    line: i64,
    /// The open time of the newest candle.
    last: Option<i64>,
    /// From here on every line could be read; none behind one that was refused.
    run: Option<i64>,
}

impl Session {
    pub fn begin(query: &Query) -> Result<Self, Failure> {
        if query.kind != CW_KIND_CANDLES || !INTERVALS.contains(&query.interval) {
            return Err(invalid("Example Source's files hold candles of 1, 5, 15, 60 and 1440 minutes"));
        }
        if query.file_name.is_empty() {
            return Err(invalid("no file; expected a query for a file"));
        }
        let mut session = Session {
            file_name: Some(query.file_name.into()),
            interval: query.interval,
            start: query.start,
            end: query.end,
            position: 0,
            line: 0,
            last: None,
            run: None,
        };
        if !query.resume_token.is_empty() && session.go_to(query.resume_token).is_none() {
            return Err(invalid("the resume token is none of this adapter's; read the file anew"));
        }
        Ok(session)
    }

    /// "1 POSITION LINE LAST RUN", the last two `-` where there is none.
    fn go_to(&mut self, token: &str) -> Option<()> {
        let time = |word: &str| match word {
            "-" => Some(None),
            _ => word.parse().ok().filter(|time| (0..i64::MAX - DAY).contains(time)).map(Some),
        };
        let mut words = token.split(' ');
        let version = words.next()?;
        let position = words.next()?.parse().ok()?;
        let line = words.next()?.parse().ok()?;
        let last = time(words.next()?)?;
        let run = time(words.next()?)?;
        if version != "1" || position < 1 || line < 1 || words.next().is_some() {
            return None;
        }
        (self.position, self.line, self.last, self.run) = (position, line, last, run);
        Some(())
    }

    fn token(&self) -> String {
        let word = |time: Option<i64>| time.map_or("-".into(), |time| format!("{time}"));
        match self.position {
            0 => String::new(),
            position => format!("1 {position} {} {} {}", self.line, word(self.last), word(self.run)),
        }
    }

    /// The file, once.
    pub fn next_request(&mut self) -> Result<Option<Request>, Failure> {
        Ok(self.file_name.take().map(Request::file))
    }

    pub fn decode(&mut self, input: &Input, batch: &mut Batch) -> Result<Decoded, Failure> {
        if input.position < self.position {
            return self.skip(input);
        }
        let mut decoded = Decoded::default();
        while decoded.consumed < input.bytes.len() || self.line == 0 && input.is_last {
            let rest = input.bytes.get(decoded.consumed..).unwrap_or_default();
            let feed = rest.iter().take(LONGEST_LINE).position(|byte| *byte == b'\n');
            if feed.is_none() && rest.len() >= LONGEST_LINE {
                if decoded.consumed == 0 {
                    return Err(self.malformed("a line longer than 4 KiB; this is no file of Example Source"));
                }
                // An error makes the host drop what this call wrote: deliver that first.
                decoded.is_full = true;
                break;
            }
            if feed.is_none() && !input.is_last {
                break; // half a line: show me more
            }
            if !batch.has_room_for_row() || !batch.has_room_for_refusal() {
                decoded.is_full = true;
                break;
            }
            let line = rest.get(..feed.unwrap_or(rest.len())).unwrap_or_default();
            let length = line.len() + usize::from(feed.is_some());
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if self.line == 0 && line != line::HEADER {
                return Err(
                    self.malformed("the first line is not time,open,high,low,close,volume; is this the source?")
                );
            }
            self.line += 1;
            if self.line > 1 && !line.is_empty() {
                if let Err((code, reason)) = self.take(line, feed.is_some(), input.received_at, batch) {
                    let start = decoded.consumed;
                    batch.refuse(&Refusal { code, reason, row: self.line, start, end: start + line.len() });
                    // It may have been a candle: what lies between its neighbours is not asserted.
                    self.cover(&mut decoded);
                    self.run = None;
                }
            }
            self.position += length as i64;
            decoded.consumed += length;
        }
        self.cover(&mut decoded);
        decoded.resume_token = self.token();
        Ok(decoded)
    }

    /// Takes a line; or says why it cannot be used.
    fn take(
        &mut self,
        line: &[u8],
        is_whole: bool,
        received_at: i64,
        batch: &mut Batch,
    ) -> Result<(), (i32, &'static str)> {
        if !is_whole {
            return Err((CW_REJECT_COLUMNS, "the file ends in the middle of this line, or before its line feed"));
        }
        let candle = line::read(line, self.line, self.position)?;
        if floor(candle.time, self.interval) != candle.time {
            return Err((CW_REJECT_TIME, "the time is no start of an interval"));
        }
        if self.last.is_some_and(|last| candle.time <= last) {
            return Err((CW_REJECT_TIME, "the time is not behind that of the line before"));
        }
        if candle.time > received_at {
            return Err((CW_REJECT_TIME, "the candle begins after the file was read"));
        }
        if candle.time > received_at.saturating_sub(self.interval) {
            return Ok(()); // still forming
        }
        self.last = Some(candle.time);
        self.run = self.run.or(self.last);
        if (self.start..self.end).contains(&candle.time) {
            batch.push(&candle);
        }
        Ok(())
    }

    /// What the lines up to the newest candle prove: the source writes a line for every interval that had trades.
    fn cover(&mut self, decoded: &mut Decoded) {
        let (Some(run), Some(last)) = (self.run, self.last) else { return };
        let end = last.saturating_add(self.interval);
        self.run = Some(end); // what follows is asserted with what follows
        if run.max(self.start) < end.min(self.end) {
            decoded.covered.push(covered(run.max(self.start), end.min(self.end)));
        }
    }

    /// Passes over what an earlier session has read.
    fn skip(&self, input: &Input) -> Result<Decoded, Failure> {
        let ahead = usize::try_from(self.position.saturating_sub(input.position)).unwrap_or(usize::MAX);
        let count = input.bytes.len();
        if input.is_last && ahead > count {
            let message = "the file is shorter than when it was read before; read it anew";
            return Err(Failure::new(CW_ERROR_MALFORMED, message));
        }
        // Full: to be called again, for what is left of these bytes or for the end of the file.
        Ok(Decoded {
            consumed: ahead.min(count),
            is_full: input.is_last || ahead < count,
            resume_token: self.token(),
            ..Decoded::default()
        })
    }

    fn malformed(&self, message: &str) -> Failure {
        let mut failure = Failure::new(CW_ERROR_MALFORMED, message);
        (failure.row, failure.position) = (self.line + 1, self.position);
        failure
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_name() {
        assert_eq!(series("some/folder/BTC-USD_60.csv"), Some(("BTC", "USD", 60 * MINUTE)));
        for other in ["", "BTC-USD.csv", "BTCUSD_60.csv", "BTC-USD_7.csv", "BTC-USD_060.csv", "BTC-USD_60.csv.gz"] {
            assert_eq!(series(other), None, "{other}");
        }
    }
}
