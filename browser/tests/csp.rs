//! Policies in a browser: what `PolicySet::check` lets through runs and nothing else does, each proof of a finding runs
//! under its policy, and none under a policy that is judged strict.

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;
use untaint::escape;
use untaint::web::csp::{self, Directive, Load, PolicySet, Proof, Technique, Verdict};
use untaint_browser::cases::{field, rows};
use untaint_browser::site::Page;
use untaint_browser::suite::{Visitor, World, run};

fn main() -> ExitCode {
    run(&[
        ("loads_run_where_the_policy_lets_them", loads_run_where_the_policy_lets_them),
        ("proofs_run_under_their_policy", proofs_run_under_their_policy),
        (
            "nothing_of_a_stranger_runs_under_a_strict_policy",
            nothing_of_a_stranger_runs_under_a_strict_policy,
        ),
    ])
}

/// The page whose frames have the policies.
const PAGE: &str = "https://top.test/";
/// The nonce of policies that have none of their own.
const N: &str = "agvNFPWnaO_d258C";
/// The hash in the tables; each page puts that of a script of its own in its place.
const HASH_OF_TABLES: &str = "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=";
/// A script, and its hash.
const HASHED: (&str, &str) =
    ("top.postMessage([self.name,'hash'],'*')", "sha256-F8UBAPJQjDr7G0vRu4f5IpFVn10LQNVaTfYHwEyedDg=");
/// A script that adds one with a relative address, and its hash.
const LOADER: (&str, &str) = (
    "document.head.append(Object.assign(document.createElement('script'),{src:'app.js'}))",
    "sha256-F6DFQFsOEehoMPOyPImycuGLsS0vbsIllZ1ViCgkPtg=",
);
/// What a stranger runs; also in a frame of the frame.
const PROOF: &str = "top.postMessage([(parent==top?self:parent).name,'proof'],'*')";

/// The file of each load: it says what the query of its address is, and does what that asks for.
const FILE: &str = r"{
    const name = document.currentScript.src.split('?')[1];
    const tell = load => `top.postMessage([self.name,'${load}'],'*')`;
    if (name === 'eval') {
        try { eval(tell(name)); } catch {}
    } else if (name === 'blob') {
        const script = document.createElement('script');
        script.src = URL.createObjectURL(new Blob([tell(name)], {type: 'text/javascript'}));
        document.body.append(script);
    } else {
        top.postMessage([self.name, name], '*');
    }
}";

/// The frames of `argument`, each with its name and how many loads are awaited, some at a time: what ran in each.
const FRAMES: &str = r"async frames => {
    const ran = {};
    const listen = ({data}) => Array.isArray(data) && (ran[data[0]] ??= []).push(data[1]);
    const pause = time => new Promise(done => setTimeout(done, time));
    addEventListener('message', listen);
    const work = async () => {
        for (let next; next = frames.shift();) {
            const [name, count] = next;
            const frame = document.createElement('iframe');
            frame.name = name;
            frame.src = '/frame/' + name;
            const loaded = new Promise(done => frame.onload = done);
            document.body.append(frame);
            await Promise.race([loaded, pause(5000)]);
            for (let left = 60; left && (ran[name] ?? []).length < count; left--) await pause(50);
            await pause(100);
            frame.remove();
        }
    };
    await Promise.all(Array.from({length: 8}, work));
    removeEventListener('message', listen);
    return ran;
}";

/// A page in a frame: its policies, its markup, and how many loads are awaited in it.
struct Frame {
    policies: Vec<String>,
    html: String,
    count: usize,
}

/// What ran in each frame.
fn ran(visitor: &mut Visitor<'_>, frames: &[Frame]) -> Vec<BTreeSet<String>> {
    let html = || ("Content-Type".to_owned(), "text/html; charset=utf-8".to_owned());
    visitor.put("/", Page::File(vec![html()], b"<!doctype html><body>".to_vec()));
    for (name, frame) in frames.iter().enumerate() {
        let policies = frame.policies.iter();
        let mut headers: Vec<_> =
            policies.map(|text| ("Content-Security-Policy".to_owned(), text.clone())).collect();
        headers.push(html());
        let body = format!("<!doctype html><meta charset=utf-8><body>{}", frame.html);
        visitor.put(&format!("/frame/{name}"), Page::File(headers, body.into_bytes()));
    }
    visitor.go(PAGE).expect("the page of the frames");
    let all: Vec<Value> =
        frames.iter().enumerate().map(|(name, frame)| json!([name.to_string(), frame.count])).collect();
    let mut found = BTreeMap::new();
    for some in all.chunks(48) {
        let Value::Object(told) = visitor.ask(FRAMES, &json!(some)) else { panic!("no object") };
        found.extend(told);
    }
    let of = |name: usize| found.get(&name.to_string()).and_then(Value::as_array);
    let texts = |list: &Vec<Value>| list.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    (0..frames.len()).map(|name| of(name).map(texts).unwrap_or_default()).collect()
}

fn script(body: &str) -> Page {
    let kind = ("Content-Type".to_owned(), "text/javascript; charset=utf-8".to_owned());
    Page::File(vec![kind], body.as_bytes().to_vec())
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().expect("a list").iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The rows of what this engine does other than `PolicySet::check` and the proofs say.
fn differences(world: &World) -> Vec<Value> {
    let mut rows = rows("web/csp_engines.jsonl");
    rows.retain(|row| row["engine"] == world.engine().name());
    rows
}

/// The policies of the tables that a header can carry.
fn policies() -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = rows("web/csp_runs.jsonl")
        .iter()
        .map(|row| {
            texts(&row["policies"])
                .iter()
                .map(|text| text.replace("{N}", N).replace("{H}", &format!("'{HASH_OF_TABLES}'")))
                .collect()
        })
        .collect();
    all.extend(rows("web/csp_findings.jsonl").iter().map(|row| vec![field(row, "csp").to_owned()]));
    all.retain(|texts| texts.iter().all(|text| !text.contains(['\r', '\n', '\0'])));
    all.retain(|texts| texts.iter().all(|text| !text.contains("'trusted-types-eval'")));
    all.sort();
    all.dedup();
    all
}

/// With the hash of a script in place of that of the tables.
fn with_hash(policies: &[String], hash: &str) -> Vec<String> {
    policies.iter().map(|text| text.replace(HASH_OF_TABLES, hash)).collect()
}

/// The nonce of the page.
fn nonce(policies: &[String]) -> &str {
    let found = policies.iter().find_map(|text| text.split("'nonce-").nth(1)?.split('\'').next());
    found.unwrap_or(N)
}

// Loads.

/// A page with the loads.
fn loads(nonce: &str) -> String {
    let nonce = escape::html(nonce);
    format!(
        "<script>top.postMessage([self.name,'inline'],'*')</script>
        <script nonce=\"{nonce}\">top.postMessage([self.name,'nonce'],'*')</script>
        <script nonce=\"{nonce}\">try {{ eval(\"top.postMessage([self.name,'nonce-eval'],'*')\") }} catch {{}}</script>
        <script nonce=\"{nonce}\">{{
            const script = document.createElement('script');
            script.src = 'https://other.test/dyn.js?dyn';
            document.body.append(script);
        }}</script>
        <script>{}</script>
        <svg onload=\"top.postMessage([window.name,'attr'],'*')\"></svg>
        <iframe src=\"javascript:top.postMessage([parent.name,'jsurl'],'*')\"></iframe>
        <script src=\"data:text/javascript,top.postMessage([self.name,'data'],'*')\"></script>
        <script src=\"/self.js?self\"></script>
        <script src=\"/self.js?eval\"></script>
        <script nonce=\"{nonce}\" src=\"/self.js?blob\"></script>
        <script src=\"https://cdn.test/lib/a.js?cdn\"></script>
        <script src=\"https://cdn.test/other/a.js?cdn-other\"></script>
        <script src=\"https://cdn.test:8444/lib/a.js?port\"></script>
        <script src=\"https://sub.cdn.test/lib/a.js?sub\"></script>
        <script src=\"https://cdn.test/redir?redirect\"></script>",
        HASHED.0
    )
}

/// Those of them that the policies let run.
fn allowed(policies: &[String]) -> BTreeSet<String> {
    let set = PolicySet::parse_all(policies.iter().map(String::as_str));
    let is = |load: Load<'_>| set.check(&load.on(PAGE)).is_ok();
    if !is(Load::framed_by(PAGE)) {
        return BTreeSet::new();
    }
    let nonce = nonce(policies);
    let nonced = || is(Load::inline_script().nonce(nonce));
    // In a sandbox every page has an origin of its own, also the frame with that address: what would run is not its page's.
    let is_apart = set
        .directives()
        .any(|(directive, words)| directive == Directive::Sandbox && !words.contains("allow-same-origin"));
    let own = "https://top.test/self.js";
    let loads = [
        ("attr", is(Load::handler())),
        (
            "blob",
            is(Load::script(own).nonce(nonce))
                && is(Load::script("blob:https://top.test/1").added_by_script()),
        ),
        ("cdn", is(Load::script("https://cdn.test/lib/a.js"))),
        ("cdn-other", is(Load::script("https://cdn.test/other/a.js"))),
        ("data", is(Load::script("data:text/javascript,1"))),
        ("dyn", nonced() && is(Load::script("https://other.test/dyn.js").added_by_script())),
        ("eval", is(Load::script(own)) && is(Load::eval())),
        ("hash", is(Load::inline_script().hash(HASHED.1))),
        ("inline", is(Load::inline_script())),
        ("jsurl", !is_apart && is(Load::javascript_url())),
        ("nonce", nonced()),
        ("nonce-eval", nonced() && is(Load::eval())),
        ("port", is(Load::script("https://cdn.test:8444/lib/a.js"))),
        (
            "redirect",
            is(Load::script("https://cdn.test/redir"))
                && is(Load::script("https://cdn.test/lib/a.js").redirected()),
        ),
        ("self", is(Load::script(own))),
        ("sub", is(Load::script("https://sub.cdn.test/lib/a.js"))),
    ];
    loads.into_iter().filter(|(_, is)| *is).map(|(name, _)| name.to_owned()).collect()
}

fn loads_run_where_the_policy_lets_them(world: &World) {
    let mut visitor = world.visitor();
    for path in ["/self.js", "/lib/a.js", "/other/a.js", "/dyn.js"] {
        visitor.put(path, script(FILE));
    }
    visitor.put("/redir", Page::Moved("https://cdn.test/lib/a.js".to_owned()));
    let all: Vec<_> = policies().iter().map(|texts| with_hash(texts, HASHED.1)).collect();
    let frames: Vec<_> = all
        .iter()
        .map(|texts| Frame {
            policies: texts.clone(),
            html: loads(nonce(texts)),
            count: allowed(texts).len(),
        })
        .collect();
    let engine = world.engine().name();
    let mut known: BTreeMap<Vec<String>, BTreeSet<String>> = differences(world)
        .iter()
        .filter(|row| row["ran"].is_array())
        .map(|row| (texts(&row["policies"]), texts(&row["ran"]).into_iter().collect()))
        .collect();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for (texts, ran) in all.iter().zip(ran(&mut visitor, &frames)) {
        let ours = allowed(texts);
        count += ours.len();
        let known = known.remove(texts);
        if known.as_ref() == Some(&ours) {
            wrong.push(format!("{texts:?}: a row for what is no difference"));
        }
        if *known.as_ref().unwrap_or(&ours) != ran {
            let added: Vec<_> = ran.difference(&ours).collect();
            let missing: Vec<_> = ours.difference(&ran).collect();
            let row = json!({"engine": engine, "policies": texts, "ran": ran});
            wrong.push(format!("{row} // ran beyond ours: {added:?}; did not: {missing:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} policies\n{}", wrong.len(), all.len(), wrong.join("\n"));
    assert!(known.is_empty(), "rows of no policy: {known:?}");
    assert!(all.len() > 150 && count > 400, "{count} loads under {} policies", all.len());
}

// Proofs.

/// Each policy with one of its proofs.
fn proofs() -> Vec<(Vec<String>, Proof)> {
    let mut all = Vec::new();
    for texts in policies() {
        let found = csp::evaluate_all(texts.iter().map(String::as_str));
        let mut of_policy: Vec<_> = found.findings().iter().filter_map(|finding| finding.proof()).collect();
        of_policy.dedup();
        all.extend(of_policy.into_iter().map(|proof| (texts.clone(), proof.clone())));
    }
    all
}

/// Lets the hosts answer what the proof needs.
fn serve(visitor: &Visitor<'_>, proof: &Proof) {
    let Some(answer) = proof.answer(PROOF) else { return };
    let url = url::Url::parse(answer.url()).unwrap_or_else(|error| panic!("{}: {error}", answer.url()));
    let file = if proof.technique() == Technique::Base { "app.js" } else { "" };
    visitor.put(&format!("{}{file}", url.path()), script(answer.body()));
}

fn proofs_run_under_their_policy(world: &World) {
    let mut visitor = world.visitor();
    let all = proofs();
    let mut frames = Vec::new();
    for (texts, proof) in &all {
        serve(&visitor, proof);
        let mut html = proof.html(PROOF);
        let texts = with_hash(texts, LOADER.1);
        if proof.technique() == Technique::Base {
            let nonce = escape::html(nonce(&texts));
            let loader =
                format!("<script nonce=\"{nonce}\" src=app.js></script><script>{}</script>", LOADER.0);
            html.push_str(&loader);
        }
        frames.push(Frame { policies: texts, html: html.clone(), count: 1 });
        // The control: without the policy.
        frames.push(Frame { policies: vec![], html, count: 1 });
    }
    let ran = ran(&mut visitor, &frames);
    let mut wrong = Vec::new();
    let mut techniques = BTreeMap::new();
    let differences = differences(world);
    let mut without: Vec<_> =
        differences.iter().filter(|row| row["proof"] == false).map(|row| texts(&row["policies"])).collect();
    let known = without.clone();
    for ((texts, proof), ran) in all.iter().zip(ran.chunks(2)) {
        *techniques.entry(format!("{:?}", proof.technique())).or_insert(0) += 1;
        for (what, ran) in ["under the policy", "in the control"].iter().zip(ran) {
            let is_known = known.contains(texts) && *what == "under the policy";
            if ran.contains("proof") == is_known {
                wrong.push(format!("{texts:?}: {:?} in {ran:?} {what}", proof.technique()));
            }
            without.retain(|row| row != texts);
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), all.len(), wrong.join("\n"));
    assert!(without.is_empty(), "rows of no proof: {without:?}");
    assert!(all.len() > 50 && techniques.len() >= 7, "{techniques:?}");
}

fn nothing_of_a_stranger_runs_under_a_strict_policy(world: &World) {
    let mut visitor = world.visitor();
    let mut markup = BTreeSet::new();
    for (_, proof) in proofs() {
        serve(&visitor, &proof);
        if proof.technique() != Technique::Base {
            markup.insert(proof.html(PROOF));
        }
    }
    let markup: String = markup.into_iter().collect();
    // With `base`, the page's own file would come from the stranger.
    let base = "<base href=\"https://attacker.example/\">";
    visitor.put("/own.js", script(PROOF));
    visitor.put("/frame/own.js", script("top.postMessage([self.name,'own'],'*')"));
    let strict: Vec<_> = policies()
        .into_iter()
        .filter(|texts| csp::evaluate_all(texts.iter().map(String::as_str)).verdict() == Verdict::Strict)
        .map(|texts| with_hash(&texts, HASHED.1))
        .collect();
    let mut frames = Vec::new();
    for texts in &strict {
        let own = format!(
            "<script nonce=\"{0}\" src=own.js></script><script nonce=\"{0}\">{1}</script>\
             <svg onload=\"{1}\"></svg>",
            escape::html(nonce(texts)),
            HASHED.0
        );
        for attack in [base, &markup] {
            let html = format!("{attack}{own}");
            frames.push(Frame { policies: texts.clone(), html: html.clone(), count: 1 });
            frames.push(Frame { policies: vec![], html, count: 2 });
        }
    }
    let ran = ran(&mut visitor, &frames);
    let mut wrong = Vec::new();
    for (frame, ran) in frames.iter().zip(&ran) {
        let is_own = ran.contains("own") || ran.contains("hash");
        // Without the policy it is the control.
        let is_control = frame.policies.is_empty();
        let is_right = ran.contains("proof") == is_control && (is_own || is_control);
        if !is_right {
            let what = if frame.html.starts_with("<base") { "base" } else { "all proofs" };
            wrong.push(format!("{:?} with {what}: {ran:?}", frame.policies));
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), frames.len(), wrong.join("\n"));
    assert!(strict.len() >= 8, "only {} policies are strict", strict.len());
}
