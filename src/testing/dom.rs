//! The tree that a browser's parser builds, flat: nothing here recurses over it, also not when it is dropped.

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{
    Attribute, ExpandedName, ParseOpts, QualName, expanded_name, local_name, ns, parse_document,
    parse_fragment,
};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

/// How a text is read: the same text makes different trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// As a page.
    Document { scripting: bool },
    /// As `innerHTML` of an element of a page.
    Fragment { scripting: bool },
}

impl Reading {
    pub(super) const ALL: [Self; 4] = [
        Self::Document { scripting: true },
        Self::Document { scripting: false },
        Self::Fragment { scripting: true },
        Self::Fragment { scripting: false },
    ];

    pub(super) const fn is_document(self) -> bool {
        matches!(self, Self::Document { .. })
    }

    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Document { scripting: true } => "as a page",
            Self::Document { scripting: false } => "as a page without scripting",
            Self::Fragment { scripting: true } => "as a part of a page",
            Self::Fragment { scripting: false } => "as a part of a page without scripting",
        }
    }
}

/// A node, by its place in [`Tree::nodes`].
type Id = usize;

#[derive(Debug)]
pub(super) struct Node {
    id: Id,
    pub(super) kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    /// The document, and the content of a `template`.
    Root,
    Element(Element),
    Text(RefCell<String>),
    /// Comments and the like: no parser makes anything of them.
    Nothing,
}

#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: QualName,
    pub(super) attrs: RefCell<Vec<Attribute>>,
    /// The tag named an attribute twice, so that its nonce does not count.
    pub(super) has_duplicates: bool,
    is_integration_point: bool,
    content: Option<Rc<Node>>,
}

impl Element {
    pub(super) fn local(&self) -> &str {
        &self.name.local
    }

    pub(super) fn attr(&self, name: &str) -> Option<String> {
        let attrs = self.attrs.borrow();
        attrs.iter().find(|attr| &*attr.name.local == name).map(|attr| attr.value.to_string())
    }
}

#[derive(Debug, Default)]
struct Links {
    parent: Option<Id>,
    children: Vec<Id>,
}

/// A parsed text.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Rc<Node>>,
    links: Vec<Links>,
}

/// A step of a walk through a [`Tree`].
pub(super) enum Step<'a> {
    Open(&'a Node),
    Close(&'a Element),
}

impl Tree {
    pub(super) fn parse(html: &str, reading: Reading) -> Self {
        let (Reading::Document { scripting } | Reading::Fragment { scripting }) = reading;
        let tree_builder = TreeBuilderOpts { scripting_enabled: scripting, ..TreeBuilderOpts::default() };
        let opts = ParseOpts { tree_builder, ..ParseOpts::default() };
        if reading.is_document() {
            parse_document(Sink::new(), opts).one(html)
        } else {
            let body = QualName::new(None, ns!(html), local_name!("body"));
            parse_fragment(Sink::new(), opts, body, Vec::new(), scripting).one(html)
        }
    }

    /// Every node that is in the tree, in the order of the text, with the content of templates.
    pub(super) fn walk(&self) -> impl Iterator<Item = Step<'_>> {
        let mut ahead: Vec<(Id, bool)> = vec![(0, true)];
        std::iter::from_fn(move || {
            let (id, opens) = ahead.pop()?;
            let node = &*self.nodes[id]; // ids are places in this list
            if !opens {
                let Kind::Element(element) = &node.kind else { return None }; // only elements are closed
                return Some(Step::Close(element));
            }
            if let Kind::Element(element) = &node.kind {
                ahead.push((id, false));
                ahead.extend(element.content.iter().map(|content| (content.id, true)));
            }
            ahead.extend(self.links[id].children.iter().rev().map(|child| (*child, true)));
            Some(Step::Open(node))
        })
    }

    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.walk().filter_map(|step| match step {
            Step::Open(Node { kind: Kind::Element(element), .. }) => Some(element),
            _ => None,
        })
    }

    /// The text that an element holds as its own child, not deeper.
    pub(super) fn text_of(&self, element: &Element) -> String {
        let id = self
            .nodes
            .iter()
            .position(|node| matches!(&node.kind, Kind::Element(found) if std::ptr::eq(found, element)));
        let children = id.map_or(&[][..], |id| &self.links[id].children);
        let text = children.iter().filter_map(|child| match &self.nodes[*child].kind {
            Kind::Text(text) => Some(text.borrow().clone()),
            _ => None,
        });
        text.collect()
    }

    /// What `innerHTML` gives for the tree (HTML standard, 13.3), so that it can be read a second time.
    pub(super) fn serialize(&self) -> String {
        let mut out = String::new();
        let mut raw = 0_usize;
        for step in self.walk() {
            match step {
                Step::Open(Node { kind: Kind::Element(element), .. }) => {
                    out.push('<');
                    out.push_str(element.local());
                    for attr in element.attrs.borrow().iter() {
                        out.push(' ');
                        if let Some(prefix) = &attr.name.prefix {
                            out.push_str(prefix);
                            out.push(':');
                        }
                        out.push_str(&attr.name.local);
                        out.push_str("=\"");
                        escape(&mut out, &attr.value, true);
                        out.push('"');
                    }
                    out.push('>');
                    raw += usize::from(is_raw_text(element));
                }
                Step::Open(Node { kind: Kind::Text(text), .. }) if raw > 0 => out.push_str(&text.borrow()),
                Step::Open(Node { kind: Kind::Text(text), .. }) => escape(&mut out, &text.borrow(), false),
                Step::Close(element) => {
                    raw -= usize::from(is_raw_text(element));
                    if !is_void(element) {
                        out.push_str("</");
                        out.push_str(element.local());
                        out.push('>');
                    }
                }
                Step::Open(_) => {}
            }
        }
        out
    }
}

fn is_raw_text(element: &Element) -> bool {
    element.name.ns == ns!(html)
        && ["style", "script", "xmp", "iframe", "noembed", "noframes", "plaintext"].contains(&element.local())
}

fn is_void(element: &Element) -> bool {
    const VOID: [&str; 18] = [
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen",
        "link", "meta", "param", "source", "track", "wbr",
    ];
    element.name.ns == ns!(html) && VOID.contains(&element.local())
}

fn escape(out: &mut String, text: &str, in_attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '\u{A0}' => out.push_str("&nbsp;"),
            '"' if in_attribute => out.push_str("&quot;"),
            // Chromium escapes these two in attributes since version 138; a reader must stand the older way too.
            '<' if !in_attribute => out.push_str("&lt;"),
            '>' if !in_attribute => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}

/// Takes what the parser builds.
struct Sink {
    tree: RefCell<Tree>,
    document: Rc<Node>,
}

impl Sink {
    fn new() -> Self {
        let document = Rc::new(Node { id: 0, kind: Kind::Root });
        let tree = Tree { nodes: vec![document.clone()], links: vec![Links::default()] };
        Self { tree: RefCell::new(tree), document }
    }

    fn node(&self, kind: Kind) -> Rc<Node> {
        let mut tree = self.tree.borrow_mut();
        let node = Rc::new(Node { id: tree.nodes.len(), kind });
        tree.nodes.push(node.clone());
        tree.links.push(Links::default());
        node
    }

    fn detach(&self, id: Id) {
        let mut tree = self.tree.borrow_mut();
        if let Some(parent) = tree.links[id].parent.take() {
            tree.links[parent].children.retain(|child| *child != id);
        }
    }

    /// Puts a child at a place among its parent's children; text grows the text before it.
    fn insert(&self, parent: Id, place: usize, child: NodeOrText<Rc<Node>>) {
        let id = match child {
            NodeOrText::AppendNode(node) => {
                self.detach(node.id);
                node.id
            }
            NodeOrText::AppendText(text) => {
                let tree = self.tree.borrow();
                let before = place.checked_sub(1).and_then(|before| tree.links[parent].children.get(before));
                if let Some(Kind::Text(before)) = before.map(|before| &tree.nodes[*before].kind) {
                    before.borrow_mut().push_str(&text);
                    return;
                }
                drop(tree);
                self.node(Kind::Text(RefCell::new(text.to_string()))).id
            }
        };
        let mut tree = self.tree.borrow_mut();
        tree.links[id].parent = Some(parent);
        let children = &mut tree.links[parent].children;
        // Detaching the child may have shortened the list.
        children.insert(place.min(children.len()), id);
    }
}

fn element(node: &Node) -> &Element {
    match &node.kind {
        Kind::Element(element) => element,
        _ => unreachable!("the parser asks this of elements only"),
    }
}

impl TreeSink for Sink {
    type Handle = Rc<Node>;
    type Output = Tree;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Tree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Rc<Node> {
        self.document.clone()
    }

    fn elem_name<'a>(&'a self, target: &'a Rc<Node>) -> ExpandedName<'a> {
        element(target).name.expanded()
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> Rc<Node> {
        let content = (name.expanded() == expanded_name!(html "template")).then(|| self.node(Kind::Root));
        self.node(Kind::Element(Element {
            name,
            attrs: RefCell::new(attrs),
            has_duplicates: flags.had_duplicate_attributes,
            is_integration_point: flags.mathml_annotation_xml_integration_point,
            content,
        }))
    }

    fn create_comment(&self, _: StrTendril) -> Rc<Node> {
        self.node(Kind::Nothing)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Rc<Node> {
        self.node(Kind::Nothing)
    }

    fn append(&self, parent: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        let place = self.tree.borrow().links[parent.id].children.len();
        self.insert(parent.id, place, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Rc<Node>,
        prev_element: &Rc<Node>,
        child: NodeOrText<Rc<Node>>,
    ) {
        let has_parent = self.tree.borrow().links[element.id].parent.is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(prev_element, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Rc<Node>) -> Rc<Node> {
        element(target).content.clone().unwrap_or_else(|| target.clone())
    }

    fn same_node(&self, x: &Rc<Node>, y: &Rc<Node>) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Rc<Node>, new_node: NodeOrText<Rc<Node>>) {
        if let NodeOrText::AppendNode(node) = &new_node {
            self.detach(node.id);
        }
        let tree = self.tree.borrow();
        let Some(parent) = tree.links[sibling.id].parent else { return };
        let place = tree.links[parent].children.iter().position(|child| *child == sibling.id);
        drop(tree);
        self.insert(parent, place.unwrap_or(0), new_node);
    }

    fn add_attrs_if_missing(&self, target: &Rc<Node>, attrs: Vec<Attribute>) {
        let mut present = element(target).attrs.borrow_mut();
        for attr in attrs {
            if !present.iter().any(|found| found.name == attr.name) {
                present.push(attr);
            }
        }
    }

    fn remove_from_parent(&self, target: &Rc<Node>) {
        self.detach(target.id);
    }

    fn reparent_children(&self, node: &Rc<Node>, new_parent: &Rc<Node>) {
        let mut tree = self.tree.borrow_mut();
        let children = std::mem::take(&mut tree.links[node.id].children);
        for child in &children {
            tree.links[*child].parent = Some(new_parent.id);
        }
        tree.links[new_parent.id].children.extend(children);
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &Rc<Node>) -> bool {
        element(handle).is_integration_point
    }
}
