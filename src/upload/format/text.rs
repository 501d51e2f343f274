//! Text that is only read. Each of these may also be uploaded as plain text.

use super::row::Mark::Table;
use super::row::{Format, types};
use crate::upload::file_type::FileType;

types! {
    TEXT "text/plain" Text ["txt" "text" "log" "asc" "nfo" "me"] [];
    CSV "text/csv" Text ["csv"] ["application/csv" "text/x-csv" "application/x-csv" "text/comma-separated-values"] of TEXT { marks: &[Table], declared: &[FileType::XLS] };
    TSV "text/tab-separated-values" Text ["tsv" "tab"] ["text/tsv" "text/x-tsv"] of TEXT { marks: &[Table], declared: &[FileType::XLS] };
    JSON "application/json" Text ["json" "map"] ["text/json" "application/x-json"] of TEXT;
    JSONL "application/jsonl" Text ["jsonl" "ndjson"] ["application/x-ndjson" "application/x-jsonlines" "application/jsonlines" "application/ndjson"] of TEXT;
    JSON5 "application/json5" Text ["json5" "jsonc"] [] of TEXT;
    GEOJSON "application/geo+json" Text ["geojson"] ["application/vnd.geo+json"] of JSON;
    JSON_LD "application/ld+json" Text ["jsonld"] [] of JSON;
    TOPOJSON "application/topo+json" Text ["topojson"] [] of JSON;
    HAR "application/har+json" Text ["har"] [] of JSON;
    GLTF "model/gltf+json" Text ["gltf"] [] of JSON;
    IPYNB "application/x-ipynb+json" Text ["ipynb"] [] of JSON;
    WEB_MANIFEST "application/manifest+json" Text ["webmanifest"] [] of JSON;
    MARKDOWN "text/markdown" Text ["md" "markdown" "mkd" "mdown"] ["text/x-markdown"] of TEXT;
    RST "text/x-rst" Text ["rst"] ["text/prs.fallenstein.rst"] of TEXT;
    ASCIIDOC "text/asciidoc" Text ["adoc" "asciidoc"] ["text/x-asciidoc"] of TEXT;
    ORG "text/org" Text ["org"] ["text/x-org"] of TEXT;
    YAML "application/yaml" Text ["yaml" "yml"] ["text/yaml" "text/x-yaml" "application/x-yaml" "text/vnd.yaml"] of TEXT;
    TOML "application/toml" Text ["toml"] ["text/x-toml" "text/toml"] of TEXT;
    INI "text/x-ini" Text ["ini" "cfg" "conf" "config" "properties"] ["text/ini" "application/x-ini" "text/x-properties" "text/x-java-properties" "zz-application/zz-winassoc-ini"] of TEXT;
    SRT "application/x-subrip" Text ["srt"] ["text/srt" "text/x-srt"] of TEXT;
    VTT "text/vtt" Text ["vtt"] [] of TEXT;
    ASS "text/x-ssa" Text ["ass" "ssa"] ["text/x-ass"] of TEXT;
    LRC "application/lrc" Text ["lrc"] [] of TEXT;
    ICS "text/calendar" Text ["ics" "ifb" "vcs"] ["text/x-vcalendar"] of TEXT;
    VCARD "text/vcard" Text ["vcf" "vcard"] ["text/x-vcard" "text/directory"] of TEXT;
    LDIF "text/x-ldif" Text ["ldif"] ["application/x-ldif"] of TEXT;
    BIBTEX "application/x-bibtex" Text ["bib"] ["text/x-bibtex"] of TEXT;
    RIS "application/x-research-info-systems" Text ["ris"] [] of TEXT;
    PO "text/x-gettext-translation" Text ["po" "pot"] ["text/x-po" "text/x-gettext"] of TEXT;
    DIFF "text/x-diff" Text ["diff" "patch"] ["text/x-patch"] of TEXT;
    PEM "application/x-pem-file" Text ["pem" "crt" "cer" "key" "pub" "csr" "crl" "p7b"] ["application/pem-certificate-chain" "application/x-x509-ca-cert" "application/x-x509-user-cert" "application/pkix-cert"] of TEXT;
    PGP_ARMOR "application/pgp-keys" Text ["asc" "key" "pgp" "gpg"] ["application/pgp-signature" "application/pgp-encrypted"] of TEXT;
    M3U "audio/x-mpegurl" Text ["m3u"] ["audio/mpegurl" "application/x-mpegurl"] of TEXT;
    HLS "application/vnd.apple.mpegurl" Text ["m3u8"] ["application/x-mpegurl" "audio/mpegurl" "audio/x-mpegurl" "vnd.apple.mpegurl"] of TEXT;
    PLS "audio/x-scpls" Text ["pls"] [] of TEXT;
    CUE "application/x-cue" Text ["cue"] [] of TEXT;
    OBJ "model/obj" Text ["obj"] ["text/x-obj"] of TEXT;
    MTL "model/mtl" Text ["mtl"] [] of TEXT;
    GCODE "text/x-gcode" Text ["gcode"] [] of TEXT;
    FASTA "text/x-fasta" Text ["fasta" "fa"] ["application/x-fasta"] of TEXT;
    GRAPHVIZ "text/vnd.graphviz" Text ["gv" "dot"] [] of TEXT;
    WKT "text/x-wkt" Text ["wkt"] [] of TEXT;
}

pub(super) const FORMAT: Format = Format::of(TYPES);
