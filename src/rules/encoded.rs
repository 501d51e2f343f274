//! Bytes as text, and what is made of them.

use super::rule::{spelled, text_rule};

text_rule! {
    /// Hexadecimal digits, in any case and number: one at least, and nothing in front.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::hex().check("deadBEEF").is_ok());
    /// for refused in ["", "0xff", "12 34", "xyz"] {
    ///     assert_eq!(rules::hex().check(refused).unwrap_err().code(), "hex");
    /// }
    /// ```
    hex -> Hex;
    "hex", "the text is no hexadecimal number", "use only the digits 0 to 9 and the letters A to F";
    |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    says |info| spelled(info, "[0-9A-Fa-f]+")
}

text_rule! {
    /// A colour of CSS in hexadecimal: `#rgb`, `#rgba`, `#rrggbb` or `#rrggbbaa`, in any case.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::hex_color().check("#fA8").is_ok());
    /// for refused in ["fa8", "#ff", "#fffff", "#ggg", "rgb(0,0,0)"] {
    ///     assert_eq!(rules::hex_color().check(refused).unwrap_err().code(), "hex_color");
    /// }
    /// ```
    hex_color -> HexColor;
    "hex_color", "the text is no colour in hexadecimal", "write a colour such as #1a2b3c";
    is_hex_color;
    says |info| spelled(info, "#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})")
}

fn is_hex_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

text_rule! {
    /// Base64 with its padding (RFC 4648 section 4), of one byte at least, without line breaks.
    ///
    /// # Does not guarantee
    /// * What the bytes are.
    /// * That the bits of the last digit that belong to no byte are zero, which strict decoders ask for.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::base64().check("Zm9vYg==").is_ok());
    /// for refused in ["", "Zm9vYg", "Zg==Zg==", "Zm9v\n", "Zm9-"] {
    ///     assert_eq!(rules::base64().check(refused).unwrap_err().code(), "base64");
    /// }
    /// ```
    base64 -> Base64;
    "base64", "the text is not base64 with its padding", "copy the text again, to the last = at its end";
    |text: &str| unpadded(text).is_some_and(|digits| digits.bytes().all(is_digit));
    says |info| spelled(
        info,
        r"([0-9A-Za-z+\/]{4})*([0-9A-Za-z+\/]{4}|[0-9A-Za-z+\/]{3}=|[0-9A-Za-z+\/]{2}==)",
    )
}

/// The digits of padded base64, or `None` where there are none or the padding does not fit their number.
fn unpadded(text: &str) -> Option<&str> {
    let digits = text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text);
    (!digits.is_empty() && text.len() % 4 == 0).then_some(digits)
}

text_rule! {
    /// Base64 for addresses and file names (RFC 4648 section 5), of one byte at least, with its padding or without.
    ///
    /// # Does not guarantee
    /// * What the bytes are.
    /// * That the bits of the last digit that belong to no byte are zero, which strict decoders ask for.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::base64url().check("_-8").is_ok());
    /// assert!(rules::base64url().check("_-8=").is_ok());
    /// for refused in ["", "_", "+/8=", "_-8=="] {
    ///     assert_eq!(rules::base64url().check(refused).unwrap_err().code(), "base64url");
    /// }
    /// ```
    base64url -> Base64Url;
    "base64url", "the text is not base64 for addresses", "copy the text again, to its end";
    |text: &str| {
        let digits = if text.ends_with('=') { unpadded(text) } else { Some(text) };
        digits.is_some_and(|digits| !digits.is_empty() && digits.len() % 4 != 1 && digits.bytes().all(is_url_digit))
    };
    says |info| spelled(
        info,
        r"([0-9A-Za-z_\-]{4})*([0-9A-Za-z_\-]{4}|[0-9A-Za-z_\-]{3}=?|[0-9A-Za-z_\-]{2}(==)?)",
    )
}

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')
}

fn is_url_digit(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

text_rule! {
    /// The shape of a signed JSON Web Token (RFC 7519, JWS compact form): three parts of base64url digits with dots
    /// between them, none empty.
    ///
    /// # Guarantees
    /// No token with an empty signature (`alg` `none`) passes.
    ///
    /// # Does not guarantee
    /// Anything about what it says or who signed it: that takes the key.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::jwt().check("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.SflKxwRJSMeKKF2QT4fw").is_ok());
    /// for refused in ["eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", "a.b", "a.b.c=", "a.b.c.d"] {
    ///     assert_eq!(rules::jwt().check(refused).unwrap_err().code(), "jwt");
    /// }
    /// ```
    jwt -> Jwt;
    "jwt", "the text has not the shape of a signed token", "copy the whole token, with its two dots";
    |text: &str| {
        let mut parts = text.split('.');
        let is_part = |part: Option<&str>| part.is_some_and(|part| !part.is_empty() && part.bytes().all(is_url_digit));
        is_part(parts.next()) && is_part(parts.next()) && is_part(parts.next()) && parts.next().is_none()
    };
    says |info| spelled(info, r"[0-9A-Za-z_\-]+\.[0-9A-Za-z_\-]+\.[0-9A-Za-z_\-]+")
}
