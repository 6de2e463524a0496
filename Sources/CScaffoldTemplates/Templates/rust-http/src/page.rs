//! One reply of the source, read whole: {"candles":[[seconds,"open","high","low","close","volume"],...]}

use crate::abi::*;
use crate::batch::{Candle, Refusal};
use crate::entry::covered;
use crate::number::{decimal, floor, seconds};
use alloc::vec::Vec;

/// The most candles in one reply: the `limit` of a request.
pub const ROWS: usize = 300;

/// What the reply was asked for: open times from `start` on and before `end`.
#[derive(Clone, Copy)]
pub struct Window {
    pub start: i64,
    pub end: i64,
    pub interval: i64,
}

#[derive(Default)]
pub struct Page {
    /// Closed, inside the window, ascending.
    pub candles: Vec<Candle>,
    pub refusals: Vec<Refusal>,
    /// What the reply proves.
    pub covered: Vec<cw_assertion>,
}

/// What is wrong with the whole of a reply, and at which byte.
#[derive(Debug)]
pub struct Malformed(pub &'static str, pub usize);

/// A number, or what stands between quotes.
#[derive(Clone, Copy)]
struct Field<'a> {
    text: &'a [u8],
    is_text: bool,
}

/// A place in the reply.
struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Scanner<'a> {
    fn skip_blanks(&mut self) {
        self.skip(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    }

    /// Steps over what fits, and gives it.
    fn skip(&mut self, fits: impl Fn(u8) -> bool) -> &'a [u8] {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(|byte| fits(*byte)) {
            self.at += 1;
        }
        &self.bytes[start..self.at]
    }

    /// Steps over one character, and the blanks before it.
    fn take(&mut self, expected: u8) -> bool {
        self.skip_blanks();
        let is_there = self.bytes.get(self.at) == Some(&expected);
        self.at += usize::from(is_there);
        is_there
    }

    fn expect(&mut self, expected: u8) -> Result<(), Malformed> {
        if self.take(expected) {
            Ok(())
        } else {
            Err(self.malformed())
        }
    }

    /// A string of plain ASCII, which is all this source sends, or a number.
    fn field(&mut self) -> Result<Field<'a>, Malformed> {
        let is_text = self.take(b'"');
        let text = if is_text {
            self.skip(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\')
        } else {
            self.skip(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte))
        };
        if is_text && self.bytes.get(self.at) != Some(&b'"') || !is_text && text.is_empty() {
            return Err(self.malformed());
        }
        self.at += usize::from(is_text);
        Ok(Field { text, is_text })
    }

    /// `[a, b, ...]`: its first six fields, and how many there are.
    fn record(&mut self) -> Result<([Field<'a>; 6], usize), Malformed> {
        let mut fields = [Field { text: b"", is_text: false }; 6];
        let mut count = 0;
        self.expect(b'[')?;
        loop {
            let field = self.field()?;
            if let Some(place) = fields.get_mut(count) {
                *place = field;
            }
            count += 1;
            if !self.take(b',') {
                break;
            }
        }
        self.expect(b']')?;
        Ok((fields, count))
    }

    fn malformed(&self) -> Malformed {
        Malformed(
            "the reply is not {\"candles\":[[seconds,\"open\",\"high\",\"low\",\"close\",\"volume\"],...]}",
            self.at,
        )
    }
}

/// Makes a candle of a record's fields; or says why it cannot be used.
fn candle(fields: &[Field; 6], count: usize) -> Result<Candle, (i32, &'static str)> {
    if count != fields.len() {
        return Err((CW_REJECT_COLUMNS, "expected 6 fields: seconds, open, high, low, close, volume"));
    }
    let [time, values @ ..] = fields;
    let time = if time.is_text { None } else { seconds(time.text) };
    let time = time.ok_or((CW_REJECT_TIME, "the time is not seconds since 1970 (UTC), like 1704067200"))?;
    let value = |place: usize| {
        let field: &Field = &values[place];
        let value = if field.is_text { decimal(field.text) } else { None };
        value.ok_or((CW_REJECT_NUMBER, "a price or the volume is no decimal number in quotes, like \"42000.5\""))
    };
    Ok(Candle {
        time,
        open: value(0)?,
        high: value(1)?,
        low: value(2)?,
        close: value(3)?,
        volume: value(4)?,
        row: 0,
        position: 0,
    })
}

/// Why the source cannot have sent a candle of that time here.
fn problem(time: i64, last: Option<i64>, interval: i64, received_at: i64) -> Option<&'static str> {
    if floor(time, interval) != time {
        return Some("the time is no start of an interval");
    }
    if last.is_some_and(|last| time <= last) {
        return Some("the time is not behind that of the candle before");
    }
    (time > received_at).then_some("the candle begins after the reply came")
}

impl Page {
    /// Reads the whole of a reply. A candle that ends after `received_at` is still forming, and left out.
    pub fn read(bytes: &[u8], window: Window, received_at: i64) -> Result<Page, Malformed> {
        let mut page = Page::default();
        let mut scanner = Scanner { bytes, at: 0 };
        scanner.expect(b'{')?;
        let name = scanner.field()?;
        if !name.is_text || name.text != b"candles" {
            return Err(scanner.malformed());
        }
        scanner.expect(b':')?;
        scanner.expect(b'[')?;
        // The source gives every interval that had trades: the others had none. Of what lies between a record that was
        // refused and its neighbours nothing is known, so a run of proof ends there and begins anew behind it.
        let mut run = Some(window.start);
        let mut last = None;
        let mut row = 0;
        if !scanner.take(b']') {
            loop {
                scanner.skip_blanks();
                let start = scanner.at;
                let (fields, count) = scanner.record()?;
                row += 1;
                if row > ROWS {
                    return Err(Malformed("the reply has more candles than were asked for", start));
                }
                let judged = candle(&fields, count).and_then(|candle| {
                    match problem(candle.time, last, window.interval, received_at) {
                        Some(reason) => Err((CW_REJECT_TIME, reason)),
                        None => Ok(candle),
                    }
                });
                match judged {
                    Err((code, reason)) => {
                        page.refusals.push(Refusal { code, reason, row: row as i64, start, end: scanner.at });
                        if let (Some(run), Some(last)) = (run, last) {
                            page.cover(window, run, last + window.interval);
                        }
                        run = None;
                    }
                    Ok(mut candle) => {
                        run = run.or(Some(candle.time));
                        last = Some(candle.time);
                        let is_closed = candle.time <= received_at.saturating_sub(window.interval);
                        if is_closed && (window.start..window.end).contains(&candle.time) {
                            (candle.row, candle.position) = (row as i64, start as i64);
                            page.candles.push(candle);
                        }
                    }
                }
                if !scanner.take(b',') {
                    break;
                }
            }
            scanner.expect(b']')?;
        }
        scanner.expect(b'}')?;
        scanner.skip_blanks();
        if scanner.at != bytes.len() {
            return Err(scanner.malformed());
        }
        if let Some(run) = run {
            // The candle that is forming when the reply comes is not in it.
            page.cover(window, run, floor(received_at, window.interval));
        }
        Ok(page)
    }

    /// What is proved, as far as it was asked for.
    fn cover(&mut self, window: Window, start: i64, end: i64) {
        let (start, end) = (start.max(window.start), end.min(window.end));
        if start < end {
            self.covered.push(covered(start, end));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::SECOND;

    const START: i64 = 1_704_067_200 * SECOND;
    const HOUR: i64 = 3600 * SECOND;

    fn read(text: &str) -> Result<Page, Malformed> {
        let window = Window { start: START, end: START + 4 * HOUR, interval: HOUR };
        Page::read(text.as_bytes(), window, START + 2 * HOUR)
    }

    #[test]
    fn forming_candles_are_left_out() {
        let page = read(r#"{"candles":[[1704067200,"1","2","0.5","1.5","10"],[1704074400,"1","2","0.5","1.5","10"]]}"#);
        let page = page.unwrap();
        assert_eq!((page.candles.len(), page.candles[0].high, page.candles[0].row), (1, 2.0, 1));
        assert_eq!((page.covered[0].start, page.covered[0].end), (START, START + 2 * HOUR));
    }

    #[test]
    fn a_record_that_is_none_is_refused_and_its_place_not_proved() {
        let page = read(r#"{"candles":[[1704067200,"?","2","0.5","1.5","10"],[1704070800,"1","2","0.5","1.5","10"]]}"#);
        let page = page.unwrap();
        assert_eq!((page.candles.len(), page.refusals[0].code), (1, CW_REJECT_NUMBER));
        assert_eq!(page.covered[0].start, START + HOUR);
    }

    #[test]
    fn a_reply_that_is_none_is_malformed() {
        for text in ["", "[]", "{}", r#"{"candles":[]"#, r#"{"candles":[]}x"#, r#"{"candles":[[]]}"#, "<html>"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
