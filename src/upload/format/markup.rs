//! Markup: a browser that opens it builds a document, and most of these can run script.

use super::row::Mark::Page;
use super::row::{Format, types};
use crate::upload::file_type::FileType;

types! {
    HTML "text/html" Markup ["html" "htm" "shtml" "shtm" "stm" "xht"] [] { marks: &[Page], named: &[("xhtml", FileType::XHTML)], declared: &[FileType::XHTML] };
    XHTML "application/xhtml+xml" Markup ["xhtml" "xht" "html" "htm"] [] { marks: &[Page], named: &[("html", FileType::HTML), ("htm", FileType::HTML)], declared: &[FileType::HTML] };
    XML "application/xml" Markup ["xml" "xsd" "config"] ["text/xml" "application/x-xml"];
    SVG "image/svg+xml" Markup ["svg"] ["image/svg" "image/svg-xml"];
    XSLT "application/xslt+xml" Markup ["xsl" "xslt"] ["text/xsl"] of XML;
    DTD "application/xml-dtd" Markup ["dtd" "mod" "ent"] [] { declared: &[FileType::XML] };
    MATHML "application/mathml+xml" Markup ["mathml" "mml"] [] of XML;
    RSS "application/rss+xml" Markup ["rss"] [] of XML;
    ATOM "application/atom+xml" Markup ["atom"] [] of XML;
    RDF "application/rdf+xml" Markup ["rdf" "owl"] [] of XML;
    GPX "application/gpx+xml" Markup ["gpx"] ["application/gpx"] of XML;
    KML "application/vnd.google-earth.kml+xml" Markup ["kml"] [] of XML;
    TCX "application/vnd.garmin.tcx+xml" Markup ["tcx"] [] of XML;
    GML "application/gml+xml" Markup ["gml"] [] of XML;
    COLLADA "model/vnd.collada+xml" Markup ["dae"] [] of XML;
    X3D "model/x3d+xml" Markup ["x3d"] [] of XML;
    FB2 "application/x-fictionbook+xml" Markup ["fb2"] [] of XML;
    TTML "application/ttml+xml" Markup ["ttml" "dfxp"] [] of XML;
    DASH "application/dash+xml" Markup ["mpd"] [] of XML;
    XSPF "application/xspf+xml" Markup ["xspf"] [] of XML;
    OPML "text/x-opml" Markup ["opml"] ["text/x-opml+xml"] of XML;
    PLIST "application/x-plist" Markup ["plist"] ["application/x-apple-plist"] of XML;
    XLIFF "application/xliff+xml" Markup ["xlf" "xliff"] ["application/x-xliff+xml"] of XML;
    WSDL "application/wsdl+xml" Markup ["wsdl"] [] of XML;
    XUL "application/vnd.mozilla.xul+xml" Markup ["xul"] [] of XML;
    MUSICXML "application/vnd.recordare.musicxml+xml" Markup ["musicxml"] [] of XML;
    JNLP "application/x-java-jnlp-file" Markup ["jnlp"] [] of XML;
    DRAWIO "application/vnd.jgraph.mxfile" Markup ["drawio"] [] of XML;
    XAML "application/xaml+xml" Markup ["xaml"] [] of XML;
    FODT "application/vnd.oasis.opendocument.text-flat-xml" Markup ["fodt"] [] of XML;
    FODS "application/vnd.oasis.opendocument.spreadsheet-flat-xml" Markup ["fods"] [] of XML;
}

pub(super) const FORMAT: Format = Format::of(TYPES);
