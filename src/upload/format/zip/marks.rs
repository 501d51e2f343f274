//! The format's marks and lengths.

pub(in crate::upload) const LOCAL: &[u8] = b"PK\x03\x04";
pub(super) const CENTRAL: &[u8] = b"PK\x01\x02";
pub(in crate::upload) const END: &[u8] = b"PK\x05\x06";
pub(super) const SIGNATURE: &[u8] = b"PK\x05\x05";
pub(super) const END64: &[u8] = b"PK\x06\x06";
pub(super) const LOCATOR64: &[u8] = b"PK\x06\x07";
/// In front of the first entry where an archive was made to span disks, or could have been (APPNOTE 8.5.3, 8.5.4).
pub(super) const SPANNED: [&[u8]; 2] = [b"PK\x07\x08", b"PK00"];

pub(in crate::upload) const LOCAL_LEN: u64 = 30;
pub(super) const CENTRAL_LEN: usize = 46;
pub(in crate::upload) const END_LEN: u64 = 22;
/// The end record and its longest comment: bytes.
pub(super) const END_WINDOW: u64 = END_LEN + 0xFFFF;
