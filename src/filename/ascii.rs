//! A name in ASCII: what a letter is without its marks, and the letters that have a customary spelling.

use super::extensions::split;
use crate::chars;
use std::borrow::Cow;
use unicode_normalization::char::decompose_compatible;

/// Adds what a character outside ASCII becomes: letters and digits, `-` or `'`, nothing for a mark, otherwise `_`, once
/// for several. Never a dot, which could begin an extension, and nothing that is illegal in a name. The answer is
/// whether a letter of another script was spelled.
pub(super) fn push(c: char, transliterates: bool, out: &mut String) -> bool {
    if let Some(spelling) = spelling(c) {
        out.push_str(spelling);
        return false;
    }
    if transliterates && push_other_script(c, out) {
        return true;
    }
    decompose_compatible(c, |c| {
        if is_kept(c) {
            out.push(c);
        } else if let Some(spelling) = spelling(c) {
            out.push_str(spelling);
        } else if !chars::is_combining_mark(c) && !out.ends_with('_') {
            out.push('_');
        }
    });
    false
}

fn is_kept(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '(' | ')' | '+' | '=')
}

/// Adds the spelling of a character that is not one of ASCII with marks or in another form; as a whole, because `й`
/// is more than `и` and a mark. Of the spelling, what [`push`] does not allow is `_`: `／` is spelled `/`, and `．` is
/// a dot.
#[cfg(feature = "any_ascii")]
fn push_other_script(c: char, out: &mut String) -> bool {
    let mut is_other = false;
    decompose_compatible(c, |c| {
        is_other |= !c.is_ascii() && spelling(c).is_none() && !is_plain_mark(c);
    });
    let letters = match c {
        'ا' => "a", // the crate has nothing for it
        c => any_ascii::any_ascii_char(c),
    };
    if !is_other || letters.is_empty() {
        return false;
    }
    for c in letters.chars() {
        if is_kept(c) || c == '\'' {
            out.push(c);
        } else if !out.ends_with('_') {
            out.push('_');
        }
    }
    true
}

/// A mark that is no vowel of its script.
#[cfg(feature = "any_ascii")]
fn is_plain_mark(c: char) -> bool {
    chars::is_combining_mark(c) && any_ascii::any_ascii_char(c).is_empty()
}

#[cfg(not(feature = "any_ascii"))]
fn push_other_script(_: char, _: &mut String) -> bool {
    false
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
