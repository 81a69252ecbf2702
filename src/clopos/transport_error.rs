//! What reqwest says of a call that brought no whole answer, told apart by where the call got to. Its errors can
//! carry URLs with phones in them, so nothing but the kind is taken from them.

use std::error::Error;
use std::io;

use crate::domain::{ApiError, ConnectError, DisplayText, UnknownOutcome};

/// The trouble that a failed exchange amounts to. Before a connection stood the request surely never arrived;
/// after that it is not known. A proxy on the way is named: what failed is the way to it, or through it.
pub(super) fn api_error(error: &reqwest::Error, proxy: Option<&str>) -> ApiError {
    if error.is_connect() {
        match (connect_error(error), proxy) {
            (why @ ConnectError::Tls, _) | (why, None) => ApiError::NotSent(why),
            (_, Some(proxy)) => ApiError::Proxy { address: DisplayText::new(proxy) },
        }
    } else if error.is_builder() {
        ApiError::Settings { sentence: DisplayText::default() }
    } else {
        ApiError::Unknown(unknown_outcome(error))
    }
}

/// Why an answer that had begun did not come to its end.
pub(super) fn unknown_outcome(error: &reqwest::Error) -> UnknownOutcome {
    if error.is_timeout() { UnknownOutcome::Timeout } else { UnknownOutcome::ConnectionLost }
}

fn connect_error(error: &reqwest::Error) -> ConnectError {
    if error.is_dns() {
        ConnectError::NameUnknown
    } else if any_cause(error, <dyn Error>::is::<rustls::Error>) {
        ConnectError::Tls
    } else if error.is_timeout() {
        ConnectError::ConnectTimeout
    } else if any_cause(error, is_refused) {
        ConnectError::ConnectionRefused
    } else {
        ConnectError::NoConnection
    }
}

fn is_refused(cause: &(dyn Error + 'static)) -> bool {
    cause.downcast_ref::<io::Error>().is_some_and(|io| io.kind() == io::ErrorKind::ConnectionRefused)
}

/// Walks the causes. An `io::Error` hides the error that it wraps from `source()`, and may wrap another one that
/// does the same, so each is opened.
fn any_cause(error: &reqwest::Error, wanted: impl Fn(&(dyn Error + 'static)) -> bool) -> bool {
    let mut next = error.source();
    while let Some(cause) = next {
        if wanted(cause) {
            return true;
        }
        next = match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => cause.source(),
        };
    }
    false
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, TcpListener};
    use std::time::Duration;

    use super::*;

    async fn trouble_with(url: &str) -> ApiError {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().take(1);
        let client = reqwest::Client::builder()
            .no_proxy()
            .tls_certs_only(roots.filter_map(|der| reqwest::Certificate::from_der(der).ok()))
            .connect_timeout(Duration::from_millis(300))
            .build()
            .unwrap();
        api_error(&client.get(url).send().await.unwrap_err(), None)
    }

    #[tokio::test]
    async fn a_name_that_cannot_exist_is_unknown() {
        // A label of 64 letters: no resolver needs to be asked.
        let url = format!("http://{}.example/", "x".repeat(64));
        assert_eq!(trouble_with(&url).await, ApiError::NotSent(ConnectError::NameUnknown));
    }

    #[tokio::test]
    async fn a_closed_port_refuses() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        drop(listener);
        assert_eq!(trouble_with(&url).await, ApiError::NotSent(ConnectError::ConnectionRefused));
    }

    #[tokio::test]
    async fn a_handshake_that_does_not_come_is_a_connect_timeout() {
        // The connection stands, since the system accepts it, but nobody answers the handshake.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let url = format!("https://{}/", listener.local_addr().unwrap());
        assert_eq!(trouble_with(&url).await, ApiError::NotSent(ConnectError::ConnectTimeout));
    }

    #[tokio::test]
    async fn what_is_no_request_is_a_setting() {
        assert_eq!(trouble_with("mailto:a@b.c").await, ApiError::Settings { sentence: DisplayText::default() });
    }
}
