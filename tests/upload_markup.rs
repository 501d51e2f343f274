//! `upload`: text and its kinds, what markup can run, formulas, what a browser makes of a file.
#![cfg(feature = "upload")]

use proptest::prelude::*;
use std::sync::LazyLock;
use untaint::upload::{
    self, Encoding, Family, FileType, Finding, FindingKind as Kind, Inspector, Sniffed, Upload, UploadPolicy,
};

static EVERYTHING: LazyLock<UploadPolicy> =
    LazyLock::new(|| UploadPolicy::builder().allow(FileType::all()).build().expect("a policy"));

/// What is found in a file of this name, accepted or not.
fn found(name: &str, bytes: &[u8]) -> Vec<Finding> {
    match upload::check(&Upload { name, declared: None, bytes }, &EVERYTHING) {
        Ok(up) => up.findings().to_vec(),
        Err(error) => error.findings().to_vec(),
    }
}

fn kinds(name: &str, bytes: &[u8]) -> Vec<Kind> {
    found(name, bytes).iter().map(Finding::kind).collect()
}

fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
    let mark = if mark { "\u{FEFF}" } else { "" };
    let units = mark.encode_utf16().chain(text.encode_utf16());
    units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

/// Texts that begin like files of other types: signatures of letters, words of markup, keywords.
const LOOK_ALIKES: &[&str] = &[
    "BM is a nice car\n",
    "MZ was the initials of Mark Zbikowski.\n",
    "ID3 tags hold the names of songs.\n",
    "GIF is pronounced in two ways.\n",
    "GIF89a is the version of 1989, GIF87a the older one.\n",
    "FWS means Fish and Wildlife Service.\n",
    "CWS: central work station\n",
    "8BPS is how Photoshop files begin\n",
    "see ftyp box in the notes about mp4\n",
    "RIFF stands for Resource Interchange File Format\n",
    "RIFFs and chords for beginners, WAVE one\n",
    "OggS is a capture pattern\n",
    "PK are the initials of Phil Katz\n",
    "Rar! said the lion\n",
    "PDF files begin with %PDF-1.4\n",
    "fLaC is a magic word\n",
    "MThd starts a MIDI file\n",
    "wOFF and wOF2 are fonts\n",
    "SQLite format 3 is a file format\n",
    "BZh was chosen by Julian Seward\n",
    "II is two in Roman digits, MM is two thousand\n",
    "To start a page, write <html> and then <script>.\n",
    "Use <!DOCTYPE html> on the first line.\n",
    "<3 this song\n",
    "<- back to the list\n",
    "<bob@example.com> wrote: hello\n",
    "<<< HEAD\nmine\n=======\nyours\n>>>\n",
    "<name> is a placeholder, and so is <other>\n",
    "< and > are comparison signs\n",
    "# title\n\nSome *Markdown* text.\n",
    "#hashtag of the day\n",
    "#!not a program at all\n",
    "#![deny(missing_docs)]\nfn main() {}\n",
    "# !/bin/sh is what a script begins with\n",
    "From the beginning I told you so.\n",
    "From: the sea\nwith love\n",
    "To: Bob\nFrom: Alice\nSubject: lunch\n\nAt noon?\n",
    "Date: tomorrow\nPlace: here\n",
    "Received with thanks: one parcel\n",
    "Objective: write it.\n",
    "WEBVTT is the format of subtitles on the web.\n",
    "CACHE MANIFEST was removed from browsers.\n",
    "BEGIN:VCARDS are the best cards\n",
    "begin the day well\n",
    "solid advice: facet your gems\n",
    "ply the trade\n",
    "diff is a program of 1974\n",
    "Index of names\n",
    "-----BEGIN CERTIFICATE----- is how a certificate begins.\n",
    "--- a line of dashes\n",
    "---\ntitle: front matter\n---\n",
    "{ this is not JSON }\n",
    "{name} was here\n",
    "[draft] minutes of the meeting\n",
    "[1] A. Author, A Book, 2001.\n",
    "[a]\nb = 1\n",
    "[InternetShortcuts] are links\n",
    "[\"unfinished\n",
    "1\n2\n3\n",
    "0 is SECTION one\n",
    "%! is a comment in PostScript\n",
    "% a comment in TeX\n",
    "\\o/ hooray\n",
    "@echo is not off\n",
    "@media screen { a { color: red } }\n",
    "/* a comment */ int main(void) { return 0; }\n",
    "Windows Registry keys are deep\n",
    "msgid and msgstr are words of gettext\n",
    "STARTFONT is a keyword\n",
    "Set the table with createobject\n",
    "var x = 1;\n",
    "d8:announce is how a torrent begins\n",
    "true\n",
    "\"a string\"\n",
    "12345\n",
    "null\n",
    "xmlns is an attribute\n",
    "<?xml is how XML begins, they say\n",
    "php: <?php is the opening tag\n",
    "Response.Write is a method\n",
    "http://example.com/<script>\n",
];

#[test]
fn text_that_looks_like_other_files_is_text() {
    assert!(LOOK_ALIKES.len() >= 72);
    let wrong: Vec<_> = LOOK_ALIKES
        .iter()
        .map(|text| (text, upload::sniff(text.as_bytes())))
        .filter(|(_, sniffed)| *sniffed != Sniffed::Text(Encoding::Utf8))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Kinds whose beginning leaves no doubt.
const KINDS: &[(&str, FileType)] = &[
    ("<!doctype html><title>x</title>", FileType::HTML),
    ("\u{FEFF} <html><body>x", FileType::HTML),
    ("<svg onload=alert(1)>", FileType::HTML),
    ("<img src=x onerror=alert(1)>", FileType::HTML),
    ("<form action=x>", FileType::HTML),
    ("<!-- a --><div>x</div>", FileType::HTML),
    ("<!--#exec cmd=\"ls\" -->", FileType::HTML),
    ("GIF89a<html><script>alert(1)</script>", FileType::HTML),
    ("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", FileType::SVG),
    (
        "\u{FEFF}<?xml version='1.0'?><!-- c --><!DOCTYPE svg><svg xmlns='http://www.w3.org/2000/svg'/>",
        FileType::SVG,
    ),
    ("<x:svg xmlns:x=\"http://www.w3.org/2000/svg\"/>", FileType::SVG),
    ("<!DOCTYPE svg [<!ENTITY n \"http://www.w3.org/2000/svg\">]><svg xmlns=\"&n;\"/>", FileType::SVG),
    ("<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"/>", FileType::XHTML),
    ("<?xml version=\"1.0\"?><gpx xmlns=\"http://www.topografix.com/GPX/1/1\"/>", FileType::GPX),
    ("<kml xmlns=\"http://www.opengis.net/kml/2.2\"/>", FileType::KML),
    ("<rss version=\"2.0\"><channel/></rss>", FileType::RSS),
    ("<feed xmlns=\"http://www.w3.org/2005/Atom\"/>", FileType::ATOM),
    (
        "<?xml version=\"1.0\"?><!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\"><plist version=\"1.0\"/>",
        FileType::PLIST,
    ),
    ("<xsl:stylesheet xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\"/>", FileType::XSLT),
    ("<tt xmlns=\"http://www.w3.org/ns/ttml\"/>", FileType::TTML),
    ("<COLLADA xmlns=\"http://www.collada.org/2005/11/COLLADASchema\"/>", FileType::COLLADA),
    ("<!ELEMENT a (b)>", FileType::DTD),
    ("[1,2,3]", FileType::JSON),
    (" {\"a\": {\"b\": [true, null, -1.5e3, \"\\u00e9\"]}} \n", FileType::JSON),
    ("{\"a\":1}\n{\"a\":2}\n", FileType::JSONL),
    ("{\"type\":\"FeatureCollection\",\"features\":[]}", FileType::GEOJSON),
    ("{\"cells\":[],\"nbformat\":4}", FileType::IPYNB),
    ("{\"asset\":{\"version\":\"2.0\"},\"scenes\":[]}", FileType::GLTF),
    ("<?php echo 1;", FileType::PHP),
    ("<?= 1 ?>", FileType::PHP),
    ("GIF89a;<?php system($_GET['c']); ?>", FileType::PHP),
    ("RIFF$\0\0\0WEBPVP8 <?php 1 ?>", FileType::PHP),
    ("#!/bin/sh\n", FileType::SHELL),
    ("#! /usr/bin/env -S python3 -u\n", FileType::PYTHON),
    ("#!/usr/bin/perl -w\n", FileType::PERL),
    ("#!/usr/bin/env node\n", FileType::JAVASCRIPT),
    ("<hta:application id=x><script>1</script>", FileType::HTA),
    ("<html><head><HTA:APPLICATION id=x></head>", FileType::HTA),
    ("<%@ Page Language=\"C#\" %>", FileType::ASPX),
    ("<%@ page import=\"java.util.*\" %>", FileType::JSP),
    ("<%@ Language=VBScript %>", FileType::ASP),
    ("<% Response.Write 1 %>", FileType::ASP),
    ("[InternetShortcut]\r\nURL=file://x\r\n", FileType::INTERNET_SHORTCUT),
    (
        "[{000214A0-0000-0000-C000-000000000046}]\r\nProp3=19,2\r\n[InternetShortcut]\r\nURL=x\r\n",
        FileType::INTERNET_SHORTCUT,
    ),
    ("# c\n[Desktop Entry]\nExec=x\n", FileType::DESKTOP_ENTRY),
    ("CACHE MANIFEST\nFALLBACK:\n/ /x\n", FileType::APPCACHE),
    ("MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=x\r\n\r\n--x", FileType::MHTML),
    ("From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\n", FileType::MHTML),
    ("Received: from a by b; Mon, 1 Jan 2024 00:00:00 +0000\nFrom: a@b.c\n\nhi\n", FileType::EMAIL),
    ("From: A <a@b.c>\r\nTo: d@e.f\r\nSubject: hi\r\n\r\nhi\r\n", FileType::EMAIL),
    ("From a@b.c Mon Jan  1 00:00:00 2024\nFrom: a@b.c\n\nhi\n", FileType::MBOX),
    ("BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n", FileType::VCARD),
    ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", FileType::ICS),
    ("WEBVTT\n\n00:00.000 --> 00:01.000\nhi\n", FileType::VTT),
    ("1\n00:00:00,000 --> 00:00:01,000\nhi\n", FileType::SRT),
    ("#EXTM3U\n#EXTINF:1,a\na.mp3\n", FileType::M3U),
    ("#EXTM3U\n#EXT-X-VERSION:3\n", FileType::HLS),
    ("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", FileType::PEM),
    ("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQ\n", FileType::PGP_ARMOR),
    ("{\\rtf1\\ansi hi}", FileType::RTF),
    ("%!PS-Adobe-3.0\n", FileType::POSTSCRIPT),
    ("diff --git a/x b/x\n", FileType::DIFF),
    ("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", FileType::DIFF),
    ("/* XPM */\nstatic char *x[] = {", FileType::XPM),
    ("#define a_width 8\n#define a_height 8\nstatic char a_bits[] = {", FileType::XBM),
    ("Windows Registry Editor Version 5.00\r\n", FileType::REG),
    ("@echo off\r\ndel x\r\n", FileType::BATCH),
    ("Set s = CreateObject(\"WScript.Shell\")\r\ns.Run \"calc\"\r\n", FileType::VBSCRIPT),
    ("\\documentclass{article}\n", FileType::TEX),
    ("# x\nmsgid \"\"\nmsgstr \"\"\n", FileType::PO),
];

#[test]
fn certain_kinds_are_told_by_content() {
    for (text, expected) in KINDS {
        assert_eq!(upload::sniff(text.as_bytes()), Sniffed::Known(*expected), "{text:?}");
        // The same in UTF-16, where the format allows any encoding.
        if matches!(
            *expected,
            FileType::SVG | FileType::HTML | FileType::VCARD | FileType::REG | FileType::INTERNET_SHORTCUT
        ) && !text.starts_with("GIF")
        {
            let text = text.trim_start_matches('\u{FEFF}');
            for little in [true, false] {
                assert_eq!(upload::sniff(&utf16(text, little, true)), Sniffed::Known(*expected), "{text:?}");
                assert_eq!(upload::sniff(&utf16(text, little, false)), Sniffed::Known(*expected), "{text:?}");
            }
        }
    }
    assert_eq!(upload::sniff(b"<?xml version=\"1.0\"?><configuration/>"), Sniffed::Family(Family::Xml));
    assert_eq!(upload::sniff(b"<note><to>x</to></note>"), Sniffed::Family(Family::Xml));
}

#[test]
fn encodings_are_told_and_bytes_are_no_text() {
    let is = |bytes: &[u8], expected| assert_eq!(upload::sniff(bytes), expected, "{bytes:?}");
    is("grün".as_bytes(), Sniffed::Text(Encoding::Utf8));
    is(b"\xEF\xBB\xBFhi", Sniffed::Text(Encoding::Utf8));
    // A character that the end of a prefix cuts.
    is(&"ä".repeat(300).as_bytes()[..513], Sniffed::Text(Encoding::Utf8));
    is(&utf16("hello there", true, true), Sniffed::Text(Encoding::Utf16Le));
    is(&utf16("日本語", false, true), Sniffed::Text(Encoding::Utf16Be));
    is(&utf16("hello there, you", true, false), Sniffed::Text(Encoding::Utf16Le));
    is(b"Gr\xFC\xDFe aus K\xF6ln", Sniffed::Text(Encoding::EightBit));
    // "Privet, mir!" in KOI8-R, windows-1251 and IBM 866; Japanese in Shift_JIS.
    is(&b"\xF0\xD2\xC9\xD7\xC5\xD4, \xCD\xC9\xD2! ".repeat(4), Sniffed::Text(Encoding::EightBit));
    is(&b"\xCF\xF0\xE8\xE2\xE5\xF2, \xEC\xE8\xF0!\r\n".repeat(4), Sniffed::Text(Encoding::EightBit));
    is(&b"\x82\xB1\x82\xF1\x82\xC9\x82\xBF\x82\xCD\n".repeat(16), Sniffed::Text(Encoding::EightBit));
    is(b"hi\0there", Sniffed::Unknown);
    is(b"hi\x01there", Sniffed::Unknown);
    is(b"\x90\x91\x92\x93", Sniffed::Unknown);
    is(&[0xD8; 2], Sniffed::Unknown);
    is(&utf16("hello\u{1}there", true, true), Sniffed::Unknown);
    // The end of file of DOS.
    is(b"hi\x1A", Sniffed::Text(Encoding::Utf8));
    is(b"hi\x1Athere", Sniffed::Unknown);
}

/// What `serde_json` reads, up to its own limit of depth.
#[test]
fn json_is_what_readers_of_json_take() {
    let seeds = [
        r#"{"a":[1,2.5e-3,{"b":null,"c":"\u00e9\n"}],"d":true}"#,
        r#"[[],{},"",0,-0,1E5,false]"#,
        "[ 1 , 2 ]\n",
    ];
    let mut state = 7u64;
    let mut random = |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(state >> 33).expect("31 bits") % n
    };
    let (mut good, mut bad) = (0, 0);
    for round in 0..20_000 {
        let mut text = seeds[round % seeds.len()].as_bytes().to_vec();
        for _ in 0..random(3) {
            let at = random(text.len());
            match random(3) {
                0 => text[at] = b"{}[]\",:0123eE+-.\\ntru a\t"[random(24)],
                1 => drop(text.remove(at)),
                _ => text.insert(at, b"{}[]\",:01eE+-.\\"[random(15)]),
            }
        }
        let Ok(text) = String::from_utf8(text) else { continue };
        if !text.trim_start().starts_with(['{', '[']) {
            continue;
        }
        let theirs = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
        let ours = matches!(upload::sniff(text.as_bytes()), Sniffed::Known(FileType::JSON));
        assert_eq!(ours, theirs, "{text:?}");
        if ours { good += 1 } else { bad += 1 }
    }
    assert!(good > 2000 && bad > 2000, "{good} {bad}");
}

/// Bodies of an SVG picture, and what is in them.
const ATTACKS: &[(&str, Kind)] = &[
    ("<script>alert(1)</script>", Kind::Active),
    ("<SCRIPT>alert(1)</SCRIPT>", Kind::Active),
    ("<s:script xmlns:s='http://www.w3.org/2000/svg'>alert(1)</s:script>", Kind::Active),
    ("<h:script xmlns:h='http://www.w3.org/1999/xhtml'>alert(1)</h:script>", Kind::Active),
    ("<g><script xlink:href='data:,alert(1)' xmlns:xlink='http://www.w3.org/1999/xlink'/></g>", Kind::Active),
    ("<u:script>alert(1)</u:script>", Kind::Active),
    ("<g onclick='alert(1)'/>", Kind::Active),
    ("<g\nonload\n=\n'alert(1)'/>", Kind::Active),
    ("<g onLoad=\"alert(1)\"/>", Kind::Active),
    ("<a href='javascript:alert(1)'/>", Kind::Active),
    ("<a href='java&#10;script:alert(1)'/>", Kind::Active),
    ("<a href='&#x6a;avascript&#58;alert(1)'/>", Kind::Active),
    ("<a href=' &#1;JavaScript:alert(1)'/>", Kind::Active),
    ("<a xlink:href='javascript&colon;alert(1)' xmlns:xlink='http://www.w3.org/1999/xlink'/>", Kind::Active),
    ("<a href='data:text/html,&lt;script>alert(1)&lt;/script>'/>", Kind::Active),
    ("<use href='data:image/svg+xml,x#a'/>", Kind::Active),
    ("<animate attributeName='href' values='javascript:alert(1)'/>", Kind::Active),
    ("<set attributeName='xlink:href' to='x'/>", Kind::Active),
    ("<set attributeName='onmouseover' to='alert(1)'/>", Kind::Active),
    ("<animate attributeName='fill' values='red;javascript:alert(1)'/>", Kind::Active),
    (
        "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' srcdoc='x'/></foreignObject>",
        Kind::Active,
    ),
    (
        "<foreignObject><h:img xmlns:h='http://www.w3.org/1999/xhtml' src='x' onerror='alert(1)'/></foreignObject>",
        Kind::Active,
    ),
    ("<foreignObject><form xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>", Kind::Active),
    (
        "<foreignObject><meta xmlns='http://www.w3.org/1999/xhtml' http-equiv='refresh' content='0'/></foreignObject>",
        Kind::Active,
    ),
    ("<handler type='text/javascript'>alert(1)</handler>", Kind::Active),
    ("<x:x xmlns:x='http://www.w3.org/1999/XSL/Transform'/>", Kind::Active),
    ("<x:include xmlns:x='http://www.w3.org/2001/XInclude' href='/etc/passwd'/>", Kind::Entity),
    ("<style>@import url(//evil.test/x.css)</style>", Kind::External),
    ("<style>@im<!-- -->port 'x.css'</style>", Kind::External),
    ("<style><![CDATA[a{background:\\75 rl(https://evil.test)}]]></style>", Kind::External),
    ("<rect style='fill:url(https://evil.test/#a)'/>", Kind::External),
    ("<rect fill='URL( \"//evil.test/#a\")'/>", Kind::External),
    // From a review.
    ("<animate attributeName='fill' to='url(//evil.test#x)'/>", Kind::External),
    ("<rect style='behavior:url(#x)'/>", Kind::Active),
    ("<image href='https://evil.test/x.png'/>", Kind::External),
    ("<image href='x.png'/>", Kind::External),
    ("<feImage href='//evil.test/x'/>", Kind::External),
    ("<use href='other.svg#a'/>", Kind::External),
    ("<textPath href='http://evil.test/#p'>x</textPath>", Kind::External),
    ("<a href='file://evil.test/share/x'/>", Kind::External),
    (
        "<foreignObject><img xmlns='http://www.w3.org/1999/xhtml' srcset='a.png 1x, https://evil.test/b.png 2x'/></foreignObject>",
        Kind::External,
    ),
    ("<?php system('ls'); ?>", Kind::ServerCode),
    ("<?xml-stylesheet type='text/xsl' href='#x'?>", Kind::Active),
    ("<!-- <?= 1 ?> -->", Kind::ServerCode),
    // Not well-formed: what follows is not known.
    ("<g>", Kind::Active),
    ("<g a=1/>", Kind::Active),
    ("<g a='<'/>", Kind::Active),
    ("&undefined;", Kind::Active),
    ("</svg><svg xmlns='http://www.w3.org/2000/svg'>", Kind::Active),
];

/// Whole pictures.
const PICTURES: &[(&str, Kind)] = &[
    ("<svg xmlns='http://www.w3.org/2000/svg' width='999999999' height='1'/>", Kind::Pixels),
    ("<svg xmlns='http://www.w3.org/2000/svg' width='30000' height='300in'/>", Kind::Pixels),
    ("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1e9 1e9'/>", Kind::Pixels),
    (
        "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg xmlns='http://www.w3.org/2000/svg'>&x;</svg>",
        Kind::Entity,
    ),
    ("<!DOCTYPE svg SYSTEM 'http://evil.test/x.dtd'><svg xmlns='http://www.w3.org/2000/svg'/>", Kind::Entity),
    ("<!DOCTYPE svg [<!ENTITY % p SYSTEM 'x'> %p;]><svg xmlns='http://www.w3.org/2000/svg'/>", Kind::Entity),
    (
        "<!DOCTYPE svg [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]><svg xmlns='http://www.w3.org/2000/svg'>&b;</svg>",
        Kind::Entity,
    ),
    (
        "<!DOCTYPE svg [<!ENTITY s '<script>alert(1)</script>'>]><svg xmlns='http://www.w3.org/2000/svg'>&s;</svg>",
        Kind::Active,
    ),
    (
        "<!DOCTYPE svg [<!ENTITY s '&#60;script>alert(1)&#60;/script>'>]><svg xmlns='http://www.w3.org/2000/svg'>&s;</svg>",
        Kind::Active,
    ),
    (
        "<!DOCTYPE svg [<!ENTITY j 'javascript'>]><svg xmlns='http://www.w3.org/2000/svg'><a href='&j;:alert(1)'/></svg>",
        Kind::Active,
    ),
    (
        "<!DOCTYPE svg [<!ENTITY n 'http://www.w3.org/1999/xhtml'>]><svg xmlns='http://www.w3.org/2000/svg'><p xmlns='&n;' onclick='x'/></svg>",
        Kind::Active,
    ),
    (
        "<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'alert(1)'>]><svg xmlns='http://www.w3.org/2000/svg'/>",
        Kind::Active,
    ),
    (
        "<!DOCTYPE svg [<!ATTLIST g xmlns:a CDATA #FIXED 'x' onload CDATA 'alert(1)'>]><svg xmlns='http://www.w3.org/2000/svg'><g/></svg>",
        Kind::Active,
    ),
    ("<?xml version='1.0' encoding='UTF-7'?><svg xmlns='http://www.w3.org/2000/svg'/>", Kind::Active),
    (
        "<?xml version='1.0'?><?xml-stylesheet href='//evil.test/x.css' type='text/css'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        Kind::External,
    ),
    (
        "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/><svg xmlns='http://www.w3.org/2000/svg'/>",
        Kind::Active,
    ),
    ("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'>", Kind::Active),
];

#[test]
fn what_a_picture_can_do_is_found() {
    let wrapped = ATTACKS
        .iter()
        .map(|(body, kind)| (format!("<svg xmlns='http://www.w3.org/2000/svg'>{body}</svg>"), *kind));
    let whole = PICTURES.iter().map(|(text, kind)| ((*text).to_owned(), *kind));
    for (text, kind) in wrapped.chain(whole) {
        assert_eq!(upload::sniff(text.as_bytes()), Sniffed::Known(FileType::SVG), "{text}");
        for bytes in [text.clone().into_bytes(), utf16(&text, true, true), utf16(&text, false, true)] {
            let found = kinds("x.svg", &bytes);
            assert!(found.contains(&kind), "{text}: {found:?}");
        }
        // The place is in the file, also where a byte order mark stands before.
        for finding in found("x.svg", &utf16(&text, true, true)) {
            assert!(finding.offset().is_none_or(|at| at <= 2 * text.len() as u64 + 2), "{text}: {finding:?}");
        }
    }
}

/// Pictures as programs write them.
const HARMLESS: &[&str] = &[
    "<svg xmlns='http://www.w3.org/2000/svg' width='24' height='24' viewBox='0 0 24 24'><path d='M0 0h24v24z' fill='none'/></svg>",
    // Inkscape.
    "<?xml version='1.0' encoding='UTF-8' standalone='no'?><!-- Created with Inkscape --><svg xmlns='http://www.w3.org/2000/svg' xmlns:sodipodi='http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd' xmlns:inkscape='http://www.inkscape.org/namespaces/inkscape' xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:cc='http://creativecommons.org/ns#' xmlns:dc='http://purl.org/dc/elements/1.1/' width='210mm' height='297mm' sodipodi:docname='a.svg'><sodipodi:namedview inkscape:window-maximized='1'/><metadata><rdf:RDF><cc:Work rdf:about=''><dc:format>image/svg+xml</dc:format><dc:type rdf:resource='http://purl.org/dc/dcmitype/StillImage'/></cc:Work></rdf:RDF></metadata><g inkscape:label='Layer 1' inkscape:groupmode='layer' style='fill:url(#a);-inkscape-font-specification:Sans'/></svg>",
    // Illustrator, with and without its entities.
    "<?xml version='1.0' encoding='utf-8'?><!-- Generator: Adobe Illustrator 16.0.0 --><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd' [<!ENTITY ns_extend 'http://ns.adobe.com/Extensibility/1.0/'><!ENTITY ns_svg 'http://www.w3.org/2000/svg'>]><svg version='1.1' xmlns:x='&ns_extend;' xmlns='&ns_svg;' xmlns:xlink='http://www.w3.org/1999/xlink' style='enable-background:new 0 0 8 8;' xml:space='preserve'><switch><foreignObject requiredExtensions='http://ns.adobe.com/AdobeIllustrator/10.0/' x='0' y='0' width='1' height='1'/><g/></switch></svg>",
    "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 20010904//EN' 'http://www.w3.org/TR/2001/REC-SVG-20010904/DTD/svg10.dtd' [ <!ATTLIST svg xmlns:xlink CDATA #FIXED 'http://www.w3.org/1999/xlink'> ]><svg xmlns='http://www.w3.org/2000/svg'/>",
    // Diagrams with text that wraps, and a link to their help.
    "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'><switch><foreignObject><div xmlns='http://www.w3.org/1999/xhtml' style='color: rgb(0, 0, 0); background: #fff'><b>a</b><br/>b</div></foreignObject><text>a</text></switch><a xlink:href='https://example.com/help' target='_blank'><text>Text is not SVG</text></a></svg>",
    "<svg xmlns='http://www.w3.org/2000/svg'><style type='text/css'><![CDATA[@namespace svg url(http://www.w3.org/2000/svg); .a{fill:url(#b);scroll-behavior:smooth} @font-face{font-family:x;src:url('data:font/woff2;base64,AA')}]]></style><image href='data:image/png;base64,AA'/><image href='data:image/svg+xml,x'/><use href='#c'/><animate attributeName='fill' values='red;blue'/></svg>",
    "<svg xmlns='http://www.w3.org/2000/svg'><title>A &amp; B &#8211; C</title><text>a &lt; b</text><!-- onclick=\"x\" <script> --></svg>",
];

#[test]
fn harmless_pictures_have_no_finding() {
    for text in HARMLESS {
        assert_eq!(upload::sniff(text.as_bytes()), Sniffed::Known(FileType::SVG), "{text}");
        assert_eq!(kinds("x.svg", text.as_bytes()), [], "{text}");
    }
}

#[test]
fn other_markup_is_read_too() {
    let is = |name: &str, text: &str, kind: Kind| {
        let found = kinds(name, text.as_bytes());
        assert!(found.contains(&kind), "{text}: {found:?}");
    };
    is("a.html", "<!doctype html><p onclick=alert(1)>", Kind::ActivePage);
    is("a.html", "<!doctype html><style onload=alert(1)></style>", Kind::ActivePage);
    is("a.html", "<!doctype html><a href=java&#9;script&colon;alert(1)>", Kind::ActivePage);
    is("a.html", "<!doctype html><svg><style><img src=x onerror=alert(1)></style></svg>", Kind::ActivePage);
    is("a.html", "<!doctype html><svg><![CDATA[><a \"]]><img src=x onerror=alert(1)>\"", Kind::ActivePage);
    is("a.html", "<!doctype html><img src=//evil.test/x>", Kind::External);
    is("a.html", "<!doctype html><?= 1 ?>", Kind::ServerCode);
    is("a.shtml", "<!--#include virtual=\"x\" -->", Kind::ServerCode);
    is(
        "a.xhtml",
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body onload='x'/></html>",
        Kind::ActivePage,
    );
    is(
        "a.xml",
        "<?xml version='1.0'?><a><b xmlns='http://www.w3.org/1999/xhtml' onclick='x'/></a>",
        Kind::Active,
    );
    is(
        "a.xml",
        "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        Kind::Entity,
    );
    is("a.txt", "hello <?php system(1);", Kind::CodeInText);
    // From a review: shells that do not begin their file.
    is("a.txt", "hi <% Eval request(\"c\") %>", Kind::CodeInText);
    is("a.txt", "hi <cfexecute name=\"cmd\">", Kind::CodeInText);
    assert_eq!(kinds("a.txt", b"5 <% of 10, <%= title %>, <% evening"), []);
    is("a.txt", "<p", Kind::Html);
    assert_eq!(kinds("a.html", b"<!doctype html><title>x</title><p class=a>b <a href=/c>d</a>"), []);
    assert_eq!(
        kinds(
            "a.xml",
            b"<?xml version='1.0'?><a on='1' once='2' onset='3'><b>javascript: the language</b></a>"
        ),
        []
    );
    assert_eq!(kinds("a.java", b"class A { List<? extends B> c; List<? super D> e; }"), []);
}

/// From a review: XML without a declaration whose first word is one of HTML's too.
#[test]
fn words_of_pages_begin_other_documents() {
    for text in [
        "<data><row id='1'>x</row></data>",
        "<menu xmlns:android='http://schemas.android.com/apk/res/android'><item android:id='1'/></menu>",
        "<map name='level 1'><tile x='1'/></map>",
    ] {
        assert_eq!(upload::sniff(text.as_bytes()), Sniffed::Family(Family::Xml), "{text}");
    }
    for text in ["<p>a<br>b", "<table><tr><td>a</table>", "<map name=x><area href=y>", "<menu><li>a</menu>"] {
        assert_eq!(upload::sniff(text.as_bytes()), Sniffed::Known(FileType::HTML), "{text}");
    }
}

#[test]
fn cells_that_are_formulas_are_found() {
    let formula = |text: &str| kinds("a.csv", text.as_bytes()).contains(&Kind::Formula);
    for text in [
        "=1+1",
        "a,=1",
        "a;=1",
        "a\t=1",
        "a|=1",
        "a\n=1",
        "a\r\n=1",
        "\u{FEFF}=1",
        " =1",
        "\u{A0}=1",
        "\u{200B}=1",
        "\"=1\"",
        "\" =1\"",
        "\"\"=1",
        "a,\"b,c\",\"=1\"",
        "@SUM(1)",
        "-2+3",
        "+1+1",
        "+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "@cmd|'x'!A1",
        "-Sheet2!A1",
        "+SUM(A1)",
        "＝1",
        "＋SUM(1)",
        "a,\"\"\"x\"\"\",=1",
        "+=1",
        "sep=!\na!=1",
        "-A1+B1",
        "+(1+1)+2",
    ] {
        assert!(formula(text), "{text:?}");
    }
    for text in [
        "id,name\n1,a\n",
        "-12.5",
        "+49 170 123",
        "+49 (170) 123-45",
        "-1,5e-3,+1E+5",
        "a,-",
        "--,---,-",
        "-5 kg",
        "+5%",
        "@handle,a@b.c",
        "\"a, =b\"",
        "\"a\"\"=b\"",
        "x=1",
        "'=1",
        "a-b",
        "- item\n- other item\n",
        "-1 °C",
        "sep=;\na;b\n",
        "2024-01-01,12:00+01:00",
        "-€5",
    ] {
        assert!(!formula(text), "{text:?}");
    }
    assert!(kinds("a.csv", &utf16("a,=1,bcdefgh", true, true)).contains(&Kind::Formula));
    // Only a table has cells.
    assert!(!kinds("a.txt", b"=1+1").contains(&Kind::Formula));
    assert!(kinds("a.tsv", b"a\t=1").contains(&Kind::Formula));
}

/// The verdict of the stream, whatever its pieces.
fn in_pieces(name: &str, bytes: &[u8], sizes: &[usize]) -> Vec<Finding> {
    let mut inspector = Inspector::new(name, None, &EVERYTHING);
    let mut rest = bytes;
    let mut sizes = sizes.iter().cycle();
    while !rest.is_empty() {
        let size = sizes.next().copied().unwrap_or(1).clamp(1, rest.len());
        let (piece, tail) = rest.split_at(size);
        if let Err(error) = inspector.push(piece) {
            return error.findings().to_vec();
        }
        rest = tail;
    }
    match inspector.finish() {
        Ok(up) => up.findings().to_vec(),
        Err(error) => error.findings().to_vec(),
    }
}

const PIECES: &[&str] = &[
    "=",
    "+",
    "-",
    "@",
    "＝",
    ",",
    ";",
    "\t",
    "\n",
    "\"",
    "a",
    "1",
    " ",
    "é",
    "日",
    "\u{1F600}",
    "<?php ",
    "<?=",
    "<? x",
    "<!--#exec ",
    "<%@",
    "<script runat=server>",
    "<jsp:",
    "\u{FEFF}",
    "(",
    "!",
    "|",
    "\u{7f}",
    "|",
    "sep=",
];

proptest! {
    #[test]
    fn findings_do_not_depend_on_pieces(
        picks in prop::collection::vec(0..PIECES.len(), 0..40),
        sizes in prop::collection::vec(1usize..7, 1..8),
        pad in 0usize..600,
        raw in prop::collection::vec(any::<u8>(), 0..4),
        wide in any::<bool>(),
    ) {
        let mut text = "x".repeat(pad);
        text.extend(picks.iter().map(|at| PIECES[*at]));
        let mut bytes = if wide { utf16(&text, true, true) } else { text.into_bytes() };
        bytes.extend(raw);
        prop_assert_eq!(in_pieces("a.csv", &bytes, &sizes), found("a.csv", &bytes));
    }

    /// Every script, event attribute and script link that another XML parser finds in a tree is reported.
    #[test]
    fn nothing_that_another_reader_finds_is_missed(picks in prop::collection::vec(0..XML.len(), 1..24), root in 0..3usize) {
        let body: String = picks.iter().map(|at| XML[*at]).collect();
        let text = match root {
            0 => format!("<svg xmlns='http://www.w3.org/2000/svg'>{body}</svg>"),
            1 => format!("<!DOCTYPE svg [<!ENTITY j 'javascript'><!ENTITY n 'http://www.w3.org/2000/svg'>]><svg xmlns='&n;'>{body}</svg>"),
            _ => format!("<a:svg xmlns:a='http://www.w3.org/2000/svg'><g xmlns='http://www.w3.org/1999/xhtml'>{body}</g></a:svg>"),
        };
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        let is_live = roxmltree::Document::parse_with_options(&text, options).is_ok_and(|tree| runs(&tree));
        let is_reported = kinds("x.svg", text.as_bytes()).contains(&Kind::Active);
        prop_assert!(is_reported || !is_live, "{}", text);
    }

    /// The same for pages, with a browser's own parser.
    #[test]
    fn nothing_that_a_page_parser_finds_is_missed(picks in prop::collection::vec(0..PAGE.len(), 1..24)) {
        let body: String = picks.iter().map(|at| PAGE[*at]).collect();
        let text = format!("<!doctype html><body>{body}");
        let is_reported = kinds("x.html", text.as_bytes()).contains(&Kind::ActivePage);
        prop_assert!(is_reported || !page_runs(&text), "{}", text);
    }
}

const XML: &[&str] = &[
    "<g>",
    "</g>",
    "<g/>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<script>",
    "</script>",
    "<s:script xmlns:s='http://www.w3.org/2000/svg'/>",
    "<a href='javascript:x'/>",
    "<a href='&j;:x'/>",
    "<g onload='x'/>",
    "<p xmlns='' onload='x'/>",
    "<g xmlns='&n;' onload='x'/>",
    "<?x ",
    "?>",
    "'",
    "\"",
    "&amp;",
    "&#60;",
    "&lt;script>",
    ">",
    "a",
    " ",
    "<a:g onload='x'/>",
    "<g a='",
    "'/>",
    "<g a=\"",
    "\"/>",
    "<!-- x -->",
    "<g xmlns:b='http://www.w3.org/1999/xhtml'>",
    "<b:p onclick='x'/>",
    "<g title='>'",
    "/>",
    "]",
    "[",
    "--",
    "<a href='java&#9;script:x'/>",
];

fn runs(tree: &roxmltree::Document<'_>) -> bool {
    const LIVE: [&str; 2] = ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"];
    tree.descendants().filter(roxmltree::Node::is_element).any(|node| {
        let is_live = node.tag_name().namespace().is_some_and(|space| LIVE.contains(&space));
        is_live
            && (node.tag_name().name() == "script"
                || node.attributes().any(|a| {
                    (a.namespace().is_none() && a.name().starts_with("on"))
                        || (a.name() == "href" && untaint::uri::is_javascript(a.value()))
                }))
    })
}

const PAGE: &[&str] = &[
    "<p>",
    "</p>",
    "<svg>",
    "</svg>",
    "<math>",
    "<style>",
    "</style>",
    "<title>",
    "</title>",
    "<textarea>",
    "</textarea>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "--!>",
    "<![CDATA[",
    "]]>",
    "<a ",
    "\"",
    "'",
    ">",
    "<img src=x onerror=x>",
    "<a href=javascript:x>",
    "<mtext>",
    "<foreignObject>",
    "<desc>",
    "<noscript>",
    "</noscript>",
    "<xmp>",
    "</xmp>",
    "<iframe>",
    "</iframe>",
    "<table>",
    "<select>",
    "<template>",
    "</template>",
    "<plaintext>",
    "<p title=\"",
    "<p title='",
    "=",
    "/",
    "<noembed>",
    "</noembed>",
    "<?x",
    "</",
    "<",
    "a",
    " ",
];

fn page_runs(text: &str) -> bool {
    use html5ever::tendril::TendrilSink;
    use markup5ever_rcdom::{NodeData, RcDom};
    let dom = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(text);
    let mut open = vec![dom.document.clone()];
    while let Some(node) = open.pop() {
        if let NodeData::Element { name, attrs, template_contents, .. } = &node.data {
            let is_frame = matches!(&*name.local, "script" | "iframe");
            if is_frame
                || attrs.borrow().iter().any(|a| {
                    a.name.local.starts_with("on")
                        || (&*a.name.local == "href" && untaint::uri::is_javascript(&a.value))
                })
            {
                return true;
            }
            open.extend(template_contents.borrow().iter().cloned());
        }
        open.extend(node.children.borrow().iter().cloned());
    }
    false
}

#[test]
fn the_oracles_can_find_something() {
    let tree =
        roxmltree::Document::parse("<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>").expect("XML");
    assert!(runs(&tree));
    let tree = roxmltree::Document::parse("<svg xmlns='http://www.w3.org/2000/svg'><g/></svg>").expect("XML");
    assert!(!runs(&tree));
    assert!(page_runs("<p onclick=x>") && !page_runs("<p>"));
}

/// What Chromium was seen to do, and what the standard says.
#[test]
fn browsers_guess_html_by_its_beginning() {
    let guess = |text: &str| upload::browser_sniffs_html(text.as_bytes(), None, false);
    for text in [
        "<html>",
        "<HTML x",
        "<script>",
        "<a >",
        "<!-- x",
        " \t\r\n\x0C\x0B<p>",
        "<base>",
        "<button>",
        "<htmlx>",
        "<!DOCTYPE HTML>",
        "<h1>",
        "<iframe",
        "<br>",
    ] {
        assert!(guess(text), "{text:?}");
    }
    for text in [
        "",
        " ",
        "<",
        "<img onerror=x>",
        "<svg>",
        "<form>",
        "<h2>",
        "<span>",
        "<?xml ?>",
        "x<html>",
        "\u{FEFF}<html>",
        "%PDF-1.4<html>",
        "GIF89a<html>",
        "<!doctype",
        "</html>",
    ] {
        assert!(!guess(text), "{text:?}");
    }
    // The standard looks further than Chromium, and wants the tag to end.
    let far = |spaces: usize, tag: &str| guess(&format!("{}{tag}", " ".repeat(spaces)));
    assert!(far(1000, "<html>") && far(1000, "<p ") && far(506, "<htmlx") && far(1441, "<!--"));
    assert!(!far(1000, "<htmlx") && !far(1440, "<html>") && !far(2000, "<html>"));
}

#[test]
fn a_declared_type_ends_the_guessing() {
    let html = b"<script>alert(1)</script>";
    for declared in [
        "",
        " ",
        "foo",
        "unknown/unknown",
        "application/unknown",
        "*/*",
        "Unknown/Unknown; x=y",
        "/html",
        "text/",
        "te xt/html",
    ] {
        assert!(upload::browser_sniffs_html(html, Some(declared), false), "{declared:?}");
        assert!(!upload::browser_sniffs_html(html, Some(declared), true), "{declared:?}");
    }
    for declared in [
        "text/plain",
        "text/plain; charset=utf-8",
        "application/octet-stream",
        "image/png",
        "text/xml",
        "application/json",
        "text/htmlx",
    ] {
        assert!(!upload::browser_sniffs_html(html, Some(declared), false), "{declared:?}");
    }
    for declared in
        ["text/html", "TEXT/HTML; charset=x", " text/html ", "text/plain, text/html", "text/html, */*"]
    {
        assert!(upload::browser_sniffs_html(b"", Some(declared), true), "{declared:?}");
    }
    assert!(!upload::browser_sniffs_html(html, Some("text/html, text/plain"), false));
}

#[test]
fn opening_xml_runs_what_is_in_it() {
    let active = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let decl = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    let still = b"<svg xmlns='http://www.w3.org/2000/svg'><path/></svg>";
    for declared in [
        "image/svg+xml",
        "text/xml",
        "application/xml; charset=x",
        "application/xhtml+xml",
        "application/foo+xml",
    ] {
        assert!(upload::runs_script_when_opened(active, Some(declared)), "{declared}");
        assert!(!upload::runs_script_when_opened(still, Some(declared)), "{declared}");
        assert!(!upload::runs_script_when_opened(b"plain words", Some(declared)), "{declared}");
    }
    assert!(upload::runs_script_when_opened(decl, None) && !upload::runs_script_when_opened(active, None));
    assert!(upload::runs_script_when_opened(
        &utf16("<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", true, true),
        Some("image/svg+xml")
    ));
    for declared in ["image/png", "text/plain", "application/json", "application/octet-stream"] {
        assert!(!upload::runs_script_when_opened(active, Some(declared)), "{declared}");
    }
    // HTML is not searched.
    assert!(
        upload::runs_script_when_opened(b"<p>x", None)
            && upload::runs_script_when_opened(b"", Some("text/html"))
    );
}

#[test]
fn cost_is_bounded_on_hostile_markup() {
    // Each of these is quadratic or deep for a careless reader; all are read in one pass.
    let n = 100_000;
    for text in [
        format!("<svg xmlns='http://www.w3.org/2000/svg'>{}", "<g>".repeat(n)),
        format!("<svg xmlns='http://www.w3.org/2000/svg'>{}", "<g xmlns:a='x'>".repeat(n)),
        format!("<svg xmlns='http://www.w3.org/2000/svg' {}/>", "a='' ".repeat(n)),
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg'><style>{}</style></svg>",
            "@namespace url(".repeat(n)
        ),
        format!("<svg xmlns='http://www.w3.org/2000/svg'>{}</svg>", "&amp".repeat(n)),
        format!("<svg xmlns='http://www.w3.org/2000/svg'>{}</svg>", "<!-".repeat(n)),
        format!(
            "<!DOCTYPE svg [<!ENTITY a '{}'>]><svg xmlns='http://www.w3.org/2000/svg'>{}</svg>",
            "x".repeat(n),
            "&a;".repeat(n)
        ),
        format!("<!doctype html>{}", "<style><title>".repeat(n)),
        "[".repeat(n),
        format!("{}{}", "{\"a\":".repeat(n), "1"),
        "From: a@b.c\n ".repeat(n),
        "<!--".repeat(n),
        "\"".repeat(n),
    ] {
        let name = if text.starts_with('<') { "x.svg" } else { "x.csv" };
        let _ = found(name, text.as_bytes());
        let _ = upload::runs_script_when_opened(text.as_bytes(), Some("text/xml"));
    }
}
