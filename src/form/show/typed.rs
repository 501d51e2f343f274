//! Which type of control brings back what was typed: a browser empties or changes a value that its type does not take.

use super::attributes::Limits;
use super::place::Place;
use crate::form::field::{is_integer, is_number};
use crate::form::fields::FieldKind;
use crate::rules::{calendar_date, is_iso_time};

/// The `type` of an `input` for this field and this value.
pub(super) fn of(place: &Place<'_>, limits: &Limits, value: &str) -> &'static str {
    if place.is_secret {
        return "password";
    }
    let word = match place.kind {
        FieldKind::Integer(..) if value.is_empty() || is_integer(value) => "number",
        FieldKind::Integer(..) => "text",
        FieldKind::Number => "number",
        FieldKind::Date => "date",
        FieldKind::Time => "time",
        FieldKind::DateTime => "datetime-local",
        FieldKind::File => "file",
        FieldKind::Bool => "checkbox",
        _ => limits.word.unwrap_or("text"),
    };
    if shows(word, value) { word } else { "text" }
}

/// Whether a control of this type shows the value as it is (HTML, "value sanitization algorithm").
pub(super) fn shows(word: &str, value: &str) -> bool {
    let is_bare = !value.starts_with(is_space) && !value.ends_with(is_space) && !value.contains('\n');
    value.is_empty()
        || match word {
            "number" => is_number(value) && value.parse::<f64>().is_ok_and(f64::is_finite),
            "date" => calendar_date(value.as_bytes()).is_some_and(|(year, _, _)| year > 0),
            "time" => is_shortest_time(value),
            "datetime-local" => value.split_once('T').is_some_and(|(date, time)| {
                shows("date", date) && !date.is_empty() && is_shortest_time(time)
            }),
            // A host of letters beyond ASCII may come back in another spelling.
            "email" => is_bare && value.is_ascii(),
            "url" => is_bare,
            _ => true,
        }
}

/// The white space that browsers strip.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\x0C' | '\r')
}

/// A time without a part that could be left out, which is how browsers write one.
fn is_shortest_time(time: &str) -> bool {
    let is_shortest = match time.split_once('.') {
        Some((_, fraction)) => fraction.len() <= 3 && !fraction.ends_with('0'),
        None => time.len() == 5 || !time.ends_with(":00"),
    };
    is_iso_time(time) && is_shortest
}

#[cfg(test)]
mod tests {
    use super::shows;

    #[test]
    fn a_control_shows_what_its_type_takes() {
        for (word, shown, not) in [
            ("number", &["", "5", "-.5e3", "007"][..], &["twenty", " 5", "1e999", "+5", "5."][..]),
            ("date", &["2024-02-29"], &["0000-01-01", "2023-02-29", "x", "2024-2-1"]),
            (
                "time",
                &["08:30", "08:30:59", "08:30:59.5"],
                &["08:30:00", "8:30", "08:30:59.1234", "08:30:59.50"],
            ),
            (
                "datetime-local",
                &["2024-02-29T08:30"],
                &["2024-02-29 08:30", "2024-02-29", "T08:30", "2024-02-29T08:30:00"],
            ),
            ("email", &["a@b.co", "nonsense"], &[" a@b.co", "a@b.co\n", "a@bü.co"]),
            ("url", &["https://a/", "x y"], &["https://a/ ", "https://a\n/"]),
            ("text", &["anything", " "], &[]),
        ] {
            for value in shown {
                assert!(shows(word, value), "{word} {value:?}");
            }
            for value in not {
                assert!(!shows(word, value), "{word} {value:?}");
            }
        }
    }
}
