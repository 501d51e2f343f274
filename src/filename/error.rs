//! Why a name or a path was refused.

crate::error::error_type! {
    /// Why a name or a path was refused.
    ///
    /// Nothing of the name is in it: only the reason, lengths and byte offsets.
    FilenameError(FilenameErrorKind)
}

crate::error::error_kinds! {
    /// The reasons of a [`FilenameError`].
    FilenameErrorKind {
        /// Nothing is there, or nothing but dots, spaces and characters that no name keeps.
        Empty
            "filename.empty", "the name is empty", "choose a name with letters or digits";
        /// The name has more bytes than the policy allows, in bytes.
        TooLong { len: usize, max: usize }
            "filename.too_long",
            "the name has {len} bytes, {max} are allowed",
            "choose a shorter name[, of at most {max} bytes]";
        /// A `/` or `\` in a name, or a `\` in a relative path.
        Separator { at: usize }
            "filename.separator", "a path separator stands at byte {at}", "use a name without / and \\";
        /// A character that looks like a slash, or becomes one in compatibility normal form.
        Slash { at: usize }
            "filename.slash",
            "a character that looks like a slash stands at byte {at}",
            "type the name with plain letters";
        /// A C0 or C1 control, DEL, U+2028 or U+2029.
        Control { at: usize }
            "filename.control",
            "a control character stands at byte {at}",
            "type the name instead of pasting it";
        /// A code point that will never be a character.
        Noncharacter { at: usize }
            "filename.noncharacter",
            "a noncharacter stands at byte {at}",
            "type the name instead of pasting it";
        /// A character that turns the direction of text.
        Bidi { at: usize }
            "filename.bidi",
            "a character that turns the direction of text stands at byte {at}",
            "type the name instead of pasting it";
        /// A character that cannot be seen and does nothing for its neighbours.
        Invisible { at: usize }
            "filename.invisible",
            "an invisible character stands at byte {at}",
            "type the name instead of pasting it";
        /// One of `< > : " | ? *`, which Windows takes in no name.
        Illegal { at: usize }
            "filename.illegal",
            "a character that Windows takes in no name stands at byte {at}",
            "leave out < > : \" | ? and *";
        /// A character outside ASCII, where the policy wants ASCII only.
        NotAscii { at: usize }
            "filename.not_ascii",
            "a character outside ASCII stands at byte {at}",
            "use letters from a to z, digits and dashes";
        /// The name is not in normal form C.
        NotNormal
            "filename.not_normal", "the name is not in normal form C", "type the name instead of pasting it";
        /// The name begins with a dot, a dash, a space or a combining mark.
        Leading
            "filename.leading",
            "the name begins with a dot, a dash, a space or a mark",
            "begin the name with a letter or a digit";
        /// The name, or a segment of the path, ends with a dot or a space.
        Trailing
            "filename.trailing", "a name ends with a dot or a space", "end the name with a letter or a digit";
        /// Windows opens a device instead of a file of this name.
        Device
            "filename.device",
            "the name is one of a Windows device",
            "choose another name: Windows keeps this one for itself";
        /// A server or a desktop reads settings from a file of this name.
        ServerFile
            "filename.server_file",
            "a server or a desktop reads settings from a file of this name",
            "choose another name";
        /// The extension is not on the policy's list, or there is none.
        Extension
            "filename.extension",
            "the extension is not on the list",
            "choose a file of another type[: {allowed}]";
        /// One of the dotted parts is an extension that the policy forbids.
        ForbiddenExtension
            "filename.forbidden_extension",
            "a part of the name is a forbidden extension",
            "choose a file of another type";
        /// The path begins at a root, a drive or a share.
        Absolute
            "filename.absolute", "the path is not relative", "begin with the name of a folder or a file";
        /// A segment of the path is `..`, or would be for a program that drops spaces.
        Parent
            "filename.parent", "a segment of the path is the folder above", "leave out the two dots";
        /// A segment of the path is empty or `.`; so is what follows a `/` at the end.
        Segment
            "filename.segment", "a segment of the path is empty or a dot", "write one / between two names";
        /// A `:`, behind which Windows reads a stream of the file.
        Stream { at: usize }
            "filename.stream",
            "a colon, which begins a stream of a file, stands at byte {at}",
            "leave out the colon";
    }
}
