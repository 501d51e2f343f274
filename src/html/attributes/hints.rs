//! What a `style` says that a tag can say too: exact keywords, of which none is copied.

use crate::html::element::Element;

/// What a declaration switches: on, off, or nothing is said.
type Switch = Option<bool>;

/// The wishes of one `style`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::html) struct Hints {
    pub(in crate::html) bold: Switch,
    pub(in crate::html) italic: Switch,
    pub(in crate::html) underline: Switch,
    pub(in crate::html) strike: Switch,
    pub(super) align: Option<&'static str>,
}

impl Hints {
    /// Each wish with the elements that mean the same; the first of them is the one to write.
    pub(in crate::html) fn wishes(self) -> [(Switch, &'static [Element]); 4] {
        [
            (self.bold, &[Element::B, Element::Strong]),
            (self.italic, &[Element::I, Element::Em]),
            (self.underline, &[Element::U]),
            (self.strike, &[Element::S, Element::Strike]),
        ]
    }

    /// Reads the declarations of a `style` (CSS Style Attributes). Of two that say the same the last one counts.
    pub(super) fn of(style: &str) -> Self {
        let mut hints = Self::default();
        for declaration in style.split(';') {
            let Some((name, value)) = declaration.split_once(':') else { continue };
            let value = value.trim_ascii();
            let value = value.split_once('!').map_or(value, |(before, _)| before.trim_ascii_end());
            let is = |words: &[&str]| words.iter().any(|word| value.eq_ignore_ascii_case(word));
            let has = |word: &str| value.split_ascii_whitespace().any(|part| part.eq_ignore_ascii_case(word));
            match name.trim_ascii() {
                name if name.eq_ignore_ascii_case("font-weight") => {
                    hints.bold = match value {
                        _ if is(&["bold", "bolder", "600", "700", "800", "900"]) => Some(true),
                        _ if is(&["normal", "lighter", "100", "200", "300", "400", "500"]) => Some(false),
                        _ => hints.bold,
                    };
                }
                name if name.eq_ignore_ascii_case("font-style") => {
                    hints.italic = match value {
                        _ if is(&["italic", "oblique"]) => Some(true),
                        _ if is(&["normal"]) => Some(false),
                        _ => hints.italic,
                    };
                }
                name if ["text-decoration", "text-decoration-line"]
                    .iter()
                    .any(|known| name.eq_ignore_ascii_case(known)) =>
                {
                    let (underline, strike) = (has("underline"), has("line-through"));
                    if underline || strike || has("none") {
                        hints.underline = Some(underline);
                        hints.strike = Some(strike);
                    }
                }
                name if name.eq_ignore_ascii_case("text-align") => {
                    let known = ["left", "center", "right", "justify"];
                    hints.align = known.into_iter().find(|known| is(&[known])).or(hints.align);
                }
                _ => {}
            }
        }
        hints
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_keywords_are_read_and_nothing_else() {
        let bold = |style| Hints::of(style).bold;
        assert_eq!(bold("font-weight:bold"), Some(true));
        assert_eq!(bold(" FONT-WEIGHT : 700 !important ; color:red"), Some(true));
        assert_eq!(bold("font-weight:700;font-weight:400"), Some(false));
        for other in [
            "",
            "font-weight",
            "font-weight:",
            "font-weight:boldly",
            "font-weight:var(--bold)",
            "x-font-weight:bold",
        ] {
            assert_eq!(Hints::of(other), Hints::default(), "{other}");
        }
        let decoration = |style| (Hints::of(style).underline, Hints::of(style).strike);
        assert_eq!(decoration("text-decoration: underline solid red"), (Some(true), Some(false)));
        assert_eq!(decoration("text-decoration-line:line-through"), (Some(false), Some(true)));
        assert_eq!(decoration("text-decoration:none"), (Some(false), Some(false)));
        assert_eq!(Hints::of("text-align:Center").align, Some("center"));
        assert_eq!(Hints::of("text-align:match-parent").align, None);
    }
}
