//! What a policy or headers are worth.

use super::super::security::{Judged, MAX_TEXT};
use super::super::session::Guest;
use super::super::told::Call;
use super::{Look, Page, layout};
use untaint::escape::Html;
use untaint::web::{self, Finding};

/// `sent`: the headers of this very answer; `judged`: what was pasted, or what is wrong with it.
pub(crate) fn security(
    look: &Look,
    visitor: Option<&Guest>,
    sent: &Judged,
    typed: &str,
    judged: Option<Result<&Judged, &str>>,
) -> Page {
    let result = match judged {
        None => String::new(),
        Some(Err(problem)) => format!("<p class=\"banner\" role=\"alert\">{}</p>", Html(problem)),
        Some(Ok(judged)) => {
            format!(
                "<section class=\"sheet\" id=\"judged\"><h2>What you pasted</h2>{}</section>",
                report(judged)
            )
        }
    };
    let mut told = vec![Call::new(
        "headers::inspect_text",
        &*sent.text,
        sent.verdict,
        format!("{} findings in what this page was sent with", sent.findings.len()),
    )];
    if let Some(Ok(judged)) = judged {
        let marked = web::render_findings(&judged.text, &judged.findings);
        let report = format!("{} findings", judged.findings.len());
        told.push(Call::new("web::render_findings", &*judged.text, marked.as_str(), report));
    }
    let main = format!(
        r#"<form class="sheet" method="post" action="/security">
<h1>Security</h1>
<p class="lead">Paste a Content-Security-Policy, or what <code>curl -I</code> printed: what a browser makes of it, place by place.</p>
<label for="text">A policy, or headers</label>
<textarea id="text" name="text" rows="6" maxlength="{MAX_TEXT}" spellcheck="false" autocapitalize="off">
{typed}</textarea>
<div class="row"><button>Judge it</button></div>
</form>
{result}
<section class="sheet" id="sent"><h2>What this page was sent with</h2>{own}</section>"#,
        typed = Html(typed),
        own = report(sent),
    );
    layout(look, visitor, "Security · Noticeboard", &main, &told)
}

/// The verdict, the text with the places marked, and each finding. The parser drops one line feed after `<pre>`, so one
/// is written for it.
fn report(judged: &Judged) -> String {
    let marked = web::render_findings(&judged.text, &judged.findings);
    let mut findings: Vec<_> = judged.findings.iter().collect();
    // The worst first; a sort that keeps the order of equals.
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity()));
    let findings: String = findings.into_iter().map(item).collect();
    format!(
        "<p class=\"verdict\" role=\"status\"><b>{}</b></p><pre class=\"shown\" dir=\"ltr\">\n{marked}</pre>\
         <ol class=\"findings\">{findings}</ol>",
        judged.verdict
    )
}

/// Everything in it that could be of the visitor is text: the remedy may name what was found, the proof is markup.
fn item(finding: &Finding) -> String {
    let place = finding.directive().or(finding.header()).unwrap_or("the answer");
    let proof = finding.proof().map_or_else(String::new, |proof| {
        format!(
            "<p class=\"soft\">This runs under it:</p><pre class=\"shown\" dir=\"ltr\">\n{}</pre>",
            Html(&proof.html("alert(1)"))
        )
    });
    format!(
        "<li><h3>{} <code>{}</code> in <code>{}</code></h3><p>{}.</p><p>What helps: {}.</p>{proof}</li>",
        finding.severity().word(),
        finding.code(),
        Html(place),
        Html(finding.why()),
        Html(finding.fix()),
    )
}
