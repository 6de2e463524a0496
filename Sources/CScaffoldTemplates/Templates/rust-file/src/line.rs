//! One line of a file: time,open,high,low,close,volume

use crate::abi::*;
use crate::batch::Candle;
use crate::number::{decimal, seconds};

/// The first line of every file of this source; a file without it is another source's.
pub const HEADER: &[u8] = b"time,open,high,low,close,volume";

/// Reads a line, which comes without its line feed; or says why it cannot be used, with the CW_REJECT_... for it.
pub fn read(line: &[u8], row: i64, position: i64) -> Result<Candle, (i32, &'static str)> {
    let mut fields: [&[u8]; 6] = [&[]; 6];
    let mut count = 0;
    for field in line.split(|byte| *byte == b',') {
        if let Some(place) = fields.get_mut(count) {
            *place = field;
        }
        count += 1;
    }
    if count != fields.len() {
        return Err((CW_REJECT_COLUMNS, "expected 6 columns: time, open, high, low, close, volume"));
    }
    let [time, open, high, low, close, volume] = fields;
    let value =
        |field| decimal(field).ok_or((CW_REJECT_NUMBER, "a price or the volume is no decimal number, like 42000.5"));
    Ok(Candle {
        time: seconds(time).ok_or((CW_REJECT_TIME, "the time is not seconds since 1970 (UTC), like 1704067200"))?,
        open: value(open)?,
        high: value(high)?,
        low: value(low)?,
        close: value(close)?,
        volume: value(volume)?,
        row,
        position,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::SECOND;

    #[test]
    fn a_line_of_six_columns_is_a_candle() {
        let candle = read(b"1704067200,1,2,0.5,1.5,1.19637e3", 2, 32).unwrap_or_else(|(_, reason)| panic!("{reason}"));
        assert_eq!((candle.time, candle.high, candle.volume), (1_704_067_200 * SECOND, 2.0, 1196.37));
    }

    #[test]
    fn a_line_that_is_none_says_why() {
        for (line, code) in [
            ("1704067200,1,2,0.5,1.5", CW_REJECT_COLUMNS),
            ("1704067200,1,2,0.5,1.5,10,3", CW_REJECT_COLUMNS),
            ("yesterday,1,2,0.5,1.5,10", CW_REJECT_TIME),
            ("1704067200,1,2,,1.5,10", CW_REJECT_NUMBER),
            ("1704067200,1,2,0.5,1.5,ten", CW_REJECT_NUMBER),
        ] {
            assert_eq!(read(line.as_bytes(), 1, 0).err().map(|problem| problem.0), Some(code), "{line}");
        }
    }
}
