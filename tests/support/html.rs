//! What html5ever, the parser that browsers share by its standard, makes of a page.

use html5ever::tendril::TendrilSink as _;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// A document as it was parsed.
pub struct Page {
    dom: RcDom,
}

impl Page {
    pub fn parse(source: &str) -> Self {
        Self { dom: parse_document(RcDom::default(), ParseOpts::default()).one(source) }
    }

    /// Every node, in document order.
    pub fn walk(&self, mut visit: impl FnMut(&Handle)) {
        walk(&self.dom.document, &mut visit);
    }

    /// Element names, attribute names and comments in document order: what hostile text must not change.
    pub fn skeleton(&self) -> Vec<String> {
        let mut out = vec![];
        self.walk(|node| match &node.data {
            NodeData::Element { name, attrs, .. } => {
                let attrs: Vec<String> =
                    attrs.borrow().iter().map(|attr| attr.name.local.to_string()).collect();
                out.push(format!("<{} {}>", name.local, attrs.join(" ")));
            }
            NodeData::Comment { .. } => out.push("<!-->".to_owned()),
            _ => {}
        });
        out
    }

    /// The text inside the first element of that name.
    pub fn text_of(&self, element: &str) -> Option<String> {
        let mut found = None;
        self.walk(|node| {
            if is_element(node, element) && found.is_none() {
                let mut text = String::new();
                walk(node, &mut |node| {
                    if let NodeData::Text { contents } = &node.data {
                        text.push_str(&contents.borrow());
                    }
                });
                found = Some(text);
            }
        });
        found
    }

    /// The value of the first attribute of that name, on any element.
    pub fn attr_of(&self, attr: &str) -> Option<String> {
        let mut found = None;
        self.walk(|node| {
            if let NodeData::Element { attrs, .. } = &node.data {
                for one in attrs.borrow().iter().filter(|one| &*one.name.local == attr) {
                    found.get_or_insert_with(|| one.value.to_string());
                }
            }
        });
        found
    }

    /// Names and values of the attributes of the first element of that name.
    pub fn attrs_of(&self, element: &str) -> Vec<(String, String)> {
        let mut found = None;
        self.walk(|node| {
            if let (NodeData::Element { attrs, .. }, true) = (&node.data, is_element(node, element)) {
                found.get_or_insert_with(|| {
                    let attrs = attrs.borrow();
                    attrs.iter().map(|attr| (attr.name.local.to_string(), attr.value.to_string())).collect()
                });
            }
        });
        found.unwrap_or_default()
    }

    /// How many elements there are, with `html`, `head` and `body`.
    pub fn elements(&self) -> usize {
        let mut elements = 0;
        self.walk(|node| elements += usize::from(matches!(node.data, NodeData::Element { .. })));
        elements
    }

    pub fn comments(&self) -> Vec<String> {
        let mut comments = vec![];
        self.walk(|node| {
            if let NodeData::Comment { contents } = &node.data {
                comments.push(contents.to_string());
            }
        });
        comments
    }
}

fn is_element(node: &Handle, wanted: &str) -> bool {
    matches!(&node.data, NodeData::Element { name, .. } if &*name.local == wanted)
}

fn walk(node: &Handle, visit: &mut impl FnMut(&Handle)) {
    visit(node);
    for child in node.children.borrow().iter() {
        walk(child, visit);
    }
}
