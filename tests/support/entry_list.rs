//! What a browser sends of a form: the page as html5ever reads it, each control with its value as HTML sanitizes it.

use html5ever::tendril::TendrilSink as _;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// Names and values in the order of the page (HTML, "constructing the entry list"), with line ends as they are sent.
pub fn of(page: &str) -> Vec<(String, String)> {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(page);
    let mut entries = Entries::default();
    entries.visit(&dom.document);
    let sent = entries.sent.into_iter().map(|(name, value)| (name, value.replace('\n', "\r\n")));
    sent.collect()
}

#[derive(Default)]
struct Entries {
    sent: Vec<(String, String)>,
    /// The place of each group's ticked radio button, of which the last one counts.
    radios: std::collections::HashMap<String, usize>,
}

impl Entries {
    fn visit(&mut self, node: &Handle) {
        match element(node).as_deref() {
            Some("input") => self.input(node),
            Some("textarea") => self.push(node, lines(&text(node))),
            Some("select") => self.select(node),
            _ => node.children.borrow().iter().for_each(|child| self.visit(child)),
        }
    }

    fn push(&mut self, node: &Handle, value: String) {
        if let Some(name) =
            attr(node, "name").filter(|name| !name.is_empty() && attr(node, "disabled").is_none())
        {
            self.sent.push((name, value));
        }
    }

    fn input(&mut self, node: &Handle) {
        let kind = attr(node, "type").unwrap_or_default().to_ascii_lowercase();
        let value = attr(node, "value");
        match &*kind {
            "checkbox" | "radio" if attr(node, "checked").is_none() => {}
            "radio" => {
                let group = attr(node, "name").unwrap_or_default();
                let value = value.unwrap_or_else(|| "on".to_owned());
                if let Some(place) = self.radios.get(&group) {
                    self.sent[*place].1 = value;
                } else {
                    self.radios.insert(group, self.sent.len());
                    self.push(node, value);
                }
            }
            "checkbox" => self.push(node, value.unwrap_or_else(|| "on".to_owned())),
            "submit" | "button" | "image" | "reset" => {}
            "file" => self.push(node, String::new()),
            kind => self.push(node, sanitized(kind, &lines(&value.unwrap_or_default()))),
        }
    }

    fn select(&mut self, node: &Handle) {
        let mut options = vec![];
        gather(node, &mut options);
        let is_multiple = attr(node, "multiple").is_some();
        let mut chosen: Vec<&Handle> =
            options.iter().filter(|option| attr(option, "selected").is_some()).collect();
        if !is_multiple {
            chosen = chosen.pop().or(options.first()).into_iter().collect();
        }
        for option in chosen {
            self.push(node, attr(option, "value").unwrap_or_else(|| text(option)));
        }
    }
}

fn gather(node: &Handle, options: &mut Vec<Handle>) {
    for child in node.children.borrow().iter() {
        if element(child).as_deref() == Some("option") {
            options.push(child.clone());
        }
        gather(child, options);
    }
}

fn element(node: &Handle) -> Option<String> {
    if let NodeData::Element { name, .. } = &node.data { Some(name.local.to_string()) } else { None }
}

fn attr(node: &Handle, wanted: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else { return None };
    attrs.borrow().iter().find(|attr| &*attr.name.local == wanted).map(|attr| attr.value.to_string())
}

fn text(node: &Handle) -> String {
    let mut all = String::new();
    for child in node.children.borrow().iter() {
        if let NodeData::Text { contents } = &child.data {
            all.push_str(&contents.borrow());
        }
    }
    all
}

fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// HTML, "value sanitization algorithm", of each type of `input`.
fn sanitized(kind: &str, value: &str) -> String {
    let one_line = value.replace('\n', "");
    let only = |is_valid: bool| if is_valid { value.to_owned() } else { String::new() };
    match kind {
        "hidden" => value.to_owned(),
        "email" | "url" => one_line.trim_matches([' ', '\t', '\x0C']).to_owned(),
        "number" => only(is_number(value)),
        "date" => only(is_date(value)),
        "time" => only(is_time(value)),
        "datetime-local" => {
            let parts = value.split_once(['T', ' ']);
            match parts.filter(|(date, time)| is_date(date) && is_time(time)) {
                None => String::new(),
                Some((date, time)) => {
                    let (time, fraction) = time.split_once('.').unwrap_or((time, ""));
                    let fraction = fraction.trim_end_matches('0');
                    match (time.strip_suffix(":00").filter(|time| time.len() == 5), fraction) {
                        (Some(time), "") => format!("{date}T{time}"),
                        (None, "") => format!("{date}T{time}"),
                        _ => format!("{date}T{time}.{fraction}"),
                    }
                }
            }
        }
        _ => one_line,
    }
}

/// "Valid floating-point number", which a `f64` can hold.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let plain = text.strip_prefix('-').unwrap_or(text);
    let (number, exponent) =
        plain.split_once(['e', 'E']).map_or((plain, "0"), |(number, exponent)| (number, exponent));
    let is_valid = match number.split_once('.') {
        Some((whole, fraction)) => (whole.is_empty() || digits(whole)) && digits(fraction),
        None => digits(number),
    };
    let is_small = text.parse::<f64>().is_ok_and(f64::is_finite);
    is_valid && digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)) && is_small
}

/// "Valid date string".
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = &parts[..] else { return false };
    let is_digits = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if !is_digits || year.len() < 4 || month.len() != 2 || day.len() != 2 {
        return false;
    }
    let number = |text: &str| text.parse::<u32>().unwrap_or(0);
    let (year, month, day) = (number(year), number(month), number(day));
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(is_leap),
        _ => 0,
    };
    year > 0 && (1..=days).contains(&day)
}

/// "Valid time string".
fn is_time(text: &str) -> bool {
    let (clock, fraction) = text.split_once('.').map_or((text, None), |(clock, rest)| (clock, Some(rest)));
    let parts: Vec<&str> = clock.split(':').collect();
    let is_two = |part: &&str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let below =
        |at: usize, limit: u8| parts.get(at).is_none_or(|part| part.parse().is_ok_and(|n: u8| n < limit));
    let has_fraction = fraction.is_none_or(|fraction| {
        parts.len() == 3
            && (1..=3).contains(&fraction.len())
            && fraction.bytes().all(|byte| byte.is_ascii_digit())
    });
    (2..=3).contains(&parts.len())
        && parts.iter().all(is_two)
        && below(0, 24)
        && below(1, 60)
        && below(2, 60)
        && has_fraction
}
