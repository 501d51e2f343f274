//! What cleaning costs.

use super::super::forms::LimitsForm;
use super::super::limits::{AMPLIFIERS, MAX_OUTPUT, Measured, SIZES};
use super::super::session::Guest;
use super::super::told::Call;
use super::{Look, Page, layout};
use untaint::attr;
use untaint::escape::Html;

/// `measured` is what the form asked for, or what is wrong with it.
pub(crate) fn limits(
    look: &Look,
    visitor: Option<&Guest>,
    form: &LimitsForm,
    measured: Option<Result<&Measured, &str>>,
) -> Page {
    let option = |value: &str, text: &str, chosen: &str| {
        let selected = if value == chosen { " selected" } else { "" };
        format!("<option value={}{selected}>{}</option>", attr::quote(value), Html(text))
    };
    let inputs: String =
        AMPLIFIERS.iter().map(|amplifier| option(amplifier.id, amplifier.name, &form.input)).collect();
    let sizes: String = SIZES
        .iter()
        .map(|size| option(&size.to_string(), &format!("{} KB", size / 1024), &form.size))
        .collect();
    let result = match measured {
        None => String::new(),
        Some(Err(problem)) => format!("<p class=\"banner\" role=\"alert\">{}</p>", Html(problem)),
        Some(Ok(measured)) => {
            let truncated = measured.truncated.map_or_else(
                || "no".to_owned(),
                |_| "yes, at the limit of the output; every element is closed".to_owned(),
            );
            format!(
                "<dl class=\"measured\">\
                 <dt>Input</dt><dd>{} bytes</dd><dt>Output</dt><dd>{} bytes</dd><dt>Time</dt><dd>{:.2} ms</dd>\
                 <dt>Left out</dt><dd>{} things</dd><dt>Truncated</dt><dd>{truncated}</dd>\
                 <dt>A tree builder</dt><dd>{} <span class=\"soft\">(a figure stored when it was measured, on another \
                 machine)</span></dd></dl>",
                measured.input,
                measured.output,
                measured.took.as_secs_f64() * 1000.0,
                measured.removed,
                Html(measured.trees),
            )
        }
    };
    let cleaned = measured.and_then(Result::ok).map(|measured| {
        let report = format!("{} bytes from {}", measured.output, measured.input);
        Call::new("html::sanitize_with_report", &measured.begins, &measured.becomes, report)
    });
    let name = AMPLIFIERS[0].name;
    let shown = Call::new(
        "escape::Html",
        name,
        untaint::escape::html(name),
        "the names of the inputs are full of tags: on this page they are text",
    );
    let told: Vec<Call> = cleaned.into_iter().chain([shown]).collect();
    let main = format!(
        r#"<form class="sheet" method="post" action="/limits">
<h1>Limits</h1>
<p class="lead">Inputs that make many sanitizers take seconds, or make megabytes from kilobytes. Here time grows with the length, and the output ends at {} KB.</p>
<label for="input">Input</label>
<select id="input" name="input">{inputs}</select>
<label for="size">Size</label>
<select id="size" name="size">{sizes}</select>
<div class="row"><button>Clean it</button></div>
{result}
</form>"#,
        MAX_OUTPUT / 1024
    );
    layout(look, visitor, "Limits · Noticeboard", &main, &told)
}
