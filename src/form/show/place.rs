//! From a path to the field that it names, along the rows of the form.

use crate::form::fields::{FieldKind, FieldRules, Tidies};
use crate::form::input::Input;
use crate::rules::RuleInfo;
use std::fmt::{self, Write as _};

/// A form may hold itself: so many flat forms are looked through, and no more.
const MAX_FLAT: usize = 16;

/// A field, or the form itself, with all that its row and those around it say.
#[derive(Clone)]
pub(super) struct Place<'f> {
    pub(super) kind: FieldKind,
    pub(super) rules: Vec<RuleInfo>,
    /// It must be filled in, and so must every form around it.
    pub(super) is_required: bool,
    /// Every form around it must be there.
    pub(super) is_reached: bool,
    pub(super) is_secret: bool,
    pub(super) tidies: Tidies,
    pub(super) label: Option<&'static str>,
    pub(super) autocomplete: Option<&'static str>,
    #[cfg(feature = "upload")]
    pub(super) upload: Option<&'static crate::upload::UploadPolicy>,
    /// The last name on the way to it.
    pub(super) word: &'static str,
    /// As a report writes its path.
    pub(super) path: String,
    pub(super) input: Input<'f>,
}

/// What a field is told by the form that it stands in, and by the flat ones between.
#[derive(Clone, Copy)]
struct Around {
    /// Every form around it must be there.
    is_needed: bool,
    is_secret: bool,
    tidies: Tidies,
}

/// What a name or a path is still to lead to.
struct Step<'p> {
    text: &'p str,
    /// In brackets, so that a full stop is a part of it.
    is_closed: bool,
    rest: &'p str,
}

/// The next step of a path, whose name ends at the next full stop or bracket.
fn step(path: &str) -> Option<Step<'_>> {
    if let Some(inside) = path.strip_prefix('[') {
        let (text, rest) = inside.split_once(']')?;
        return Some(Step { text, is_closed: true, rest });
    }
    let plain = path.strip_prefix('.').unwrap_or(path);
    let (text, rest) = plain.split_at(plain.find(['.', '[']).unwrap_or(plain.len()));
    Some(Step { text, is_closed: false, rest })
}

impl<'f> Place<'f> {
    /// The form itself.
    pub(super) fn root(fields: &'static [FieldRules], input: Input<'f>) -> Self {
        // No kind stands for fields that are at hand: the walk begins with them.
        let mut place = Self {
            kind: FieldKind::Unknown,
            rules: Vec::new(),
            is_required: true,
            is_reached: true,
            is_secret: false,
            tidies: Tidies::Nothing,
            label: None,
            autocomplete: None,
            #[cfg(feature = "upload")]
            upload: None,
            word: "",
            path: String::new(),
            input,
        };
        if let Some(inner) = newtype(fields) {
            place.take(inner);
            place.unwrapped();
        }
        place
    }

    /// What a row says, besides what is known from around it.
    fn take(&mut self, row: &FieldRules) {
        self.kind = row.kind();
        self.rules.extend(row.rules());
        self.is_required &= row.is_required();
        self.is_secret |= row.is_secret();
        self.tidies = more(self.tidies, row.tidies());
        self.label = self.label.or(row.label());
        self.autocomplete = self.autocomplete.or(row.autocomplete());
        #[cfg(feature = "upload")]
        {
            self.upload = self.upload.or(row.upload());
        }
    }

    /// A newtype is what it holds.
    fn unwrapped(&mut self) {
        for _ in 0..MAX_FLAT {
            let FieldKind::Form(fields) = self.kind else { break };
            let Some(inner) = newtype(fields()) else { break };
            self.take(inner);
        }
    }

    fn around(&self) -> Around {
        Around { is_needed: self.is_required, is_secret: self.is_secret, tidies: self.tidies }
    }

    /// What a row below this place says.
    fn below(&self, row: &FieldRules, around: Around, input: Input<'f>, path: String) -> Self {
        let mut place = Self {
            kind: row.kind(),
            rules: Vec::new(),
            is_required: around.is_needed,
            is_reached: around.is_needed,
            is_secret: around.is_secret,
            tidies: around.tidies,
            label: None,
            autocomplete: None,
            #[cfg(feature = "upload")]
            upload: self.upload,
            word: if row.name().is_empty() { self.word } else { row.name() },
            path,
            input,
        };
        place.take(row);
        place.unwrapped();
        place
    }

    /// Every field of the form that stands here, those of flat ones too.
    pub(super) fn fields(&self, fields: &'static [FieldRules]) -> Vec<Self> {
        let mut found = Vec::new();
        each(fields, self.around(), 0, &mut |row, around| found.push(self.field(row, around)));
        found
    }

    fn field(&self, row: &FieldRules, around: Around) -> Self {
        let path = match &*self.path {
            "" => row.name().to_owned(),
            outer => format!("{outer}.{}", row.name()),
        };
        self.below(row, around, self.input.field(row), path)
    }

    /// The item at this place of a list. An item that is left blank is none, so none must be there.
    pub(super) fn item(&self, row: &FieldRules, index: usize, input: Input<'f>) -> Self {
        let around = Around { is_needed: false, ..self.around() };
        self.below(row, around, input, format!("{}[{index}]", self.path))
    }

    /// The entry of a map; a report does not name its key.
    pub(super) fn entry(&self, row: &FieldRules, position: Option<usize>, input: Input<'f>) -> Self {
        // A key that was not sent has no position, and nothing can be wrong with it.
        let position = position.map_or_else(|| "?".to_owned(), |position| position.to_string());
        let around = Around { is_needed: false, ..self.around() };
        self.below(row, around, input, format!("{}[#{position}]", self.path))
    }

    /// The place at the end of a path, from the form on; `is_control` stops at what one control shows as a whole.
    pub(super) fn find(self, fields: &'static [FieldRules], path: &str, is_control: bool) -> Option<Self> {
        let mut place = self;
        let mut rest = path;
        if path.is_empty() && newtype(fields).is_none() {
            return None;
        }
        let mut form = newtype(fields).is_none().then_some(fields);
        loop {
            if let FieldKind::Form(fields) = place.kind {
                form = Some(fields());
            }
            if rest.is_empty() {
                return Some(place);
            }
            let next = match (form.take(), place.kind) {
                (Some(fields), _) => {
                    let (row, around, behind) = place.named(fields, rest)?;
                    rest = behind;
                    place.field(row, around)
                }
                (None, FieldKind::List(row) | FieldKind::Set(row)) => {
                    if is_control && !place.is_of_forms() {
                        return Some(place);
                    }
                    let step = step(rest)?;
                    let index: usize = step.text.parse().ok()?;
                    rest = step.rest;
                    let input = place.input.items().get(index).copied();
                    place.item(row, index, input.unwrap_or_else(|| place.input.nothing()))
                }
                (None, FieldKind::Map(_, row)) => {
                    if is_control {
                        return Some(place);
                    }
                    let step = step(rest)?;
                    rest = step.rest;
                    let found =
                        place.input.children().enumerate().find(|(_, entry)| entry.name() == step.text);
                    let (position, input) = found.unzip();
                    place.entry(row, position, input.unwrap_or_else(|| place.input.nothing()))
                }
                // A type that the derive does not know may have a report with paths of its own.
                (None, _) if is_control => return Some(place),
                (None, _) => return None,
            };
            place = next;
        }
    }

    /// The row that the path begins with, what stands around it, and the rest of the path.
    fn named<'p>(
        &self,
        fields: &'static [FieldRules],
        path: &'p str,
    ) -> Option<(&'static FieldRules, Around, &'p str)> {
        let closed = step(path).filter(|step| step.is_closed);
        let plain = path.strip_prefix('.').unwrap_or(path);
        let mut best: Option<(&'static FieldRules, Around, &'p str)> = None;
        each(fields, self.around(), 0, &mut |row, around| {
            let behind = match &closed {
                Some(step) => (step.text == row.name()).then_some(step.rest),
                None => plain
                    .strip_prefix(row.name())
                    .filter(|rest| rest.is_empty() || rest.starts_with(['.', '['])),
            };
            // A name may have full stops in it: the longest is meant.
            let is_better = |behind: &str| best.is_none_or(|(_, _, rest)| behind.len() < rest.len());
            if let Some(behind) = behind.filter(|behind| is_better(behind)) {
                best = Some((row, around, behind));
            }
        });
        best
    }

    /// The fields of the form that stands here.
    pub(super) fn form(&self) -> Option<&'static [FieldRules]> {
        if let FieldKind::Form(fields) = self.kind { Some(fields()) } else { None }
    }

    /// What each item is, of a list, a set or a map.
    pub(super) fn item_row(&self) -> Option<&'static FieldRules> {
        match self.kind {
            FieldKind::List(row) | FieldKind::Set(row) | FieldKind::Map(_, row) => Some(row),
            _ => None,
        }
    }

    /// A list or a map of forms, or of lists.
    pub(super) fn is_of_forms(&self) -> bool {
        let Some(row) = self.item_row() else { return false };
        let item = self.item(row, 0, self.input);
        item.form().is_some() || item.item_row().is_some()
    }

    /// Several values by one name.
    pub(super) fn is_list(&self) -> bool {
        matches!(self.kind, FieldKind::List(_) | FieldKind::Set(_))
    }

    /// A file, or several.
    pub(super) fn is_file(&self) -> bool {
        let kind = if self.is_list() { self.item_row().map(FieldRules::kind) } else { None };
        matches!(kind.unwrap_or(self.kind), FieldKind::File)
    }

    /// Whether a violation at this path is told here.
    ///
    /// Of a map's entry nothing is told by itself: rules count entries in the map's order, which need not be that in
    /// which they were sent, and the map's own field tells all of them.
    pub(super) fn owns(&self, path: &crate::Path) -> bool {
        if self.path.contains("[#") {
            return false;
        }
        let is_whole = self.form().is_some() || (self.is_list() && self.is_of_forms());
        match compared(path, &self.path) {
            Compared::Same => true,
            Compared::Below => !is_whole,
            Compared::Other => false,
        }
    }
}

/// Visits every row, those of flat forms in their place, with what stands around it.
fn each(
    fields: &'static [FieldRules],
    around: Around,
    depth: usize,
    visit: &mut impl FnMut(&'static FieldRules, Around),
) {
    for row in fields {
        match row.kind() {
            FieldKind::Form(inner) if row.is_flat() => {
                if depth < MAX_FLAT {
                    let around = Around {
                        is_needed: around.is_needed && row.is_required(),
                        is_secret: around.is_secret || row.is_secret(),
                        tidies: more(around.tidies, row.tidies()),
                    };
                    each(inner(), around, depth + 1, visit);
                }
            }
            // The rest of the names, whatever they are.
            _ if row.is_flat() => {}
            _ => visit(row, around),
        }
    }
}

/// A newtype's one row, or a form that is the whole of another.
pub(super) fn newtype(fields: &'static [FieldRules]) -> Option<&'static FieldRules> {
    fields.first().filter(|field| field.is_flat() && field.name().is_empty())
}

fn more(a: Tidies, b: Tidies) -> Tidies {
    let rank = |tidies| match tidies {
        Tidies::Nothing => 0,
        Tidies::Ends => 1,
        Tidies::Shortens => 2,
        Tidies::Anything => 3,
    };
    if rank(b) > rank(a) { b } else { a }
}

enum Compared {
    Same,
    Below,
    Other,
}

/// How a path stands to one that is written out, without writing it.
fn compared(path: &crate::Path, written: &str) -> Compared {
    let mut reader = Reader { rest: written, beyond: None, is_other: false };
    // The reader takes everything.
    let _ = write!(reader, "{path}");
    match reader {
        Reader { is_other: true, .. } => Compared::Other,
        Reader { rest: "", beyond: None, .. } => Compared::Same,
        Reader { rest: "", beyond: Some('.' | '['), .. } if !written.is_empty() => Compared::Below,
        _ => Compared::Other,
    }
}

struct Reader<'w> {
    rest: &'w str,
    beyond: Option<char>,
    is_other: bool,
}

impl fmt::Write for Reader<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.beyond.is_some() || self.is_other {
            return Ok(());
        }
        if let Some(rest) = self.rest.strip_prefix(text) {
            self.rest = rest;
        } else if let Some(beyond) = text.strip_prefix(self.rest) {
            (self.rest, self.beyond) = ("", beyond.chars().next());
        } else {
            self.is_other = true;
        }
        Ok(())
    }
}
