//! Hosts on which a stranger's text runs as script, and names below which strangers get theirs.

use super::matching::path_allows;
use super::source::HostSource;
use std::borrow::Cow;
use std::sync::LazyLock;

/// How a stranger's text gets to run there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HostKind {
    /// He may put a file there.
    Anyone,
    /// A library that runs markup as code lies there.
    Library,
    /// An endpoint answers with a call of the function that the address names.
    Callback,
    /// Only together with `'unsafe-eval'`.
    Eval,
}

/// A row of `hosts.txt`, or of a program's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) kind: HostKind,
    /// In lower case, without `*.`.
    pub(super) host: String,
    pub(super) is_wildcard: bool,
    /// Empty, or from the first slash on.
    pub(super) path: String,
}

/// The rows of `hosts.txt`.
struct Known {
    /// Those that name one host, in the order of the names.
    exact: Vec<Listed>,
    /// A bit for the key of each: most hosts are told apart from all of them by it.
    keys: [u64; 16],
    /// Names below which strangers get theirs.
    strangers: Vec<Listed>,
    /// Names below which all hosts do one thing.
    services: Vec<Listed>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let rows = include_str!("hosts.txt").lines().filter_map(read);
    let (wildcards, mut exact): (Vec<_>, Vec<_>) = rows.partition(|listed| listed.is_wildcard);
    exact.sort_by(|one, other| one.host.cmp(&other.host));
    let (strangers, services) = wildcards.into_iter().partition(|listed| listed.kind == HostKind::Anyone);
    let mut keys = [0; 16];
    for listed in &exact {
        let (word, bit) = key(&listed.host);
        keys[word] |= bit;
    }
    Known { exact, keys, strangers, services }
});

/// A place among the keys, the same in any case; of an empty host one, too.
fn key(host: &str) -> (usize, u64) {
    let bytes = host.as_bytes();
    let letter = |at: usize| bytes.get(at).map_or(0, |byte| usize::from(byte.to_ascii_lowercase()));
    let mixed =
        (bytes.len() * 31 + letter(0) * 7 + letter(bytes.len() / 2) * 13 + letter(bytes.len() / 4)) % 1024;
    (mixed / 64, 1 << (mixed % 64))
}

impl Known {
    /// The rows that may cover a source.
    fn near(&self, source: HostSource<'_>) -> impl Iterator<Item = &Listed> {
        let (word, bit) = key(source.host);
        let (exact, strangers) = if source.is_wildcard {
            (&self.exact[..], &self.strangers[..])
        } else if self.keys[word] & bit == 0 {
            (&[][..], &[][..])
        } else {
            let lower: Cow<'_, str> = if source.host.bytes().any(|byte| byte.is_ascii_uppercase()) {
                source.host.to_ascii_lowercase().into()
            } else {
                source.host.into()
            };
            let from = self.exact.partition_point(|listed| *listed.host < *lower);
            let len = self.exact[from..].iter().take_while(|listed| listed.host == *lower).count();
            // Of the places that strangers have, the one that is named may be the program's own.
            (&self.exact[from..from + len], &[][..])
        };
        exact.iter().chain(&self.services).chain(strangers)
    }
}

/// A line: kind, host with an optional path, and what is for people.
fn read(line: &str) -> Option<Listed> {
    let mut words = line.split(' ');
    let kind = match words.next()? {
        "anyone" => HostKind::Anyone,
        "library" => HostKind::Library,
        "callback" => HostKind::Callback,
        "eval" => HostKind::Eval,
        _ => return None,
    };
    Some(Listed::new(kind, words.next()?))
}

impl Listed {
    /// From `host`, `*.host` or `host/path`.
    pub(super) fn new(kind: HostKind, place: &str) -> Self {
        let (host, path) = place.split_at(place.find('/').unwrap_or(place.len()));
        let name = host.strip_prefix("*.");
        Self {
            kind,
            host: name.unwrap_or(host).to_ascii_lowercase(),
            is_wildcard: name.is_some(),
            path: path.to_owned(),
        }
    }

    fn is_hit_by(&self, source: HostSource<'_>) -> bool {
        let (own, theirs) = (self.host.as_bytes(), source.host.as_bytes());
        let is_below = |long: &[u8], short: &[u8]| {
            long.len() > short.len() + 1 && {
                let (start, end) = long.split_at(long.len() - short.len());
                start.ends_with(b".") && end.eq_ignore_ascii_case(short)
            }
        };
        // Of the places that strangers have, the one that is named may be the program's own.
        if self.is_wildcard && self.kind == HostKind::Anyone && !source.is_wildcard {
            return false;
        }
        let is_host = if source.is_wildcard {
            is_below(own, theirs) || (self.is_wildcard && own.eq_ignore_ascii_case(theirs))
        } else if self.is_wildcard {
            is_below(theirs, own)
        } else {
            own.eq_ignore_ascii_case(theirs)
        };
        let place = if self.path.is_empty() { "/" } else { &self.path };
        // A source of a longer path names something that is not the stranger's.
        is_host && (source.path == "/" || path_allows(source.path, place))
    }
}

/// The first row that this source covers.
pub(super) fn find<'l>(source: HostSource<'_>, own: &'l [Listed], has_eval: bool) -> Option<&'l Listed> {
    let counts = |listed: &&Listed| (has_eval || listed.kind != HostKind::Eval) && listed.is_hit_by(source);
    if source.host.is_empty() {
        return None;
    }
    own.iter().find(counts).or_else(|| KNOWN.near(source).find(counts))
}

/// Names of one label that no registry sells names below.
const PRIVATE: [&str; 8] = ["localhost", "local", "internal", "intranet", "private", "lan", "home", "corp"];

/// Names of two labels below which anybody may register his own.
const REGISTRIES: [&str; 58] = [
    "ac.uk", "co.uk", "ltd.uk", "me.uk", "net.uk", "org.uk", "plc.uk", "com.au", "id.au", "net.au", "org.au",
    "ac.nz", "co.nz", "net.nz", "org.nz", "ac.jp", "co.jp", "ne.jp", "or.jp", "co.kr", "ne.kr", "or.kr",
    "com.br", "net.br", "org.br", "com.cn", "net.cn", "org.cn", "com.tw", "org.tw", "com.hk", "org.hk",
    "com.sg", "org.sg", "com.mx", "org.mx", "com.ar", "org.ar", "com.co", "com.pe", "com.tr", "org.tr",
    "co.in", "net.in", "org.in", "co.za", "org.za", "co.il", "org.il", "com.ua", "com.pl", "org.pl",
    "com.my", "com.vn", "com.ph", "co.id", "co.th", "eu.org",
];

/// Whether a source with `*.` covers names that strangers register: `*.com`, `*.co.uk`, `*.github.io`.
pub(super) fn is_registry(source: HostSource<'_>) -> bool {
    if !source.is_wildcard || source.host.is_empty() {
        return false;
    }
    let is = |name: &str| name.eq_ignore_ascii_case(source.host);
    if !source.host.contains('.') {
        return !PRIVATE.iter().any(|name| is(name));
    }
    let is_hosting = |listed: &Listed| listed.host.eq_ignore_ascii_case(source.host);
    REGISTRIES.iter().any(|name| is(name)) || KNOWN.strangers.iter().any(is_hosting)
}
