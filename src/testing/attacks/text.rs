//! What people read, and what is there.

use super::{Attack, harmless, hostile};

const PASTE: &str = "pasted into readline, 2026";
const TROJAN: &str = "CVE-2021-42574 (Trojan Source)";
const UNICODE: &str = "UAX #31, UTS #39";

#[rustfmt::skip]
pub(super) const ROWS: &[Attack] = &[
    hostile("import y\u{8}ose\u{8}m\u{8}i\u{8}t\u{8}e\u{8}", "at a prompt each backspace erases: import os arrives", "Flask documentation, security"),
    hostile("\u{8}start", "at the start of a line it erases nothing, and is there", PASTE),
    hostile("safe\u{7F}\u{7F}\u{7F}\u{7F}evil", "the erase key of most terminals", PASTE),
    hostile("echo harmless\u{15}id", "a key that clears the line", PASTE),
    hostile("echo a b c\u{17}d", "a key that clears the word", PASTE),
    hostile("a\rb", "a carriage return runs the line, or writes over it", PASTE),
    hostile("ls\u{3}id", "interrupts, also inside a bracketed paste", PASTE),
    hostile("a\u{1B}[31mred\u{1B}[0m", "colours: the terminal obeys", "ECMA-48"),
    hostile("\u{1B}]52;c;cm0gLXJm\u{7}text", "writes the clipboard", "xterm, OSC 52"),
    hostile("x\u{1B}[201~\rid\r", "ends a bracketed paste early", PASTE),
    hostile("a\u{1B}[20\u{1B}[201~1~b\r", "taking the marker out once puts one together", PASTE),
    hostile("a\u{9B}2Jb", "the same in one character, for terminals of eight bits", "ECMA-48"),
    hostile("a\u{85}b", "a line end to some readers", "Unicode, 5.8"),
    hostile("a\u{2028}b", "a line end to script, nothing to a page", "Unicode, 5.8"),
    hostile("a\0b", "NUL: browsers drop it, C stops", "CWE-158"),
    hostile("r\u{200B}m", "a space of no width: another word that looks the same", UNICODE),
    hostile("ad\u{2060}min", "a joiner of words", UNICODE),
    hostile("\u{AD}admin", "a soft hyphen, where no word is to be parted", UNICODE),
    hostile("\u{FEFF}admin", "a byte order mark", UNICODE),
    hostile("a\u{200D}b", "a joiner where nothing joins", UNICODE),
    hostile("ad\u{200C}min", "a non-joiner where nothing joins", UNICODE),
    hostile("echo \u{202E}gpj.exe", "what follows is shown from right to left", TROJAN),
    hostile("access\u{2066} // check\u{2069}\u{2069} \u{2066}", "isolates that are not balanced", TROJAN),
    hostile("a\u{200E}b", "a direction mark among letters that have one already", TROJAN),
    hostile("hello\u{E0072}\u{E006D}\u{E0020}\u{E002D}\u{E0072}\u{E0066}", "tags: a hidden sentence that language models read", "UTS #51, tag characters"),
    hostile("a\u{FE00}\u{FE01}\u{FE02}\u{FE03}\u{FE04}", "variation selectors in a row: bytes that nobody sees", UNICODE),
    hostile("\u{1F600}\u{E0150}\u{E0155}\u{E015C}", "the same behind an emoji", UNICODE),
    hostile("\u{3164}", "a name that is blank", UNICODE),
    hostile("a\u{115F}b", "a letter that is blank", UNICODE),
    hostile("a\u{FFF9}b\u{FFFA}c\u{FFFB}d", "marks of small text that nothing shows", "Unicode, 23.8"),
    hostile("a\u{FDD0}b", "no character at all", "Unicode, 23.7"),
    harmless("ls -la | grep 'x y' > out.txt", "a command", "the ordinary case"),
    harmless("fn main() {\n\tprintln!(\"hi\");\n}\n", "several lines, with tabs", "the ordinary case"),
    harmless("na\u{EF}ve caf\u{E9}, cafe\u{301}", "composed and decomposed", "UAX #15"),
    harmless("\u{65E5}\u{672C}\u{8A9E}\u{30C6}\u{30AD}\u{30B9}\u{30C8}", "another script", "the ordinary case"),
    harmless("\u{41F}\u{440}\u{438}\u{432}\u{435}\u{442}, \u{43C}\u{438}\u{440}", "another script", "the ordinary case"),
    harmless("\u{5E9}\u{5DC}\u{5D5}\u{5DD} C++\u{200E} \u{5E2}\u{5D5}\u{5DC}\u{5DD}", "a direction mark that Hebrew needs", "UAX #9"),
    harmless("\u{2068}Ahmed\u{2069} said hi", "a name set apart, balanced", "UAX #9"),
    harmless("\u{645}\u{6CC}\u{200C}\u{62E}\u{648}\u{627}\u{647}\u{645}", "Persian needs the non-joiner", "UAX #31"),
    harmless("\u{915}\u{94D}\u{200D}\u{937}", "Hindi needs the joiner", "UAX #31"),
    harmless("\u{D9A}\u{DCA}\u{200D}\u{DBA}", "Sinhala needs the joiner", "UAX #31"),
    harmless("\u{1F469}\u{200D}\u{1F4BB} \u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}", "emoji that are joined", "UTS #51"),
    harmless("I \u{2764}\u{FE0F} 1\u{FE0F}\u{20E3}", "a heart and a key, with their selectors", "UTS #51"),
    harmless("\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", "the flag of England is made of tags", "UTS #51"),
    harmless("\u{845B}\u{E0100}", "a variant of an ideograph", "UTS #37"),
    harmless("\u{E2A}\u{E27}\u{E31}\u{E2A}\u{E14}\u{E35}", "Thai, with marks", "the ordinary case"),
];
