//! Why a name is not one of the harmless ones.

crate::error::error_type! {
    /// Why an attribute name was refused.
    ///
    /// Nothing of the name is in it: only the reason and a byte offset.
    AttrError(AttrErrorKind)
}

crate::error::error_kinds! {
    /// The reasons of an [`AttrError`]; the [module](super) lists the names that belong to each.
    AttrErrorKind {
        /// The name is empty, or holds a character that ends a name, begins another one, or is not ASCII; `at` is 0 for
        /// the empty name.
        Syntax { at: usize }
            "attr.syntax",
            "the name is empty, or cannot go on at byte {at}",
            "use letters, digits and dashes";
        /// `on…`: the value is a script.
        Handler
            "attr.handler", "names that begin with `on` are event handlers", "leave the attribute out";
        /// The value is CSS, or may call a CSS `url()`.
        Style
            "attr.style", "the value of this name is a style", "choose one of the classes that are offered";
        /// The value is a document of its own, or opens one.
        Document
            "attr.document", "the value of this name is a document", "leave the attribute out";
        /// The value is an address that the browser loads, sends to, or compares with, or sets one.
        Url
            "attr.url", "the value of this name is an address", "write the address as a link";
        /// A script library on the page would take the value for its own program.
        Framework
            "attr.framework", "script libraries act on names of this form", "leave the attribute out";
        /// `data-…` below no prefix of the policy: what scripts read from there is theirs to know.
        Data
            "attr.data", "a data name must stand below a prefix of the policy", "leave the attribute out";
        /// The value is a name by which scripts, styles, labels or forms find an element.
        Identity
            "attr.identity",
            "this name makes an element findable by scripts, styles or labels",
            "leave the attribute out";
        /// The value decides what the element may do, what it is trusted with, or where its form goes.
        Security
            "attr.security", "this name decides what the element may do", "leave the attribute out";
        /// The value changes what a click, a key, the focus or a form field does.
        Behavior
            "attr.behavior", "this name changes how the element acts", "leave the attribute out";
        /// No list knows the name.
        Unknown
            "attr.unknown", "this name is not on the list", "use title or a name that begins with aria-";
    }
}
