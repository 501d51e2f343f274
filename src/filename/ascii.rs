//! A name in ASCII: what a letter is without its marks, and the letters that have a customary spelling.

use super::extensions::split;
use crate::chars;
use std::borrow::Cow;
use unicode_normalization::char::decompose_compatible;

/// Adds what a character outside ASCII becomes: letters and digits, `-` or `'`, nothing for a mark, otherwise `_`, once
/// for several. Never a dot, which could begin an extension, and nothing that is illegal in a name.
pub(super) fn push(c: char, out: &mut String) {
    if let Some(spelling) = spelling(c) {
        out.push_str(spelling);
        return;
    }
    decompose_compatible(c, |c| {
        if c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '(' | ')' | '+' | '=') {
            out.push(c);
        } else if let Some(spelling) = spelling(c) {
            out.push_str(spelling);
        } else if !chars::is_combining_mark(c) && !out.ends_with('_') {
            out.push('_');
        }
    });
}

fn spelling(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'ẞ' => "SS",
        'Æ' => "AE",
        'æ' => "ae",
        'Œ' => "OE",
        'œ' => "oe",
        'Ø' => "O",
        'ø' => "o",
        'Đ' | 'Ð' => "D",
        'đ' | 'ð' => "d",
        'Þ' => "Th",
        'þ' => "th",
        'Ł' => "L",
        'ł' => "l",
        'Ħ' => "H",
        'ħ' => "h",
        'ı' => "i",
        '‘' | '’' | '‚' | '‛' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' => "'",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        '×' => "x",
        _ => return None,
    })
}

/// The name with the fallback's stem, if no letter and no digit was left of its own.
pub(super) fn with_stem<'a>(name: Cow<'a, str>, fallback: &str) -> Cow<'a, str> {
    let (stem, extension) = split(&name);
    if stem.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
        return name;
    }
    let stem = split(fallback).0;
    Cow::Owned(match extension {
        Some(extension) if extension.bytes().any(|byte| byte.is_ascii_alphanumeric()) => {
            format!("{stem}.{extension}")
        }
        _ => stem.to_owned(),
    })
}
