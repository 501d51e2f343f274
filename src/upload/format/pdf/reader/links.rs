//! What objects lead to each other, by their numbers: an action may stand before or behind what does it.

use std::collections::{HashMap, HashSet};

/// What is noted of each kind: the largest books have fewer.
const NOTED_MAX: usize = 1 << 14;

/// What the value behind a key is to a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Other,
    /// Done without being asked: `/OpenAction`, `/AA`.
    Automatic,
    /// One of the actions of `/AA`, if the dictionary is one.
    Event,
    /// What is done behind an action, one or a list.
    Chain,
}

/// Keys of `/AA` (ISO 32000-2, 12.6.3) for what happens without a click. Those of a form's fields are scripts.
const EVENTS: [&[u8]; 15] =
    [b"E", b"X", b"Fo", b"Bl", b"PO", b"PC", b"PV", b"PI", b"O", b"C", b"WC", b"WS", b"DS", b"WP", b"DP"];

impl Next {
    pub(super) fn behind(name: &[u8]) -> Self {
        match name {
            b"OpenAction" | b"AA" => Self::Automatic,
            b"Next" => Self::Chain,
            _ if EVENTS.contains(&name) => Self::Event,
            _ => Self::Other,
        }
    }
}

/// What objects lead to each other.
#[derive(Debug, Clone, Default)]
pub(in crate::upload::format::pdf) struct Links {
    /// The objects that are done without being asked.
    roots: HashSet<u32>,
    /// The objects that an object does behind itself, if it is done.
    edges: Vec<(u32, u32)>,
    /// The objects with a link to the web in them.
    uris: HashSet<u32>,
    /// The objects that a link or a file's place leads to.
    targets: HashSet<u32>,
    /// The objects that are a string by themselves, and a harmful target.
    harmful: HashSet<u32>,
}

impl Links {
    pub(super) fn root(&mut self, object: u32) {
        note(&mut self.roots, object);
    }

    pub(super) fn edge(&mut self, from: u32, to: u32) {
        if self.edges.len() < NOTED_MAX {
            self.edges.push((from, to));
        }
    }

    pub(super) fn uri(&mut self, object: u32) {
        note(&mut self.uris, object);
    }

    pub(super) fn target(&mut self, object: u32) {
        note(&mut self.targets, object);
    }

    pub(super) fn harmful(&mut self, object: u32) {
        note(&mut self.harmful, object);
    }

    /// Whether a link is followed without being asked, or leads to a harmful target: of these objects and the others.
    pub(in crate::upload::format::pdf) fn lead_to_action(&self, others: Option<&Self>) -> bool {
        let all = || std::iter::once(self).chain(others);
        let mut behind: HashMap<u32, Vec<u32>> = HashMap::new();
        for (from, to) in all().flat_map(|links| &links.edges) {
            behind.entry(*from).or_default().push(*to);
        }
        let mut open: Vec<u32> = all().flat_map(|links| &links.roots).copied().collect();
        while let Some(object) = open.pop() {
            if all().any(|links| links.uris.contains(&object)) {
                return true;
            }
            // Each object's are taken once.
            open.extend(behind.remove(&object).unwrap_or_default());
        }
        all().flat_map(|links| &links.harmful).any(|object| all().any(|links| links.targets.contains(object)))
    }
}

fn note(objects: &mut HashSet<u32>, object: u32) {
    if objects.len() < NOTED_MAX {
        objects.insert(object);
    }
}
