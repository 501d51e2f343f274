//! Models of bodies in space.

use super::answer::{Check, NO, Proof, Seen, at_most, ensure, has_control, holds, is, suppose};
use super::row::Mark::Written;
use super::row::{Ask, Format, Shape, prove, sign, types};
use crate::upload::file_type::FileType;
use crate::upload::sniffed::Miss;

types! {
    GLB "model/gltf-binary" Data ["glb"] [] { marks: &[Written] };
    STL "model/stl" Data ["stl"] ["application/sla" "model/x.stl-binary" "application/vnd.ms-pki.stl" "model/x-stl-ascii" "model/x-stl-binary" "model/x.stl-ascii"] { marks: &[Written] };
    PLY "model/ply" Data ["ply"] ["application/ply" "text/x-ply" "model/x-ply-ascii" "model/x-ply-binary"] { marks: &[Written] };
    BLEND "application/x-blender" Data ["blend"] [];
    FBX "application/x-fbx" Data ["fbx"] ["application/vnd.autodesk.fbx"];
}

pub(super) const FORMAT: Format = Format {
    signatures: &[
        prove(b"BLENDER", FileType::BLEND, blend),
        prove(b"Kaydara ", FileType::FBX, |s| {
            ensure(s.get(0, 23)? == b"Kaydara FBX Binary  \0\x1A\0" && s.u32_le(23)? >= 5000)
        }),
        prove(b"glTF", FileType::GLB, glb),
        prove(b"ply\n", FileType::PLY, ply),
        prove(b"ply\r", FileType::PLY, ply),
        sign(b"solid", stl_text),
    ],
    shapes: &[Shape { rank: 140, ask: Ask::Which(stl) }],
    ..Format::of(TYPES)
};

/// glTF (2.0, section 4.4): version, length, and a first chunk of JSON.
fn glb(s: &Seen<'_>) -> Proof {
    ensure(
        matches!(s.u32_le(4)?, 1 | 2)
            && s.u32_le(8)? >= 20
            && matches!(s.get(16, 4)?, b"JSON" | [0, 0, 0, 0]),
    )
}

/// STL in binary has no signature: the number of triangles must make the length of the file.
fn stl(s: &Seen<'_>) -> Check {
    let triangles = u64::from(s.u32_le(80)?);
    suppose(triangles > 0 && s.len() == 84 + 50 * triangles)?;
    is(FileType::STL)
}

fn stl_text(s: &Seen<'_>) -> Check {
    let head = at_most(s, 512);
    let facet = memchr::memmem::find(head, b"facet normal ").and_then(|at| head.get(at + 13));
    let number = facet.is_some_and(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.' | b' '));
    if head.get(5).is_some_and(u8::is_ascii_whitespace) && number && holds(head, b"outer loop") {
        return is(FileType::STL);
    }
    // A binary one whose comment begins with the word.
    if has_control(head) { stl(s) } else { NO }
}

fn ply(s: &Seen<'_>) -> Proof {
    let head = at_most(s, 64);
    let named = holds(head, b"\nformat ascii ") || holds(head, b"\nformat binary_");
    suppose(named)
}

fn blend(s: &Seen<'_>) -> Proof {
    let &[size, order] = s.get(7, 2)? else { return Err(Miss::Broken) };
    let digits = s.get(9, 3)?.iter().all(u8::is_ascii_digit);
    let newer = size.is_ascii_digit() && order.is_ascii_digit() && s.byte(9)? == b'-';
    ensure((matches!(size, b'_' | b'-') && matches!(order, b'v' | b'V') && digits) || newer)
}
