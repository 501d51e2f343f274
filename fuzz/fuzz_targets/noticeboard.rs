#![no_main]
//! `cargo fuzz run noticeboard -s none`: visits to the example site, in process; the model for fuzzing a router of
//! yours.

use libfuzzer_sys::fuzz_target;
use untaint::testing::{
    HostileAttributeValue, HostileHeader, HostileHtml, HostileRedirect, HostileUpload, HostileUri,
};

// The site's own modules; only `main` is not called.
#[allow(dead_code)]
#[path = "../../examples/noticeboard/main.rs"]
mod noticeboard;
#[path = "../../tests/support/visit.rs"]
mod visit;

/// What a visitor types, each made of some of the fuzzer's bytes.
type Typed = (HostileRedirect, HostileAttributeValue, HostileHtml, HostileUri, HostileHeader, HostileUpload);

fuzz_target!(|typed: Typed| {
    let (next, name, text, link, raw, file) = typed;
    let visit =
        visit::Visit { next: next.0, name: name.0, text: text.0, link: link.0, raw: raw.0, file: file.0 };
    visit::visit_holds(noticeboard::app::router, &visit);
});
