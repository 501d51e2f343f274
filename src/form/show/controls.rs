//! The controls of a field: `input`, `textarea`, `select`, and groups of boxes.

use super::attributes::{Attrs, Limits};
use super::field_view::FieldView;
use super::place::Place;
use super::typed;
use crate::escape;
use crate::form::fields::FieldKind;
use crate::html::SafeHtml;

/// Two kinds of boxes that stand in a group.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Radio,
    Check,
}

impl FieldView<'_> {
    /// The attributes of its control, each with a space before it, for a page that writes the tag itself: an
    /// `input`, or a `select` for a field of words.
    #[must_use]
    pub fn attrs(&self) -> String {
        let Some(place) = &self.place else { return String::new() };
        let attrs = match place.kind {
            FieldKind::Choice(_) => self.of_select(place),
            _ => self.of_input(place, self.value(), 0, self.wrong(1)[0], self.is_first()),
        };
        let mut html = String::new();
        attrs.write(&mut html);
        html
    }

    /// An `input` of the type that fits the field and what was typed. A list has one for each value, and one to add
    /// another.
    #[must_use]
    pub fn input(&self) -> SafeHtml<'static> {
        let Some(place) = &self.place else { return SafeHtml::default() };
        if place.form().is_some() || place.is_of_forms() {
            return SafeHtml::default();
        }
        let mut html = String::new();
        let item;
        let (place, values) = match place.item_row() {
            Some(row) if place.is_list() && !place.is_file() => {
                item = place.item(row, 0, place.input);
                let mut values = self.values();
                values.push("");
                (&item, values)
            }
            _ => (place, vec![self.value()]),
        };
        let wrong = self.wrong(values.len());
        let first = wrong.iter().position(|is_wrong| *is_wrong).filter(|_| self.is_first());
        for (index, (value, is_wrong)) in values.iter().zip(&wrong).enumerate() {
            html.push_str("<input");
            self.of_input(place, value, index, *is_wrong, first == Some(index)).write(&mut html);
            html.push('>');
        }
        SafeHtml::owned(html)
    }

    /// An `input` for a file, or for several where the field is a list, with the types that its policy takes.
    #[must_use]
    pub fn file(&self) -> SafeHtml<'static> {
        let Some(place) = &self.place else { return SafeHtml::default() };
        let mut html = String::from("<input");
        self.of_file(place).write(&mut html);
        html.push('>');
        SafeHtml::owned(html)
    }

    /// An `input` that is not seen, for each value that was typed; none for a secret.
    #[must_use]
    pub fn hidden(&self) -> SafeHtml<'static> {
        let is_of_forms = |place: &Place<'_>| place.form().is_some() || place.is_of_forms();
        if self.place.as_ref().is_none_or(|place| place.is_secret || is_of_forms(place)) {
            return SafeHtml::default();
        }
        let mut html = String::new();
        for (index, value) in self.values().into_iter().enumerate() {
            let mut attrs = Attrs::default();
            if index == 0 {
                // So that a link to the field leads somewhere.
                attrs.set("id", &*self.id);
            }
            attrs.set("type", "hidden");
            attrs.set("name", &*self.name);
            attrs.set("value", value);
            html.push_str("<input");
            attrs.write(&mut html);
            html.push('>');
        }
        SafeHtml::owned(html)
    }

    /// A box for text of several lines.
    #[must_use]
    pub fn textarea(&self) -> SafeHtml<'static> {
        let Some(place) = &self.place else { return SafeHtml::default() };
        let limits = Limits::of(place);
        let mut attrs = self.named();
        attrs.flag("required", limits.required);
        attrs.set_some("minlength", limits.min_length.map(|length| length.to_string()));
        attrs.set_some("maxlength", limits.max_length.map(|length| length.to_string()));
        attrs.set_some("autocomplete", self.autocomplete_word(&limits));
        self.finish(&mut attrs, !self.errors().is_empty(), self.is_first());
        let mut html = String::from("<textarea");
        attrs.write(&mut html);
        // A parser drops a line end directly behind the tag.
        html.push_str(">\n");
        escape::html_into(&mut html, self.value());
        html.push_str("</textarea>");
        SafeHtml::owned(html)
    }

    /// A list to choose from; for a list of values, one in which several can be chosen.
    ///
    /// There is a blank line to choose where nothing was chosen yet, or where nothing may be. What was sent and is none
    /// of the choices is not among them: its error says so.
    #[must_use]
    pub fn select(&self) -> SafeHtml<'static> {
        let Some(place) = &self.place else { return SafeHtml::default() };
        let options = self.options();
        let mut html = String::from("<select");
        self.of_select(place).write(&mut html);
        html.push('>');
        let chosen = self.chosen();
        let is_chosen = options.iter().any(|(value, _)| chosen.contains(&**value));
        let is_needed = Limits::of(place).required;
        let has_blank = options.iter().any(|(value, _)| value.is_empty());
        if !(place.is_list() || has_blank || is_chosen && is_needed) {
            html.push_str("<option value=\"\"></option>");
        }
        // A list lets several be chosen, any other field one.
        let mut may_choose = true;
        for (value, label) in &options {
            let mut attrs = Attrs::default();
            attrs.set("value", &**value);
            let is_chosen = may_choose && chosen.contains(&**value);
            may_choose = place.is_list() || (may_choose && !is_chosen);
            attrs.flag("selected", is_chosen);
            html.push_str("<option");
            attrs.write(&mut html);
            html.push('>');
            escape::html_into(&mut html, label);
            html.push_str("</option>");
        }
        html.push_str("</select>");
        SafeHtml::owned(html)
    }

    /// One box for each choice, of which one can be ticked, in a group that has the label.
    #[must_use]
    pub fn radio(&self) -> SafeHtml<'static> {
        self.group(Mark::Radio)
    }

    /// The box of a field that is yes or no; for a list, a group with one for each choice.
    #[must_use]
    pub fn checkbox(&self) -> SafeHtml<'static> {
        match &self.place {
            Some(Place { kind: FieldKind::Bool, .. }) => self.input(),
            _ => self.group(Mark::Check),
        }
    }

    fn group(&self, kind: Mark) -> SafeHtml<'static> {
        let Some(place) = &self.place else { return SafeHtml::default() };
        let limits = Limits::of(place);
        let is_wrong = !self.errors().is_empty();
        let mut html = String::from("<fieldset");
        let mut attrs = Attrs::default();
        attrs.set("id", &*self.id);
        if kind == Mark::Radio {
            attrs.set("role", "radiogroup");
            attrs.flag_word("aria-invalid", is_wrong);
        }
        self.describe(&mut attrs, is_wrong);
        attrs.write(&mut html);
        html.push_str("><legend>");
        escape::html_into(&mut html, &self.label_text());
        html.push_str("</legend>");
        let is_first = self.is_first();
        let chosen = self.chosen();
        let mut may_choose = true;
        for (index, (value, label)) in self.options().iter().enumerate() {
            let id = format!("{}-{index}", self.id);
            let mut attrs = Attrs::default();
            attrs.set("type", if kind == Mark::Radio { "radio" } else { "checkbox" });
            attrs.set("id", &*id);
            attrs.set("name", &*self.name);
            attrs.set("value", &**value);
            let is_chosen = may_choose && chosen.contains(&**value);
            may_choose = kind == Mark::Check || (may_choose && !is_chosen);
            attrs.flag("checked", is_chosen);
            // One of them must be ticked; of other boxes this one would have to be.
            attrs.flag("required", kind == Mark::Radio && limits.required);
            attrs.flag_word("aria-invalid", kind == Mark::Check && is_wrong);
            attrs.flag("autofocus", is_first && index == 0);
            self.add_more(&mut attrs);
            html.push_str("<div><input");
            attrs.write(&mut html);
            html.push_str("> <label for=\"");
            escape::html_into(&mut html, &id);
            html.push_str("\">");
            escape::html_into(&mut html, label);
            html.push_str("</label></div>");
        }
        html.push_str("</fieldset>");
        SafeHtml::owned(html)
    }

    fn named(&self) -> Attrs {
        let mut attrs = Attrs::default();
        attrs.set("id", &*self.id);
        attrs.set("name", &*self.name);
        attrs
    }

    /// What stands at the end of every control.
    fn finish(&self, attrs: &mut Attrs, is_wrong: bool, is_first: bool) {
        attrs.flag_word("aria-invalid", is_wrong);
        self.describe(attrs, !self.errors().is_empty());
        attrs.flag("autofocus", is_first);
        self.add_more(attrs);
    }

    fn of_select(&self, place: &Place<'_>) -> Attrs {
        let limits = Limits::of(place);
        let mut attrs = self.named();
        attrs.flag("multiple", place.is_list());
        attrs.flag("required", limits.required);
        attrs.set_some("autocomplete", self.autocomplete_word(&limits));
        self.finish(&mut attrs, !self.errors().is_empty(), self.is_first());
        attrs
    }

    fn of_file(&self, place: &Place<'_>) -> Attrs {
        let mut attrs = Attrs::default();
        attrs.set("type", "file");
        attrs.set("id", &*self.id);
        attrs.set("name", &*self.name);
        attrs.flag("required", Limits::of(place).required);
        attrs.flag("multiple", place.is_list());
        #[cfg(feature = "upload")]
        attrs.set_some("accept", place.upload.map(crate::upload::UploadPolicy::accept));
        self.finish(&mut attrs, !self.errors().is_empty(), self.is_first());
        attrs
    }

    /// The attributes of the control for the value of this number.
    fn of_input(
        &self,
        place: &Place<'_>,
        value: &str,
        index: usize,
        is_wrong: bool,
        is_first: bool,
    ) -> Attrs {
        if place.is_file() {
            return self.of_file(place);
        }
        let limits = Limits::of(place);
        let word = typed::of(place, &limits, value);
        let mut attrs = Attrs::default();
        attrs.set_some("type", Some(word).filter(|word| *word != "text"));
        attrs.set("id", if index == 0 { self.id.clone() } else { format!("{}-{index}", self.id) });
        attrs.set("name", &*self.name);
        if word == "checkbox" {
            attrs.set("value", "true");
            attrs.flag("checked", self.is_checked());
            attrs.flag("required", limits.required);
            self.finish(&mut attrs, is_wrong, is_first);
            return attrs;
        }
        if !place.is_secret && !value.is_empty() {
            attrs.set("value", value);
        }
        attrs.flag("required", limits.required);
        let is_text = matches!(word, "text" | "password" | "email" | "url" | "tel");
        if is_text {
            attrs.set_some("minlength", limits.min_length.map(|length| length.to_string()));
            attrs.set_some("maxlength", limits.max_length.map(|length| length.to_string()));
            attrs.set_some("pattern", limits.pattern.as_deref());
            attrs.set_some("inputmode", self.keys(place, &limits, word));
        } else {
            attrs.set_some("min", limits.min.as_deref());
            attrs.set_some("max", limits.max.as_deref());
            attrs.set_some("step", limits.step.as_deref());
        }
        attrs.set_some("autocomplete", self.autocomplete_word(&limits));
        self.finish(&mut attrs, is_wrong, is_first);
        attrs
    }

    /// The keys that a small screen shows for a text.
    fn keys(&self, place: &Place<'_>, limits: &Limits, word: &str) -> Option<&'static str> {
        let _ = self;
        match (place.kind, limits.word) {
            (FieldKind::Number, _) if word == "text" => Some("decimal"),
            // The type that cannot show what was typed had keys of its own.
            (_, Some(wanted)) if wanted != word => Some(wanted),
            _ => limits.input_mode,
        }
    }
}
