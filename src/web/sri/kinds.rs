//! What is found in an `integrity`.

crate::web::finding::finding_kinds! {
    UNCHECKED "sri.unchecked", High,
        "no word is left that a browser reads, so the script runs unchecked",
        "write sha384- and the digest";
    ALGORITHM "sri.algorithm", Medium,
        "browsers know sha256-, sha384- and sha512- in lower case, and act as if this word were not there",
        "write sha384- and the digest";
    BASE64 "sri.digest", Medium,
        "this digest is no base64, and browsers act as if it were not there",
        "write the digest in base64";
    LENGTH "sri.length", High,
        "a digest of this length fits no script, so the script is blocked",
        "write the whole digest";
    PADDING "sri.padding", Medium,
        "browsers differ over padding in the middle or too much of it: some block the script, others run it unchecked",
        "write the digest as base64 writes it";
    FORM_FEED "sri.form_feed", Medium,
        "in Firefox a form feed is a part of the word, by which nothing is checked then",
        "write one blank between two digests";
    OUTRANKED "sri.outranked", Info,
        "beside a stronger algorithm this digest is not looked at",
        "leave it out";
    OPTIONS "sri.options", Info,
        "browsers ignore what stands behind the question mark",
        "leave it out";
    MORE "sri.more", Medium,
        "there are more words than are told of",
        "write the digests that are needed";
}
