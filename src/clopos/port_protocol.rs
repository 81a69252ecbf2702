//! Finds out if a port has TLS although the address begins with `http://`, or the reverse. `frontdesk check` asks after a
//! failure, because the error of the call itself depends on the server.

use std::sync::Arc;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig as TlsConfig, ClientConnection, RootCertStore};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use url::Url;

use super::client::Client;

/// As many bytes of an answer tell its protocol.
const GREETING_BYTES: usize = 6;

impl Client {
    /// Returns true if the port of the base URL answers with the other protocol. Behind a proxy it is unknown, and the
    /// result is false. Credentials are not sent.
    pub async fn has_other_protocol(&self) -> bool {
        let url = &self.core.config.base_url;
        if self.core.http.proxy.is_some() {
            return false;
        }
        let has_tls = match client_hello(url) {
            Some(hello) => self.first_bytes(url, &hello).await.is_some_and(|answer| is_tls(&answer)),
            None => return false,
        };
        if url.scheme() != "https" {
            return has_tls;
        }
        // A server with TLS may answer a plain request in plain HTTP, to say that this is wrong.
        !has_tls && self.first_bytes(url, &plain_request(url)).await.is_some_and(|answer| answer.starts_with(b"HTTP/"))
    }

    async fn first_bytes(&self, url: &Url, greeting: &[u8]) -> Option<Vec<u8>> {
        let http = &self.core.http;
        let mut stream = http.connect(url).await?;
        let exchange = async {
            stream.write_all(greeting).await.ok()?;
            let mut answer = Vec::new();
            while answer.len() < GREETING_BYTES && stream.read_buf(&mut answer).await.ok()? > 0 {}
            Some(answer)
        };
        tokio::time::timeout(http.timeouts.connect, exchange).await.ok().flatten()
    }
}

fn plain_request(url: &Url) -> Vec<u8> {
    let (path, host) = (url.path(), url.host_str().unwrap_or_default());
    format!("HEAD {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").into_bytes()
}

/// Returns the first message of a TLS client.
fn client_hello(url: &Url) -> Option<Vec<u8>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = TlsConfig::builder_with_provider(provider).with_safe_default_protocol_versions().ok()?;
    let config = config.with_root_certificates(RootCertStore::empty()).with_no_client_auth();
    let host = url.host_str()?.trim_start_matches('[').trim_end_matches(']');
    let name = ServerName::try_from(host.to_owned()).ok()?;
    let mut connection = ClientConnection::new(Arc::new(config), name).ok()?;
    let mut hello = Vec::new();
    connection.write_tls(&mut hello).ok()?;
    Some(hello)
}

/// Returns true for the first message of a TLS server, or an alert. The message of a client only comes back from a server
/// that repeats what it gets.
const fn is_tls(answer: &[u8]) -> bool {
    matches!(answer, [0x15, 3, ..] | [0x16, 3, _, _, _, 2, ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell_a_server_with_tls() {
        for (answer, expected) in [
            (&b"\x15\x03\x01\x00\x02\x02\x46"[..], true),
            (b"\x16\x03\x03\x00\x7a\x02\x00\x00", true),
            (b"\x16\x03\x01\x00\x7a\x01\x00\x00", false),
            (b"HTTP/1.1 400 Bad Request", false),
            (b"SSH-2.0-OpenSSH_9.2", false),
            (b"\x15", false),
            (b"", false),
        ] {
            assert_eq!(is_tls(answer), expected, "{answer:?}");
        }
    }

    #[test]
    fn a_client_hello_can_be_made_for_names_and_addresses() {
        for address in ["http://a.example/", "http://127.0.0.1:8080/open-api", "http://[::1]:1/"] {
            let hello = client_hello(&Url::parse(address).unwrap()).unwrap();
            assert!(hello.starts_with(b"\x16\x03") && !is_tls(&hello), "{address}");
        }
    }
}
