//! The host's columns, and what goes into them.

use crate::abi::*;

pub struct Candle {
    /// Its open, ns UTC.
    pub time: i64,
    pub open: f64,
    pub high: f64,
    pub low: f64,
    pub close: f64,
    pub volume: f64,
    /// Its record of the reply, from 1, and that record's first byte.
    pub row: i64,
    pub position: i64,
}

/// A record that was read past; `start` and `end` are its place in the bytes of this call.
pub struct Refusal {
    pub code: i32,
    pub reason: &'static str,
    pub row: i64,
    pub start: usize,
    pub end: usize,
}

/// Where a session writes. What does not fit is not written: ask for room first.
pub struct Batch<'a> {
    candles: &'a cw_candles,
    rejects: &'a cw_rejects,
    capacity: usize,
    bytes: &'a [u8],
    position: i64,
    rows: usize,
    refusals: usize,
}

impl<'a> Batch<'a> {
    pub fn new(
        candles: &'a cw_candles,
        capacity: usize,
        rejects: &'a cw_rejects,
        bytes: &'a [u8],
        position: i64,
    ) -> Self {
        Batch { candles, rejects, capacity, bytes, position, rows: 0, refusals: 0 }
    }

    /// How many there are in it.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many there are in it.
    pub fn refusals(&self) -> usize {
        self.refusals
    }

    pub fn has_room_for_row(&self) -> bool {
        self.rows < self.capacity
    }

    /// Always so when the host does not want refusals: then they are dropped.
    pub fn has_room_for_refusal(&self) -> bool {
        self.rejects.capacity == 0 || (self.refusals as u64) < self.rejects.capacity
    }

    pub fn push(&mut self, candle: &Candle) {
        if !self.has_room_for_row() {
            return;
        }
        let (columns, i) = (self.candles, self.rows);
        // The host's columns have `capacity` elements, and `i` is below it.
        unsafe {
            *columns.open_time.add(i) = candle.time;
            *columns.open.add(i) = candle.open;
            *columns.high.add(i) = candle.high;
            *columns.low.add(i) = candle.low;
            *columns.close.add(i) = candle.close;
            *columns.volume.add(i) = candle.volume;
            *columns.vwap.add(i) = f64::NAN; // this source does not tell it
            *columns.trades.add(i) = -1;
            *columns.symbol.add(i) = 0;
            *columns.flags.add(i) = CW_CANDLE_FINAL;
            *columns.row.add(i) = candle.row;
            *columns.position.add(i) = candle.position;
        }
        self.rows += 1;
    }

    pub fn refuse(&mut self, refusal: &Refusal) {
        if self.rejects.capacity == 0 || !self.has_room_for_refusal() {
            return;
        }
        let (columns, i) = (self.rejects, self.refusals);
        let raw = self.bytes.get(refusal.start..refusal.end).unwrap_or_default();
        // As above; both texts live longer than this call: a constant, and the input.
        unsafe {
            *columns.row.add(i) = refusal.row;
            *columns.position.add(i) = self.position + refusal.start as i64;
            *columns.code.add(i) = refusal.code;
            *columns.reason.add(i) = c_text(refusal.reason.as_bytes());
            *columns.raw.add(i) = c_text(raw);
        }
        self.refusals += 1;
    }
}

/// Bytes for the host; they have to live as the ABI says.
pub fn c_text(bytes: &[u8]) -> cw_text {
    cw_text { bytes: bytes.as_ptr().cast(), length: bytes.len() as u64 }
}
