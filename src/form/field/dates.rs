//! Dates and times of the crates for them, in the one form that pages send.

use super::text::read_plain;
use super::{FormField, FromForm};
use crate::Report;
use crate::form::fields::FieldKind;
use crate::form::filler::Filler;
use crate::form::input::{Input, wrong_type};
use crate::rules::calendar_date;
use std::fmt::Write as _;

/// Year, month and day, of the years 0 to 9999.
type Day = (u32, u32, u32);
/// Hour, minute, second and nanoseconds.
type Clock = (u32, u32, u32, u32);

/// `2024-02-29` (HTML, "valid date string").
fn day(text: &str) -> Option<Day> {
    calendar_date(text.as_bytes())
}

/// `08:30`, `08:30:59` or `08:30:59.999` (HTML, "valid time string"); up to nine digits of a fraction.
fn clock(text: &str) -> Option<Clock> {
    let (time, fraction) =
        text.split_once('.').map_or((text, None), |(time, fraction)| (time, Some(fraction)));
    let mut numbers = time.split(':').map(|number| {
        let is_two = number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit());
        if is_two { number.parse::<u32>().ok() } else { None }
    });
    let (hour, minute) = (numbers.next()??, numbers.next()??);
    let second = match numbers.next() {
        Some(second) => Some(second?),
        None => None,
    };
    let nanos = match fraction {
        None => 0,
        Some(digits) => {
            let is_whole = matches!(digits.len(), 1..=9) && digits.bytes().all(|byte| byte.is_ascii_digit());
            second.filter(|_| is_whole)?;
            format!("{digits:0<9}").parse().ok()?
        }
    };
    let is_time = numbers.next().is_none() && hour <= 23 && minute <= 59 && second.unwrap_or(0) <= 59;
    is_time.then_some((hour, minute, second.unwrap_or(0), nanos))
}

/// A date and a time with `T` or a space between them (HTML, "valid local date and time string").
fn moment(text: &str) -> Option<(Day, Clock)> {
    let (date, time) = text.split_once(['T', ' '])?;
    Some((day(date)?, clock(time)?))
}

fn write_day((year, month, day): Day) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

/// Seconds and their fraction only where they are not 0, as pages write a time.
fn write_clock((hour, minute, second, nanos): Clock) -> String {
    let mut text = format!("{hour:02}:{minute:02}");
    if (second, nanos) != (0, 0) {
        // Writing to a String cannot fail.
        let _ = write!(text, ":{second:02}");
    }
    if nanos != 0 {
        text.push_str(format!(".{nanos:09}").trim_end_matches('0'));
    }
    text
}

fn write_moment((day, clock): (Day, Clock)) -> String {
    format!("{}T{}", write_day(day), write_clock(clock))
}

/// A number of another crate's type, where it is of the range that a page can write.
fn number<N: TryInto<u32>>(number: N) -> Option<u32> {
    number.try_into().ok()
}

/// A date of these numbers; a year beyond 9999 is none that a page can write.
fn day_of(year: impl TryInto<u32>, month: impl TryInto<u32>, day: impl TryInto<u32>) -> Option<Day> {
    let year = number(year).filter(|year| *year <= 9999)?;
    Some((year, number(month)?, number(day)?))
}

/// Rows of a feature, a type, its kind and the word for it, how its text is taken apart, how it is made of the parts,
/// and how it is taken apart itself and written.
macro_rules! dates {
    ($(
        $feature:literal $type:ty: $kind:ident $word:literal, $apart:ident, $make:expr, $parts:expr, $write:ident;
    )*) => {$(
        #[cfg(feature = $feature)]
        #[cfg_attr(docsrs, doc(cfg(feature = $feature)))]
        impl FormField for $type {
            const KIND: FieldKind = FieldKind::$kind;

            fn fill(&self, into: &mut Filler<'_>) {
                let parts: fn(&Self) -> Option<_> = $parts;
                if let Some(parts) = parts(self) {
                    into.text(&$write(parts));
                }
            }
        }

        #[cfg(feature = $feature)]
        #[cfg_attr(docsrs, doc(cfg(feature = $feature)))]
        impl<C: ?Sized> FromForm<C> for $type {
            fn from_form(input: Input<'_>, _: &C) -> Result<Self, Report> {
                let make: fn(_) -> Option<Self> = $make;
                read_plain(input, |text| $apart(text).and_then(make).ok_or_else(|| wrong_type($word)))
            }
        }
    )*};
}
dates! {
    "jiff" jiff::civil::Date: Date "date", day, jiff_date, |date| day_of(date.year(), date.month(), date.day()), write_day;
    "jiff" jiff::civil::Time: Time "time", clock, jiff_time, |time| jiff_clock(*time), write_clock;
    "jiff" jiff::civil::DateTime: DateTime "datetime", moment,
        |(day, clock)| Some(jiff_date(day)?.to_datetime(jiff_time(clock)?)),
        |moment| Some((day_of(moment.year(), moment.month(), moment.day())?, jiff_clock(moment.time())?)), write_moment;
    "chrono" chrono::NaiveDate: Date "date", day, chrono_date, |date| chrono_day(*date), write_day;
    "chrono" chrono::NaiveTime: Time "time", clock, chrono_time, |time| Some(chrono_clock(*time)), write_clock;
    "chrono" chrono::NaiveDateTime: DateTime "datetime", moment,
        |(day, clock)| Some(chrono_date(day)?.and_time(chrono_time(clock)?)),
        |moment| Some((chrono_day(moment.date())?, chrono_clock(moment.time()))), write_moment;
    "time" time::Date: Date "date", day, time_date, |date| time_day(*date), write_day;
    "time" time::Time: Time "time", clock, time_time, |time| Some(time_clock(*time)), write_clock;
    "time" time::PrimitiveDateTime: DateTime "datetime", moment,
        |(day, clock)| Some(Self::new(time_date(day)?, time_time(clock)?)),
        |moment| Some((time_day(moment.date())?, time_clock(moment.time()))), write_moment;
}

#[cfg(feature = "jiff")]
fn jiff_date((year, month, day): Day) -> Option<jiff::civil::Date> {
    jiff::civil::Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

#[cfg(feature = "jiff")]
fn jiff_time((hour, minute, second, nanos): Clock) -> Option<jiff::civil::Time> {
    let (hour, minute, second) = (hour.try_into().ok()?, minute.try_into().ok()?, second.try_into().ok()?);
    jiff::civil::Time::new(hour, minute, second, nanos.try_into().ok()?).ok()
}

#[cfg(feature = "jiff")]
fn jiff_clock(time: jiff::civil::Time) -> Option<Clock> {
    Some((
        number(time.hour())?,
        number(time.minute())?,
        number(time.second())?,
        number(time.subsec_nanosecond())?,
    ))
}

#[cfg(feature = "chrono")]
fn chrono_date((year, month, day): Day) -> Option<chrono::NaiveDate> {
    chrono::NaiveDate::from_ymd_opt(year.try_into().ok()?, month, day)
}

#[cfg(feature = "chrono")]
fn chrono_time((hour, minute, second, nanos): Clock) -> Option<chrono::NaiveTime> {
    chrono::NaiveTime::from_hms_nano_opt(hour, minute, second, nanos)
}

#[cfg(feature = "chrono")]
fn chrono_day(date: chrono::NaiveDate) -> Option<Day> {
    use chrono::Datelike as _;
    day_of(date.year(), date.month(), date.day())
}

#[cfg(feature = "chrono")]
fn chrono_clock(time: chrono::NaiveTime) -> Clock {
    use chrono::Timelike as _;
    // A leap second is a second of more than a thousand million nanoseconds there.
    (time.hour(), time.minute(), time.second(), time.nanosecond().min(999_999_999))
}

#[cfg(feature = "time")]
fn time_date((year, month, day): Day) -> Option<time::Date> {
    let month = time::Month::try_from(u8::try_from(month).ok()?).ok()?;
    time::Date::from_calendar_date(year.try_into().ok()?, month, day.try_into().ok()?).ok()
}

#[cfg(feature = "time")]
fn time_time((hour, minute, second, nanos): Clock) -> Option<time::Time> {
    let (hour, minute, second) = (hour.try_into().ok()?, minute.try_into().ok()?, second.try_into().ok()?);
    time::Time::from_hms_nano(hour, minute, second, nanos).ok()
}

#[cfg(feature = "time")]
fn time_day(date: time::Date) -> Option<Day> {
    day_of(date.year(), u8::from(date.month()), date.day())
}

#[cfg(feature = "time")]
fn time_clock(time: time::Time) -> Clock {
    (time.hour().into(), time.minute().into(), time.second().into(), time.nanosecond())
}

#[cfg(test)]
mod tests {
    use super::{clock, moment, write_clock};

    #[test]
    fn times_are_those_of_html() {
        for (text, expected) in [
            ("08:30", Some((8, 30, 0, 0))),
            ("08:30:59", Some((8, 30, 59, 0))),
            ("08:30:59.5", Some((8, 30, 59, 500_000_000))),
            ("8:30", None),
            ("24:00", None),
            ("08:60", None),
            ("08:30:60", None),
            ("08:30.5", None),
            ("08:30:", None),
            ("08", None),
            ("08:30:59.", None),
            ("+8:30", None),
        ] {
            assert_eq!(clock(text), expected, "{text}");
            if let Some(time) = expected {
                assert_eq!(clock(&write_clock(time)), expected);
            }
        }
        assert!(moment("2024-02-29T08:30").is_some() && moment("2024-02-29 08:30").is_some());
        assert!(moment("2023-02-29T08:30").is_none() && moment("2024-02-29").is_none());
    }
}
