//! Dates and times as ISO 8601 and RFC 3339 write them.

use super::rule::{looks_like, text_rule};

text_rule! {
    /// A date of the calendar: `2024-02-29`, in the one form that RFC 3339 and HTML share.
    ///
    /// # Guarantees
    /// The day is one that the month has, in leap years too; years from 0000 to 9999, Gregorian throughout.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::iso_date().check("2024-02-29").is_ok());
    /// for refused in ["2023-02-29", "2024-1-1", "2024/01/01", "20240101", "2024-01-01T00:00:00Z"] {
    ///     assert_eq!(rules::iso_date().check(refused).unwrap_err().code(), "iso_date");
    /// }
    /// ```
    iso_date -> IsoDate;
    "iso_date", "the text is no date", "write the date as year, month and day: 2024-02-29";
    |text: &str| date(text.as_bytes()).is_some();
    // `type=date` takes no year 0.
    says |info| looks_like(info, "[0-9]{4}-[0-9]{2}-[0-9]{2}").with_schema("format", "date")
}

text_rule! {
    /// A moment as RFC 3339 writes it: date, `T`, time with seconds, and `Z` or the distance from UTC.
    ///
    /// # Guarantees
    /// A date that the calendar has, hours up to 23; a second 60 only where it is 23:59 in UTC, as a leap second is.
    /// `T` and `Z` may be small letters; fractions have any number of digits, up to 64 bytes altogether.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::iso_datetime().check("2024-02-29T12:34:56.789+01:00").is_ok());
    /// for refused in ["2024-02-29T12:34Z", "2024-02-29T12:34:56", "2024-02-29T24:00:00Z", "2023-02-29T00:00:00Z"] {
    ///     assert_eq!(rules::iso_datetime().check(refused).unwrap_err().code(), "iso_datetime");
    /// }
    /// ```
    iso_datetime -> IsoDateTime;
    "iso_datetime", "the text is no date with time and distance from UTC",
    "write date, time and distance from UTC, as in 2024-02-29T12:34:56Z";
    |text: &str| moment(text).is_some();
    says |info| looks_like(
        info,
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+\-][0-9]{2}:[0-9]{2})",
    ).with_schema("format", "date-time")
}

text_rule! {
    /// A time of the day: `23:59`, `23:59:59` or `23:59:59.999`, with at most nine digits of a fraction, and without a
    /// distance from UTC.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::iso_time().check("08:30").is_ok());
    /// for refused in ["8:30", "24:00", "08:60", "08:30:60", "08:30Z"] {
    ///     assert_eq!(rules::iso_time().check(refused).unwrap_err().code(), "iso_time");
    /// }
    /// ```
    iso_time -> IsoTime;
    "iso_time", "the text is no time of the day", "write hours and minutes, as in 08:30";
    is_time;
    // Browsers refuse seconds where a time has no `step`.
    says |info| looks_like(info, r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?")
}

/// Year, month and day of a text of ten bytes.
pub(crate) fn date(text: &[u8]) -> Option<(u32, u32, u32)> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = text else { return None };
    let year = two(*y0, *y1)? * 100 + two(*y2, *y3)?;
    let (month, day) = (two(*m0, *m1)?, two(*d0, *d1)?);
    let days = match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=days).contains(&day).then_some((year, month, day))
}

/// The number of two digits.
fn two(tens: u8, ones: u8) -> Option<u32> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens <= 9 && ones <= 9).then(|| u32::from(tens) * 10 + u32::from(ones))
}

/// Hour, minute and second of a text of eight bytes; the second may be 60.
fn clock(text: &[u8]) -> Option<(u32, u32, u32)> {
    let [h0, h1, b':', m0, m1, b':', s0, s1] = text else { return None };
    let (hour, minute, second) = (two(*h0, *h1)?, two(*m0, *m1)?, two(*s0, *s1)?);
    (hour <= 23 && minute <= 59 && second <= 60).then_some((hour, minute, second))
}

/// The minutes in UTC since a day long ago, the second, and the digits of its fraction without zeros at the end: so
/// moments compare.
pub(super) fn moment(text: &str) -> Option<(i64, u32, &[u8])> {
    if text.len() > 64 {
        return None;
    }
    let bytes = text.as_bytes();
    let (day, rest) = bytes.split_at_checked(10)?;
    let (year, month, day) = date(day)?;
    let (b'T' | b't', rest) = rest.split_first()? else { return None };
    let (time, rest) = rest.split_at_checked(8)?;
    let (hour, minute, second) = clock(time)?;
    let (fraction, zone) = match rest {
        [b'.', rest @ ..] => {
            let end = rest.iter().position(|byte| !byte.is_ascii_digit())?;
            if end == 0 {
                return None;
            }
            rest.split_at(end)
        }
        _ => (&[][..], rest),
    };
    let ahead = match zone {
        [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), h0, h1, b':', m0, m1] => {
            let (hours, minutes) = (two(*h0, *h1)?, two(*m0, *m1)?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let ahead = i64::from(hours * 60 + minutes);
            if *sign == b'+' { ahead } else { -ahead }
        }
        _ => return None,
    };
    let minutes = (days(year, month, day) * 24 + i64::from(hour)) * 60 + i64::from(minute) - ahead;
    if second == 60 && minutes.rem_euclid(24 * 60) != 24 * 60 - 1 {
        return None;
    }
    let zeros = fraction.iter().rev().take_while(|digit| **digit == b'0').count();
    Some((minutes, second, &fraction[..fraction.len() - zeros]))
}

/// The days before a date since some first of March, so that a leap day is the last of its year; four hundred years are
/// added, after which leap years repeat, so that there is a year before the first.
fn days(year: u32, month: u32, day: u32) -> i64 {
    let (year, month) = if month > 2 { (year + 400, month - 3) } else { (year + 399, month + 9) };
    i64::from(year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day)
}

pub(crate) fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    if let [h0, h1, b':', m0, m1] = bytes {
        return clock(&[*h0, *h1, b':', *m0, *m1, b':', b'0', b'0']).is_some();
    }
    bytes.split_at_checked(8).is_some_and(|(time, fraction)| {
        clock(time).is_some_and(|(_, _, second)| second < 60)
            && match fraction {
                [] => true,
                [b'.', digits @ ..] => matches!(digits.len(), 1..=9) && digits.iter().all(u8::is_ascii_digit),
                _ => false,
            }
    })
}
