//! JavaScript, JSON and CSS, and the elements and attributes around them.

use super::super::assert_holds;
use super::super::html::Page;
use super::call;
use untaint::escape;

pub fn code_holds(text: &str) {
    assert_holds("js_string is one literal", text, js_is_a_literal(escape::js_string));
    assert_holds("a handler holds the literal", text, handler_holds_the_literal(|code| call("html", code)));
    let json = |json: &str| call("json_script", json);
    assert_holds("json_script keeps the value and the element", text, json_stays_in_the_script(json));
    assert_holds("no text leaves the script", text, any_text_stays_in_the_script(json));
    #[cfg(feature = "serde")]
    assert_holds(
        "json_script_of writes one element",
        text,
        is_one_data_element(|text| escape::json_script_of(text, text).expect("a string is JSON")),
    );
    assert_holds("css_string is one string", text, css_is_a_string(escape::css_string));
}

// ---- scripts ----

pub fn js_is_a_literal(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let literal = escaper(text);
        let Some(inner) = literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
            return false;
        };
        let harmless = |c: char| {
            c.is_ascii_alphanumeric() || " ,-._\\".contains(c) || (!c.is_ascii() && c.is_alphanumeric())
        };
        // A backslash only where \uXXXX follows.
        let spelled = inner.match_indices('\\').all(|(at, _)| {
            inner.get(at + 1..at + 6).is_some_and(|next| {
                next.starts_with('u') && next[1..].bytes().all(|byte| byte.is_ascii_hexdigit())
            })
        });
        inner.chars().all(harmless)
            && spelled
            && serde_json::from_str::<String>(&literal).is_ok_and(|back| back == text)
    }
}

/// The escaper is the one around the code, for the attribute.
pub fn handler_holds_the_literal(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let handler = format!("f({})", escape::js_string(text));
        Page::parse(&format!("<b onclick=\"{}\">", escaper(&handler))).attr_of("onclick") == Some(handler)
    }
}

pub fn json_stays_in_the_script(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let json = serde_json::json!({ text: [text, 1, null] });
        let written = escaper(&json.to_string());
        let page = Page::parse(&format!("<script type=application/json>{written}</script><hr>"));
        serde_json::from_str::<serde_json::Value>(&written).is_ok_and(|back| back == json)
            && !written.contains(['<', '>', '&', '\u{2028}', '\u{2029}'])
            && page.text_of("script").as_ref() == Some(&written.replace('\0', "\u{FFFD}"))
            && page.skeleton().len() == 5
    }
}

/// No JSON at all cannot leave the element either.
pub fn any_text_stays_in_the_script(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| Page::parse(&format!("<script>{}</script><hr>", escaper(text))).skeleton().len() == 5
}

/// The whole element, with the text as its id and as its value.
pub fn is_one_data_element(write: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let page = Page::parse(&(write(text) + "<hr>"));
        let json = page.text_of("script").unwrap_or_default();
        page.skeleton().len() == 5
            && page.attr_of("id") == Some(text.replace('\0', "\u{FFFD}"))
            && serde_json::from_str::<String>(&json).is_ok_and(|back| back == text)
    }
}

// ---- css ----

pub fn css_is_a_string(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let written = escaper(text);
        let expected = text.replace('\0', "\u{FFFD}");
        let mut input = cssparser::ParserInput::new(&written);
        let mut parser = cssparser::Parser::new(&mut input);
        let read =
            parser.expect_string().is_ok_and(|value| value.as_ref() == expected) && parser.is_exhausted();
        let style = Page::parse(&format!("<style>p{{content:{written}}}</style><hr>"));
        let attr = Page::parse(&format!("<p style=\"content:{}\">", escape::html(&written)));
        read && !written.contains('<')
            && style.skeleton().len() == 5
            && attr.attr_of("style") == Some(format!("content:{written}"))
    }
}
