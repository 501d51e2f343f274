//! The dates of `Expires`, as Chromium reads them (RFC 6265 section 5.1.1, with any order of the parts).

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Seconds since 1970, or `None` for what is no date: the cookie then ends with the browser's session.
pub(super) fn parse(text: &str) -> Option<i64> {
    let (mut day, mut month, mut year, mut time) = (None, None, None, None);
    for token in text.split(is_delimiter).filter(|token| !token.is_empty()) {
        let digits = token.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            month = month.or_else(|| month_of(token));
        } else if token.contains(':') {
            time = time.or_else(|| time_of(token));
        } else if day.is_none() && token.len() <= 2 {
            day = Some(number(&token[..digits]));
        } else if year.is_none() && token.len() <= 5 {
            year = Some(number(&token[..digits]));
        }
    }
    let year = match year? {
        year @ 70..=99 => year + 1900,
        year @ 0..=69 => year + 2000,
        year => year,
    };
    seconds(year, month?, day?, time?)
}

/// All marks but the colon of a time.
fn is_delimiter(c: char) -> bool {
    c == '\t' || c == ' ' || c.is_ascii_punctuation() && c != ':'
}

fn month_of(token: &str) -> Option<i64> {
    let start = token.get(..3)?;
    let at = MONTHS.iter().position(|month| start.eq_ignore_ascii_case(month))?;
    i64::try_from(at + 1).ok()
}

/// `hh:mm:ss` of one or two digits each, whatever follows.
fn time_of(token: &str) -> Option<[i64; 3]> {
    let mut parts = token.split(':');
    let mut part = || {
        let part = parts.next()?;
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        (digits > 0).then(|| number(&part[..digits.min(2)]))
    };
    Some([part()?, part()?, part()?])
}

/// Of at most five digits.
fn number(digits: &str) -> i64 {
    digits.bytes().fold(0, |number, digit| number * 10 + i64::from(digit - b'0'))
}

/// `None` for a date that no calendar has.
fn seconds(year: i64, month: i64, day: i64, [hour, minute, second]: [i64; 3]) -> Option<i64> {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if !(1..=last).contains(&day) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    // Days since 0000-03-01, so that the leap day is a year's last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let days = days + (153 * month + 2) / 5 + day - 1 - 719_468;
    Some(days * 86_400 + hour * 3600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn dates_are_read_as_chromium_reads_them() {
        for (text, expected) in [
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
            ("Wed, 21 Oct 2015 07:28:00 GMT", Some(1_445_412_480)),
            ("Wednesday, 21-Oct-15 07:28:00 GMT", Some(1_445_412_480)),
            ("\"Wed, 21 Oct 2015 07:28:00 GMT\"", Some(1_445_412_480)),
            ("07:28:00 October 21 2015", Some(1_445_412_480)),
            ("Tue, 29 Feb 2028 12:00:00 GMT", Some(1_835_438_400)),
            ("Sun, 29 Feb 2027 12:00:00 GMT", None),
            ("01 Jan 99 00:00:00", Some(915_148_800)),
            ("2026-01-01T00:00:00Z", None),
            ("tomorrow", None),
            ("", None),
            ("32 Jan 2030 00:00:00", None),
            ("1 Jan 2030 24:00:00", None),
            ("1 Jan 2030", None),
            ("1 Jan 1970 000:00:00", Some(0)),
            ("1 Jan 1970 00:00:000", Some(0)),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
    }
}
