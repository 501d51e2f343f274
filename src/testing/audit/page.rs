//! What stands in a page: where it leads, and what can be filled in.

use super::super::dom::{Element, Kind, Node, Reading, Step, Tree};

/// Where a page leads, as it stands there, and its forms.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    pub(super) links: Vec<Link>,
    pub(super) forms: Vec<Form>,
    /// The address that relative ones are resolved by, if the page names one.
    pub(super) base: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) url: String,
    pub(super) text: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) action: String,
    pub(super) method: String,
    pub(super) enctype: String,
    pub(super) id: String,
    pub(super) controls: Vec<Control>,
    /// All that stands in it: for words such as "delete".
    pub(super) text: String,
    /// Sent by a script.
    pub(super) is_scripted: bool,
    /// Sent as JSON.
    pub(super) is_json: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Control {
    pub(super) name: String,
    /// The type of an `input`, or the element's name, or `button`.
    pub(super) kind: String,
    pub(super) value: String,
    pub(super) label: String,
    pub(super) options: Vec<String>,
    pub(super) is_required: bool,
    pub(super) is_checked: bool,
    pub(super) id: String,
    pub(super) attrs: Vec<(String, String)>,
}

impl Control {
    pub(super) fn attr(&self, name: &str) -> Option<&str> {
        self.attrs.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.attr(name)?.trim().parse().ok()
    }
}

pub(super) fn read(html: &str) -> Page {
    let tree = Tree::parse(html, Reading::Document { scripting: false });
    let mut reader = Reader::default();
    for step in tree.walk() {
        match step {
            Step::Open(Node { kind: Kind::Element(element), .. }) => reader.open(element, &tree),
            Step::Open(Node { kind: Kind::Text(text), .. }) => reader.text(&text.borrow()),
            Step::Open(_) => {}
            Step::Close(element) => reader.close(element),
        }
    }
    reader.finish()
}

#[derive(Default)]
struct Reader {
    page: Page,
    /// Controls that stand outside of their form, with its id.
    strays: Vec<(String, Control)>,
    /// Controls without a form: a script sends them.
    loose: Vec<Control>,
    labels: Vec<(String, String)>,
    form: Option<Form>,
    /// The label that is open: `for`, and its text.
    label: Option<(String, String)>,
    /// Where the open label has its control.
    labelled: Vec<String>,
    select: Option<Control>,
    link: Option<Link>,
    button: Option<Control>,
    area: Option<Control>,
}

impl Reader {
    fn open(&mut self, element: &Element, tree: &Tree) {
        let attr = |name: &str| element.attr(name);
        match element.local() {
            "base" => self.page.base = self.page.base.take().or_else(|| attr("href")),
            "a" | "area" => {
                if let Some(url) = attr("href") {
                    self.link = Some(Link { url, text: String::new() });
                }
            }
            "link" => self.push_link(attr("href")),
            "img" | "iframe" | "script" | "embed" | "source" | "audio" | "video" | "frame" => {
                self.push_link(attr("src"));
                if element.local() == "script" && attr("src").is_none() {
                    self.script(&tree.text_of(element));
                }
            }
            "object" => self.push_link(attr("data")),
            "meta" => self.push_link(refresh(element)),
            "form" => {
                self.form = Some(Form {
                    action: attr("action").unwrap_or_default(),
                    method: attr("method").unwrap_or_default().trim().to_ascii_uppercase(),
                    enctype: attr("enctype").unwrap_or_default().trim().to_ascii_lowercase(),
                    id: attr("id").unwrap_or_default(),
                    ..Form::default()
                });
            }
            "label" => self.label = Some((attr("for").unwrap_or_default(), String::new())),
            "input" => {
                let kind = attr("type").unwrap_or_default().to_ascii_lowercase();
                let kind = match kind.as_str() {
                    "" => "text".to_owned(),
                    "image" => "submit".to_owned(),
                    _ => kind,
                };
                let control = control(element, &kind);
                self.push(element, control);
            }
            "button" => {
                let kind = attr("type").unwrap_or_default().to_ascii_lowercase();
                if !matches!(kind.as_str(), "reset" | "button") {
                    self.button = Some(control(element, "submit"));
                }
            }
            "textarea" => self.area = Some(control(element, "textarea")),
            "select" => self.select = Some(control(element, "select")),
            "option" => {
                if let Some(select) = &mut self.select {
                    let value = attr("value").unwrap_or_else(|| tree.text_of(element).trim().to_owned());
                    if attr("selected").is_some() {
                        select.value.clone_from(&value);
                    }
                    select.options.push(value);
                }
            }
            _ => {}
        }
        for attr in element.attrs.borrow().iter() {
            if attr.name.local.starts_with("on") {
                self.script(&attr.value);
            }
        }
        for name in ["hx-get", "data-href", "data-url", "data-src", "hx-post", "hx-put"] {
            match attr(name) {
                Some(url) if name == "hx-post" || name == "hx-put" => self.page.forms.push(Form {
                    action: url,
                    is_scripted: true,
                    method: if name == "hx-post" { "POST".to_owned() } else { "PUT".to_owned() },
                    ..Form::default()
                }),
                url => self.push_link(url),
            }
        }
    }

    fn text(&mut self, text: &str) {
        let is_typed = self.area.is_some();
        for place in [
            self.label.as_mut().map(|(_, said)| said),
            self.link.as_mut().map(|link| &mut link.text),
            self.button.as_mut().map(|button| &mut button.label),
            self.area.as_mut().map(|area| &mut area.value),
            self.form.as_mut().filter(|_| !is_typed).map(|form| &mut form.text),
        ]
        .into_iter()
        .flatten()
        {
            place.push_str(text);
            place.push(' ');
        }
    }

    fn close(&mut self, element: &Element) {
        match element.local() {
            "a" | "area" => self.page.links.extend(self.link.take()),
            "form" => self.page.forms.extend(self.form.take()),
            "label" => {
                if let Some((id, said)) = self.label.take() {
                    let ids = self.labelled.drain(..).chain(Some(id)).filter(|id| !id.is_empty());
                    self.labels.extend(ids.map(|id| (id, said.trim().to_owned())).collect::<Vec<_>>());
                }
            }
            "select" => {
                if let Some(mut select) = self.select.take() {
                    if select.value.is_empty() {
                        select.value = select.options.first().cloned().unwrap_or_default();
                    }
                    self.push(element, select);
                }
            }
            "button" => {
                if let Some(button) = self.button.take() {
                    self.push(element, button);
                }
            }
            "textarea" => {
                if let Some(mut area) = self.area.take() {
                    area.value.pop(); // the blank behind its text
                    self.push(element, area);
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, element: &Element, control: Control) {
        if self.label.is_some() && !control.id.is_empty() {
            self.labelled.push(control.id.clone());
        }
        let mut control = control;
        if let Some((_, said)) = self.label.as_ref().filter(|_| control.label.is_empty()) {
            said.trim().clone_into(&mut control.label);
        }
        match (element.attr("form"), &mut self.form) {
            (Some(id), _) => self.strays.push((id, control)),
            (None, Some(form)) => form.controls.push(control),
            (None, None) => self.loose.push(control),
        }
    }

    fn push_link(&mut self, url: Option<String>) {
        if let Some(url) = url {
            self.page.links.push(Link { url, text: String::new() });
        }
    }

    /// What a script asks for: paths in quotes, and what it posts as JSON.
    fn script(&mut self, code: &str) {
        let (links, forms) = scripted(code);
        self.page.links.extend(links.into_iter().map(|url| Link { url, text: String::new() }));
        self.page.forms.extend(forms);
    }

    fn finish(mut self) -> Page {
        // What the text ends before its end tag.
        self.page.forms.extend(self.form.take());
        self.page.links.extend(self.link.take());
        for (id, control) in self.strays {
            if let Some(form) = self.page.forms.iter_mut().find(|form| form.id == id) {
                form.controls.push(control);
            }
        }
        // What a script posts without saying what it holds are the fields of the page.
        let all = self.page.forms.iter().flat_map(|form| &form.controls).chain(&self.loose);
        let all: Vec<Control> =
            all.filter(|control| control.kind != "submit" && !control.name.is_empty()).cloned().collect();
        for form in self.page.forms.iter_mut().filter(|form| form.is_scripted && form.controls.is_empty()) {
            form.controls.clone_from(&all);
        }
        for form in &mut self.page.forms {
            for control in &mut form.controls {
                let label = self.labels.iter().find(|(id, _)| *id == control.id && !id.is_empty());
                if let Some((_, said)) = label.filter(|_| control.label.is_empty()) {
                    control.label.clone_from(said);
                }
            }
        }
        self.page
    }
}

fn control(element: &Element, kind: &str) -> Control {
    let attrs: Vec<(String, String)> = element
        .attrs
        .borrow()
        .iter()
        .map(|attr| ((*attr.name.local).to_ascii_lowercase(), attr.value.to_string()))
        .collect();
    let attr = |name: &str| attrs.iter().find(|(found, _)| found == name).map(|(_, value)| value.clone());
    let label = attr("aria-label").unwrap_or_default();
    Control {
        name: attr("name").unwrap_or_default(),
        kind: kind.to_owned(),
        value: attr("value").unwrap_or_default(),
        label,
        options: Vec::new(),
        is_required: attr("required").is_some(),
        is_checked: attr("checked").is_some(),
        id: attr("id").unwrap_or_default(),
        attrs,
    }
}

/// The address of a `meta` that leads on.
pub(super) fn refresh(element: &Element) -> Option<String> {
    let is_refresh =
        element.attr("http-equiv").is_some_and(|name| name.trim().eq_ignore_ascii_case("refresh"));
    if !is_refresh {
        return None;
    }
    refresh_target(&element.attr("content")?)
}

/// The address behind the time of a `Refresh`.
pub(super) fn refresh_target(content: &str) -> Option<String> {
    let (_, rest) = content.split_once([';', ','])?;
    let rest = rest.trim();
    let is_named = rest.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("url"));
    // Three ASCII letters.
    let rest = if is_named { rest[3..].trim_start().strip_prefix('=').unwrap_or(rest) } else { rest };
    Some(rest.trim().trim_matches(['"', '\'']).to_owned())
}

/// Paths that stand in quotes in a script, and the fields of `JSON.stringify({…})` behind a `fetch`.
pub(super) fn scripted(code: &str) -> (Vec<String>, Vec<Form>) {
    let mut links = Vec::new();
    let mut forms = Vec::new();
    for quote in ['"', '\'', '`'] {
        let mut rest = code;
        while let Some(at) = rest.find(quote) {
            let inside = &rest[at + 1..]; // behind an ASCII quote
            let Some(end) = inside.find(quote) else { break };
            let text = &inside[..end]; // before one
            let is_path = text.starts_with('/')
                && !text.starts_with("//")
                && text.len() > 1
                && text.chars().all(|c| c.is_ascii_alphanumeric() || "/-_.?=&%".contains(c));
            if is_path {
                links.push(text.to_owned());
                if let Some(form) = posted(text, &inside[end..]) {
                    // What is replaced or taken away there can be read there.
                    if form.method == "POST" {
                        links.pop();
                    }
                    forms.push(form);
                }
            }
            rest = &inside[end + 1..]; // behind an ASCII quote
        }
    }
    (links, forms)
}

/// What is posted to the path, if the code behind it says so.
fn posted(path: &str, behind: &str) -> Option<Form> {
    let near: String = behind.chars().take(400).collect();
    let near = near.split("fetch(").next().unwrap_or_default();
    let method = ["POST", "PUT", "PATCH", "DELETE"]
        .into_iter()
        .find(|method| near.contains(&format!("\"{method}\"")) || near.contains(&format!("'{method}'")))?;
    let object = near.split_once("JSON.stringify(").map(|(_, rest)| rest.trim_start());
    let names: Vec<String> = object
        .and_then(|object| object.strip_prefix('{'))
        .and_then(|object| object.split_once('}'))
        .map(|(inside, _)| {
            let names = inside.split(',').map(|pair| pair.split(':').next().unwrap_or_default());
            names
                .map(|name| name.trim().trim_matches(['"', '\'']).to_owned())
                .filter(|name| !name.is_empty())
                .collect()
        })
        .unwrap_or_default();
    let control = |name: String| Control { name, kind: "text".to_owned(), ..Control::default() };
    Some(Form {
        action: path.to_owned(),
        method: method.to_owned(),
        is_scripted: true,
        is_json: near.contains("JSON.stringify(") || near.contains("application/json"),
        enctype: if near.contains("FormData(") && !near.contains("URLSearchParams") {
            "multipart/form-data".to_owned()
        } else {
            String::new()
        },
        controls: names.into_iter().map(control).collect(),
        ..Form::default()
    })
}
