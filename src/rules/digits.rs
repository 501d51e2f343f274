//! Numbers that are written with digits but never reckoned with.

use super::rule::{looks_like, spelled, text_rule};

text_rule! {
    /// A telephone number in the international form E.164: `+`, then 7 to 15 digits, the first no zero; no spaces.
    ///
    /// # Does not guarantee
    /// That the number is given to anybody.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::phone_e164().check("+14155552671").is_ok());
    /// for refused in ["00442071838750", "+1 415 555 2671", "+0123456789", "+14155552671;ext=1"] {
    ///     assert_eq!(rules::phone_e164().check(refused).unwrap_err().code(), "phone_e164");
    /// }
    /// ```
    phone_e164 -> PhoneE164;
    "phone_e164", "the text is no telephone number in international form",
    "write the number with + and the country's code in front, as in +14155552671";
    is_phone;
    // Browsers ask nothing of `tel`.
    says |info: super::RuleInfo| spelled(info.with_html("type", "tel"), r"\+[1-9][0-9]{6,14}")
}

fn is_phone(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        matches!(digits.len(), 7..=15)
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

text_rule! {
    /// The number of a payment card: 12 to 19 digits with the right check digit (Luhn), the first no zero; single
    /// spaces or hyphens may stand between digits.
    ///
    /// # Does not guarantee
    /// That the card exists, or that its issuer is one you take.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::credit_card().check("4111 1111 1111 1111").is_ok());
    /// for refused in ["4111111111111112", "0000000000000000", "4111-1111-1111-111a", "4111  1111 1111 1111"] {
    ///     assert_eq!(rules::credit_card().check(refused).unwrap_err().code(), "credit_card");
    /// }
    /// ```
    credit_card -> CreditCard;
    "credit_card", "the text is no number of a payment card", "copy the number from the card, digit by digit";
    is_card;
    says |info: super::RuleInfo| {
        looks_like(info.with_html("inputmode", "numeric"), r"[1-9]([ \-]?[0-9]){11,18}")
    }
}

fn is_card(text: &str) -> bool {
    // With a sign between all digits it has no more bytes.
    if text.len() > 37 {
        return false;
    }
    let (mut digits, mut sum, mut is_digit) = (0, 0, false);
    for byte in text.bytes().rev() {
        match byte {
            b'0'..=b'9' => {
                let digit = u32::from(byte - b'0');
                // Every second digit from the end counts twice, by the sum of the digits of that.
                sum += if digits % 2 == 0 { digit } else { digit * 2 % 10 + digit / 5 };
                digits += 1;
                is_digit = true;
            }
            b' ' | b'-' if is_digit => is_digit = false,
            _ => return false,
        }
    }
    is_digit && matches!(digits, 12..=19) && !text.starts_with('0') && sum % 10 == 0
}
