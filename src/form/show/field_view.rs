//! A field as a page shows it: what is known of it.

use super::attributes::{Attrs, Limits, listed};
use super::id;
use super::place::Place;
use super::view::FormView;
use crate::Violation;
use crate::attr::AttrName;
use crate::form::field::is_on;
use crate::form::fields::FieldKind;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

/// A field of a form as a page shows it: first what the page adds, then what it makes.
///
/// # Guarantees
/// * What was typed comes back as it was, in a type of control that shows it: a number that is none stands in a control
///   for text. NUL alone, which no page can hold, is U+FFFD, and a control of one line drops line ends:
///   [`row`](Self::row) takes a [`textarea`](Self::textarea) for those.
/// * No attribute makes a browser refuse what the server takes; what a browser takes, the server judges anew.
/// * `aria-describedby` names the errors where there are some, and the help where it was set. The first control that
///   has an error gets the focus.
/// * The value of a secret is nowhere.
///
/// # Does not guarantee
/// That numbers of an `f32` typed with more digits than it keeps are compared with its limits as the rule does.
///
/// # Examples
/// ```
/// # #[cfg(feature = "derive")] {
/// use untaint::{Form, form::Submission};
///
/// #[derive(Form)]
/// struct SignUp {
///     #[validate(length(3..=20))]
///     username: String,
/// }
///
/// let form = Submission::<SignUp>::parse([("username", "a\"")])?;
/// let name = form.field("username").label("Name").help("As others see it.");
/// assert_eq!(
///     name.input(),
///     "<input id=\"username\" name=\"username\" value=\"a&quot;\" required minlength=\"3\" maxlength=\"40\" \
///      aria-invalid=\"true\" aria-describedby=\"username-error username-help\" autofocus>",
/// );
/// assert_eq!(name.label_html(), "<label for=\"username\">Name</label>");
/// assert_eq!(name.errors_html(), "<p id=\"username-error\">Use 3 to 20 characters.</p>");
/// # }
/// # Ok::<(), untaint::form::FormError>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct FieldView<'f> {
    pub(super) form: FormView<'f>,
    pub(super) place: Option<Place<'f>>,
    pub(super) name: String,
    pub(super) id: String,
    pub(super) label: Option<Cow<'f, str>>,
    pub(super) help: Option<Cow<'f, str>>,
    pub(super) more: Vec<(String, String)>,
    autocomplete: Option<&'static str>,
    choices: Option<Vec<(Cow<'f, str>, Cow<'f, str>)>>,
}

impl<'f> FieldView<'f> {
    pub(super) fn new(form: FormView<'f>, place: Option<Place<'f>>, name: String) -> Self {
        let id = id::of(form.prefix, &name);
        let label = form.label_of(&name).map(Cow::Borrowed);
        Self { form, place, name, id, label, help: None, more: Vec::new(), autocomplete: None, choices: None }
    }

    /// A field that was found below another one of this name.
    pub(super) fn inside(form: FormView<'f>, place: Place<'f>, around: &str) -> Self {
        let name = match around {
            "" => place.path.clone(),
            around => format!("{around}.{}", place.word),
        };
        Self::new(form, Some(place), name)
    }

    /// What the page calls it, in the place of what the form says.
    pub fn label(mut self, label: impl Into<Cow<'f, str>>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// A sentence about what belongs here; the control names it in `aria-describedby`.
    pub fn help(mut self, help: impl Into<Cow<'f, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// One more attribute of the control, unless the control writes that one itself.
    ///
    /// # Examples
    /// ```
    /// # #[cfg(feature = "derive")] {
    /// use untaint::{Form, attr::AttrName, form::Submission};
    ///
    /// #[derive(Form)]
    /// struct Note {
    ///     text: String,
    /// }
    ///
    /// const ROWS: AttrName<'static> = AttrName::from_static("rows");
    /// const VALUE: AttrName<'static> = AttrName::from_static("value");
    /// let form = Submission::<Note>::blank();
    /// let text = form.field("text").attr(&ROWS, "9").attr(&VALUE, "mine").textarea();
    /// assert_eq!(text, "<textarea id=\"text\" name=\"text\" required rows=\"9\">\n</textarea>");
    /// # }
    /// ```
    pub fn attr(mut self, name: &AttrName<'_>, value: &str) -> Self {
        const OWN: [&str; 12] = [
            "id",
            "name",
            "type",
            "value",
            "for",
            "form",
            "checked",
            "selected",
            "multiple",
            "autofocus",
            "aria-invalid",
            "aria-describedby",
        ];
        let name = name.as_str().to_ascii_lowercase();
        if !OWN.contains(&&*name) {
            self.more.retain(|(known, _)| *known != name);
            self.more.push((name, value.to_owned()));
        }
        self
    }

    /// What a browser may fill in (HTML, `autocomplete`), in the place of what the form says.
    pub fn autocomplete(mut self, autocomplete: &'static str) -> Self {
        self.autocomplete = Some(autocomplete);
        self
    }

    /// What can be chosen, each value with its label: for [`select`](Self::select), [`radio`](Self::radio) and
    /// [`checkbox`](Self::checkbox).
    pub fn choices<V: Into<Cow<'f, str>>, L: Into<Cow<'f, str>>>(
        mut self,
        choices: impl IntoIterator<Item = (V, L)>,
    ) -> Self {
        self.choices = Some(choices.into_iter().map(|(value, label)| (value.into(), label.into())).collect());
        self
    }

    /// What was typed, or `""`: of several values the first; of a secret, a file, and bytes that are no text, nothing.
    #[must_use]
    pub fn value(&self) -> &'f str {
        match &self.place {
            Some(place) if !place.is_secret && place.is_list() => {
                place.input.items().first().and_then(|item| item.texts().next()).unwrap_or_default()
            }
            Some(place) if !place.is_secret => place.input.texts().next().unwrap_or_default(),
            _ => "",
        }
    }

    /// Every value that was typed; of a secret none.
    #[must_use]
    pub fn values(&self) -> Vec<&'f str> {
        match &self.place {
            Some(place) if place.is_secret => Vec::new(),
            Some(place) if place.is_list() => {
                place.input.items().iter().filter_map(|item| item.texts().next()).collect()
            }
            Some(place) => place.input.texts().collect(),
            None => Vec::new(),
        }
    }

    /// True for a box that was ticked.
    #[must_use]
    pub fn is_checked(&self) -> bool {
        self.place.as_ref().is_some_and(|place| !place.is_secret && is_on(place.input) == Some(true))
    }

    /// True when it must be filled in.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.place.as_ref().is_some_and(|place| Limits::of(place).required)
    }

    /// What is wrong with it, in order; with a list or a map, what is wrong with each of its values too.
    #[must_use]
    pub fn errors(&self) -> Vec<&'f Violation> {
        let Some(place) = &self.place else { return Vec::new() };
        self.form.report.violations().iter().filter(|violation| place.owns(violation.path())).collect()
    }

    /// The id of its control.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The name under which it is sent.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The label: the page's, the form's, or one made of the name.
    #[must_use]
    pub fn label_text(&self) -> Cow<'_, str> {
        match (&self.label, &self.place) {
            (Some(label), _) => Cow::Borrowed(label),
            (None, Some(Place { label: Some(label), .. })) => Cow::Borrowed(label),
            (None, Some(place)) => Cow::Owned(in_words(place.word)),
            (None, None) => Cow::Borrowed(""),
        }
    }

    /// What can be chosen: what the page says, or else the words of the type or of the rule `one_of`.
    pub(super) fn options(&self) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
        if let Some(choices) = &self.choices {
            let both = |(value, label): &(Cow<'f, str>, Cow<'f, str>)| (value.clone(), label.clone());
            return choices.iter().map(both).collect();
        }
        let Some(place) = &self.place else { return Vec::new() };
        let item;
        let place = match place.item_row() {
            Some(row) => {
                item = place.item(row, 0, place.input);
                &item
            }
            None => place,
        };
        match place.kind {
            FieldKind::Choice(words) => {
                words.iter().map(|word| ((*word).into(), in_words(word).into())).collect()
            }
            FieldKind::Bool => vec![("true".into(), "Yes".into()), ("false".into(), "No".into())],
            _ => listed(place)
                .unwrap_or_default()
                .into_iter()
                .map(|value| (value.clone().into(), value.into()))
                .collect(),
        }
    }

    /// What was chosen of the values of the choices, which are asked for one by one.
    pub(super) fn chosen(&self) -> HashSet<&'f str> {
        match &self.place {
            Some(place) if place.is_secret => HashSet::new(),
            Some(Place { kind: FieldKind::Bool, input, .. }) if !input.is_absent() => match is_on(*input) {
                Some(true) => HashSet::from(["true"]),
                Some(false) => HashSet::from(["false"]),
                None => HashSet::new(),
            },
            Some(place) if place.is_list() => self.values().into_iter().collect(),
            Some(place) => place.input.texts().next().into_iter().collect(),
            None => HashSet::new(),
        }
    }

    /// Of so many values, with which something is wrong, or with the field as a whole.
    pub(super) fn wrong(&self, count: usize) -> Vec<bool> {
        let Some(place) = &self.place else { return vec![false; count] };
        // A set has an order of its own, in which its rules count.
        let is_counted = place.item_row().is_some() && !matches!(place.kind, FieldKind::Set(_));
        if !is_counted {
            return vec![!self.errors().is_empty(); count];
        }
        let mut wrong = vec![false; count];
        for violation in self.errors() {
            let path = violation.path().to_string();
            let behind = path.strip_prefix(&*place.path).and_then(|behind| behind.strip_prefix('['));
            match behind.and_then(|behind| behind.split_once(']')) {
                Some((index, _)) => {
                    let item = index.parse().ok().and_then(|index: usize| wrong.get_mut(index));
                    if let Some(is_wrong) = item {
                        *is_wrong = true;
                    }
                }
                None => wrong.fill(true),
            }
        }
        wrong
    }

    /// What tells more about a control.
    pub(super) fn describe(&self, attrs: &mut Attrs, is_wrong: bool) {
        let error = is_wrong.then(|| format!("{}-error", self.id));
        let help = self.help.is_some().then(|| format!("{}-help", self.id));
        let both: Vec<String> = error.into_iter().chain(help).collect();
        if !both.is_empty() {
            attrs.set("aria-describedby", both.join(" "));
        }
    }

    /// Whether it is the first that has an error.
    pub(super) fn is_first(&self) -> bool {
        let Some(place) = &self.place else { return false };
        self.form.first.is_some_and(|violation| place.owns(violation.path()))
    }

    /// The attributes that the page adds, behind those of the control.
    pub(super) fn add_more(&self, attrs: &mut Attrs) {
        for (name, value) in &self.more {
            if !attrs.has(name) {
                attrs.set(name.clone(), value.clone());
            }
        }
    }

    pub(super) fn autocomplete_word(&self, limits: &Limits) -> Option<String> {
        let own = self.autocomplete.or(self.place.as_ref().and_then(|place| place.autocomplete));
        own.map(str::to_owned).or_else(|| limits.autocomplete.clone())
    }
}

/// A name as a label: `user_name`, `userName` and `user-name` are "User name".
pub(super) fn in_words(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut was_small = false;
    for c in name.chars() {
        match c {
            '_' | '-' | '.' => words.push(' '),
            c if c.is_uppercase() && was_small => {
                words.push(' ');
                words.extend(c.to_lowercase());
            }
            c if words.is_empty() => words.extend(c.to_uppercase()),
            c => words.push(c),
        }
        was_small = c.is_lowercase();
    }
    words
}

/// The name, and nothing of the value.
impl fmt::Debug for FieldView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FieldView").field("id", &self.id).finish_non_exhaustive()
    }
}
