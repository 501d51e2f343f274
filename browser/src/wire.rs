//! HTTP/1.1 as bytes on a socket: the bytes of a `Location` header are a test, so no library writes them.

use rcgen::PublicKeyData as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{CipherSuite, ServerConfig, SupportedCipherSuite};
use std::io::{self, BufRead, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::Arc;

/// The first line and the headers of a request or an answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Head {
    /// The first line, without its end.
    pub(crate) first: String,
    /// Names and values, as they came.
    pub(crate) headers: Vec<(String, String)>,
}

impl Head {
    /// Reads one; `None` where the connection ends.
    pub(crate) fn read(stream: &mut impl BufRead) -> io::Result<Option<Self>> {
        let Some(first) = read_line(stream)? else { return Ok(None) };
        let mut headers = Vec::new();
        while let Some(line) = read_line(stream)?.filter(|line| !line.is_empty()) {
            let Some((name, value)) = line.split_once(':') else { continue };
            headers.push((name.to_owned(), value.trim().to_owned()));
        }
        Ok(Some(Self { first, headers }))
    }

    /// A header's value; empty where there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }

    /// Writes a header in place of those of its name.
    pub(crate) fn set(&mut self, name: &str, value: String) {
        self.headers.retain(|(header, _)| !header.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value));
    }

    /// Reads the body that belongs to it.
    pub(crate) fn body(&self, stream: &mut impl Read) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        stream.take(self.get("content-length").parse().unwrap_or(0)).read_to_end(&mut body)?;
        Ok(body)
    }

    /// The words of the first line.
    pub(crate) fn word(&self, at: usize) -> &str {
        self.first.split(' ').nth(at).unwrap_or_default()
    }

    /// As bytes, with the empty line behind it.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = format!("{}\r\n", self.first).into_bytes();
        for (name, value) in &self.headers {
            bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        bytes.extend_from_slice(b"\r\n");
        bytes
    }
}

/// A line without its end; `None` where the connection ends.
fn read_line(stream: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    if stream.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    Ok(Some(String::from_utf8_lossy(&line).trim_end().to_owned()))
}

/// Asks the server at `address` the same, and gives back its whole answer.
pub(crate) fn ask(address: SocketAddr, head: &Head, body: &[u8]) -> io::Result<(Head, Vec<u8>)> {
    let mut stream = TcpStream::connect(address)?;
    let mut head = head.clone();
    head.set("Connection", "close".to_owned());
    stream.write_all(&[&head.bytes(), body].concat())?;
    let mut stream = io::BufReader::new(stream);
    let head = Head::read(&mut stream)?.ok_or(io::ErrorKind::UnexpectedEof)?;
    let mut body = Vec::new();
    stream.read_to_end(&mut body)?;
    Ok((head, body))
}

/// Ends a connection whose client may still write.
pub(crate) fn end(stream: &TcpStream) {
    let _ = stream.shutdown(Shutdown::Both);
}

/// TLS with a certificate made anew, which fits one host; sessions take every certificate. With it the SHA-256 of its
/// public key in base64, for a session that is to hold it for a right one.
///
/// # Panics
/// When there is none: nothing can be tested then.
pub(crate) fn tls() -> (Arc<ServerConfig>, String) {
    let made = rcgen::generate_simple_self_signed(vec!["app.test".to_owned()]).expect("a certificate");
    let certificate = CertificateDer::from(made.cert.der().to_vec());
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("its key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let hash = provider.cipher_suites.iter().find_map(|suite| match suite {
        SupportedCipherSuite::Tls13(suite) if suite.common.suite == CipherSuite::TLS13_AES_128_GCM_SHA256 => {
            Some(suite.common.hash_provider.hash(&made.signing_key.subject_public_key_info()))
        }
        _ => None,
    });
    let hash = base64(hash.expect("a suite with SHA-256").as_ref());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("TLS versions of the provider")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a certificate that fits its key");
    (Arc::new(config), hash)
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= three.len() { char::from(digit) } else { '=' });
        }
    }
    text
}
