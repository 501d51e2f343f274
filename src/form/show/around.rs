//! What stands around a control: its label, its help, what is wrong with it, and all of that in a row.

use super::field_view::{FieldView, in_words};
use super::place::Place;
use crate::escape;
use crate::form::fields::{FieldKind, FieldRules};
use crate::html::SafeHtml;

/// The forms that a row is inside of, of which one may hold itself.
type Open = Vec<*const FieldRules>;

impl FieldView<'_> {
    /// The `label` of its control.
    #[must_use]
    pub fn label_html(&self) -> SafeHtml<'static> {
        if self.place.is_none() {
            return SafeHtml::default();
        }
        let mut html = String::from("<label for=\"");
        escape::html_into(&mut html, &self.id);
        html.push_str("\">");
        escape::html_into(&mut html, &self.label_text());
        html.push_str("</label>");
        SafeHtml::owned(html)
    }

    /// The help, where it was set.
    #[must_use]
    pub fn help_html(&self) -> SafeHtml<'static> {
        let Some(help) = self.help.as_deref().filter(|_| self.place.is_some()) else {
            return SafeHtml::default();
        };
        let mut html = format!("<p id=\"{}-help\">", escape::html(&self.id));
        escape::html_into(&mut html, help);
        html.push_str("</p>");
        SafeHtml::owned(html)
    }

    /// What is wrong with it, as sentences: a paragraph for one, a list for several, and nothing for none.
    #[must_use]
    pub fn errors_html(&self) -> SafeHtml<'static> {
        let errors = self.errors();
        let id = escape::html(&self.id);
        let sentence = |html: &mut String, at: usize| {
            let sentence = errors.get(at).map(|violation| self.form.sentence(violation)).unwrap_or_default();
            escape::html_into(html, &sentence);
        };
        let mut html = String::new();
        match errors.len() {
            0 => {}
            1 => {
                html = format!("<p id=\"{id}-error\">");
                sentence(&mut html, 0);
                html.push_str("</p>");
            }
            _ => {
                html = format!("<ul id=\"{id}-error\">");
                for at in 0..errors.len() {
                    html.push_str("<li>");
                    sentence(&mut html, at);
                    html.push_str("</li>");
                }
                html.push_str("</ul>");
            }
        }
        SafeHtml::owned(html)
    }

    /// The control that fits the field and what was typed: a `textarea` for text of several lines, a `select` for
    /// words, a box for yes or no, a box for each word of a list of words; an `input` for the rest. Of a form, and
    /// of a list or a map, a group with what is inside.
    #[must_use]
    pub fn control(&self) -> SafeHtml<'static> {
        let mut html = String::new();
        self.write_control(&mut html, &mut Open::new());
        SafeHtml::owned(html)
    }

    /// Its label, its [`control`](Self::control), its help, and what is wrong with it.
    #[must_use]
    pub fn row(&self) -> SafeHtml<'static> {
        let mut html = String::new();
        self.write_row(&mut html, &mut Open::new());
        SafeHtml::owned(html)
    }

    fn write_row(&self, html: &mut String, open: &mut Open) {
        let Some(place) = &self.place else { return };
        html.push_str("<div>");
        let is_box = matches!(place.kind, FieldKind::Bool) && !place.is_secret;
        if !is_box && !self.is_group(place) {
            html.push_str(self.label_html().as_str());
        }
        self.write_control(html, open);
        if is_box {
            html.push(' ');
            html.push_str(self.label_html().as_str());
        }
        html.push_str(self.help_html().as_str());
        html.push_str(self.errors_html().as_str());
        html.push_str("</div>");
    }

    /// Whether its control is a group, which has the label in it.
    fn is_group(&self, place: &Place<'_>) -> bool {
        place.form().is_some()
            || matches!(place.kind, FieldKind::Map(..))
            || (place.is_list() && (place.is_of_forms() || !self.options().is_empty()))
    }

    fn write_control(&self, html: &mut String, open: &mut Open) {
        let Some(place) = &self.place else { return };
        if let Some(fields) = place.form() {
            return self.write_form(place, fields, html, open);
        }
        let control = match place.kind {
            FieldKind::Map(..) => return self.write_items(html, open),
            FieldKind::List(_) | FieldKind::Set(_) if place.is_of_forms() => {
                return self.write_items(html, open);
            }
            FieldKind::List(_) | FieldKind::Set(_) if !self.options().is_empty() => self.checkbox(),
            FieldKind::List(_) | FieldKind::Set(_) => self.input(),
            _ if place.is_secret => self.input(),
            FieldKind::Choice(_) => self.select(),
            FieldKind::Text | FieldKind::Unknown if !self.options().is_empty() => self.select(),
            FieldKind::Bool | FieldKind::File => self.input(),
            // Whatever it should be: a control of one line would drop the line ends.
            _ if self.value().contains('\n') => self.textarea(),
            _ => self.input(),
        };
        html.push_str(control.as_str());
    }

    fn begin_group(&self, label: &str, html: &mut String) {
        html.push_str("<fieldset id=\"");
        escape::html_into(html, &self.id);
        html.push_str("\"><legend>");
        escape::html_into(html, label);
        html.push_str("</legend>");
    }

    fn write_form(
        &self,
        place: &Place<'_>,
        fields: &'static [FieldRules],
        html: &mut String,
        open: &mut Open,
    ) {
        self.begin_group(&self.label_text(), html);
        // A form that holds itself ends where nothing was typed.
        if !open.contains(&fields.as_ptr()) || !place.input.is_absent() {
            open.push(fields.as_ptr());
            for inner in place.fields(fields) {
                FieldView::inside(self.form, inner, &self.name).write_row(html, open);
            }
            open.pop();
        }
        html.push_str("</fieldset>");
    }

    fn write_items(&self, html: &mut String, open: &mut Open) {
        self.begin_group(&self.label_text(), html);
        for inner in self.items() {
            inner.write_row(html, open);
        }
        html.push_str("</fieldset>");
    }

    /// The items of a list, or the entries of a map, each as a field of its own.
    pub(super) fn items(&self) -> Vec<Self> {
        let Some((place, row)) = self.place.as_ref().and_then(|place| Some((place, place.item_row()?)))
        else {
            return Vec::new();
        };
        if let FieldKind::Map(..) = place.kind {
            if place.is_secret {
                // A key is the visitor's as well.
                return Vec::new();
            }
            let entries = place.input.children().enumerate().map(|(position, input)| {
                let key = input.name();
                let inner = place.entry(row, Some(position), input);
                let field = Self::new(self.form, Some(inner), format!("{}[{key}]", self.name));
                if field.label.is_some() { field } else { field.label(key) }
            });
            return entries.collect();
        }
        let items = place.input.items().into_iter().enumerate().map(|(index, input)| {
            let inner = place.item(row, index, input);
            let field = Self::new(self.form, Some(inner), format!("{}[{index}]", self.name));
            let label = format!("{} {}", in_words(place.word), index + 1);
            if field.label.is_some() { field } else { field.label(label) }
        });
        items.collect()
    }
}
