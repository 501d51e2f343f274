//! What a byte means inside a tag, one bit each; most bytes mean nothing.

/// TAB, LF, FF, CR, SPACE.
pub(super) const SPACE: u8 = 1;
pub(super) const SLASH: u8 = 2;
pub(super) const CLOSE: u8 = 4;
pub(super) const EQUALS: u8 = 8;
pub(super) const OPEN: u8 = 16;
/// Behind the name of a tag.
pub(super) const NAME_END: u8 = SPACE | SLASH | CLOSE;

static OF: [u8; 256] = {
    let mut all = [0; 256];
    let listed = [
        (b'\t', SPACE),
        (b'\n', SPACE),
        (b'\x0C', SPACE),
        (b'\r', SPACE),
        (b' ', SPACE),
        (b'/', SLASH),
        (b'>', CLOSE),
        (b'=', EQUALS),
        (b'<', OPEN),
    ];
    let mut at = 0;
    while at < listed.len() {
        all[listed[at].0 as usize] = listed[at].1;
        at += 1;
    }
    all
};

/// Whether a byte is of one of the classes.
#[inline]
pub(super) fn is(byte: u8, classes: u8) -> bool {
    OF[usize::from(byte)] & classes != 0
}

/// The length of the name at the beginning of a tag's rest; to some readers a `<` ends it too.
pub(super) fn name_len(rest: &[u8], ends_at_open: bool) -> usize {
    let ends = if ends_at_open { NAME_END | OPEN } else { NAME_END };
    rest.iter().take_while(|byte| !is(**byte, ends)).count()
}
