//! Hosts, requests, tokens, integrities and keys that are refused.

use super::{MARKER, Refusal, refusal};
use untaint::web::csrf::{self, CsrfPolicy, Request};
use untaint::web::host::{self, HostPolicy};
use untaint::web::secret;
use untaint::web::sri::Integrity;

pub(super) fn refusals() -> Vec<Refusal> {
    let m = MARKER;
    let hosts = HostPolicy::builder().host("app.test").build().expect("policy");
    let texts = [
        String::new(),
        format!("{m},{m}"),
        m.repeat(500),
        format!("{m}@{m}"),
        format!("{m}.example"),
        #[cfg(not(feature = "url"))]
        format!("{m}\u{e9}.example"),
    ];
    let mut refusals: Vec<Refusal> =
        texts.iter().filter_map(|text| host::check(text, &hosts).err()).map(refusal).collect();

    let forms =
        CsrfPolicy::builder().origin("https://app.test").require_origin(true).build().expect("policy");
    let post = Request { method: m, host: m, ..Request::default() };
    let requests = [
        post,
        Request { sec_fetch_site: Some(m), origin: Some(m), ..post },
        Request { origin: Some(m), ..post },
    ];
    refusals.extend(requests.iter().filter_map(|request| csrf::check(request, &forms).err()).map(refusal));

    let integrities = [String::new(), format!("{m}-{m}"), format!("sha256-{m}!"), format!("sha256-{m}")];
    refusals.extend(integrities.iter().filter_map(|text| Integrity::parse(text).err()).map(refusal));

    let keys = [m.to_owned(), format!("{m}-change-me-{}", m.repeat(4))];
    refusals.extend(keys.iter().filter_map(|key| secret::check(key).err()).map(refusal));
    refusals.extend(sealed());
    refusals
}

/// What the feature `sign` refuses.
#[cfg(feature = "sign")]
fn sealed() -> Vec<Refusal> {
    use std::time::{Duration, SystemTime};
    use untaint::web::csrf::Token;
    use untaint::web::sign::{MAX_TOKEN, Signer};
    let m = MARKER;
    let key = secret::check("m9X2vPq7LtR4zYc8WnBd5HsKf3JgAe6U").expect("a key");
    let signer = Signer::builder(&key).purpose(Token::PURPOSE).build().expect("a purpose");
    let (now, hour) = (SystemTime::now(), Duration::from_secs(3600));
    let own = signer.sign(m.as_bytes(), now);
    let tokens = [
        (m.repeat(MAX_TOKEN), now),
        (m.to_owned(), now),
        (own.replacen('.', "AA.", 1), now),
        (own.clone(), now + hour + hour),
        (own, now - hour),
    ];
    let errors = tokens.iter().filter_map(|(token, now)| signer.verify(token, hour, *now).err());
    let mut refusals: Vec<Refusal> = errors.map(refusal).collect();
    let issued = Token::issue(&signer, m.as_bytes(), [7; 16], now);
    let sent = [("", now), (m, now), (issued.as_str(), now + hour + hour)];
    let errors =
        sent.iter().filter_map(|(token, now)| Token::verify(&signer, token, m.as_bytes(), hour, *now).err());
    refusals.extend(errors.map(refusal));
    let integrity = Integrity::sha256(b"x");
    refusals.extend(integrity.check(m.as_bytes()).err().map(refusal));
    refusals
}

#[cfg(not(feature = "sign"))]
fn sealed() -> Vec<Refusal> {
    vec![]
}
