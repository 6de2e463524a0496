//! Numbers as the ABI wants them.

pub const SECOND: i64 = 1_000_000_000;
pub const MINUTE: i64 = 60 * SECOND;
pub const DAY: i64 = 1440 * MINUTE;

/// The double nearest to a decimal number: 29000.5, -3, 1.188e-05. None for everything else: blanks, nan, nothing, and
/// what is beyond the largest double.
pub fn decimal(text: &[u8]) -> Option<f64> {
    if !is_decimal(text) {
        return None;
    }
    // Correctly rounded.
    let value: f64 = core::str::from_utf8(text).ok()?.parse().ok()?;
    value.is_finite().then_some(value)
}

/// `parse` takes more than sources send ("inf", ".5", "+1"), so the form is looked at first.
fn is_decimal(text: &[u8]) -> bool {
    let Some(rest) = digits(text.strip_prefix(b"-").unwrap_or(text)) else { return false };
    let rest = match rest.strip_prefix(b".") {
        None => rest,
        Some(fraction) => match digits(fraction) {
            None => return false,
            Some(rest) => rest,
        },
    };
    match rest {
        [] => true,
        [b'e' | b'E', b'+' | b'-', exponent @ ..] | [b'e' | b'E', exponent @ ..] => digits(exponent) == Some(&[]),
        _ => false,
    }
}

/// What stands behind one digit or more.
fn digits(text: &[u8]) -> Option<&[u8]> {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if count > 0 {
        text.get(count..)
    } else {
        None
    }
}

/// Whole seconds since 1970 as nanoseconds. None for what is none and for what does not fit.
pub fn seconds(text: &[u8]) -> Option<i64> {
    if text.len() > 10 || digits(text) != Some(&[]) {
        return None;
    }
    let seconds = text.iter().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    seconds.checked_mul(SECOND)
}

/// The largest multiple of `step` that is not above `time`, also before 1970.
pub fn floor(time: i64, step: i64) -> i64 {
    time.saturating_sub(time.rem_euclid(step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_the_nearest_doubles() {
        assert_eq!(decimal(b"29000.5"), Some(29000.5));
        assert_eq!(decimal(b"1.188e-05"), Some(1.188e-05));
        for none in ["", "-", "1.", ".5", "0x10", "nan", "inf", "+1", " 1", "1 ", "1e", "1e999", "1,5"] {
            assert_eq!(decimal(none.as_bytes()), None, "{none}");
        }
    }

    #[test]
    fn seconds_are_nanoseconds() {
        assert_eq!(seconds(b"1704067200"), Some(1_704_067_200 * SECOND));
        assert_eq!((seconds(b"9999999999"), seconds(b"-1"), seconds(b"")), (None, None, None));
        assert_eq!((floor(-1, SECOND), floor(SECOND, SECOND)), (-SECOND, SECOND));
    }
}
