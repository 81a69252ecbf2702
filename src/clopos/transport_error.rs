//! Converts reqwest's error of a call without a complete answer, by the stage that the call reached. Called by `http`.
//! These errors can contain URLs with phones, so only their kind is used.

use std::error::Error;
use std::io;

use crate::domain::{ApiError, ConnectError, DisplayText, UnknownOutcome};

use super::name_resolver::NameTimeout;

/// Returns the error of a failed exchange. Without a connection the request certainly did not arrive; after that it is
/// unknown. If there is a proxy, the error names it: the connection to it or through it failed.
pub(super) fn api_error(error: &reqwest::Error, proxy: Option<&str>) -> ApiError {
    if error.is_connect() {
        match (connect_error(error), proxy) {
            (cause @ ConnectError::Tls, _) | (cause, None) => ApiError::NotSent(cause),
            (_, Some(proxy)) => ApiError::Proxy { address: DisplayText::new(proxy) },
        }
    } else if error.is_builder() {
        ApiError::Settings { sentence: DisplayText::default() }
    } else {
        ApiError::Unknown(unknown_outcome(error))
    }
}

/// Returns why an answer that had begun is incomplete.
pub(super) fn unknown_outcome(error: &reqwest::Error) -> UnknownOutcome {
    if error.is_timeout() { UnknownOutcome::Timeout } else { UnknownOutcome::ConnectionLost }
}

fn connect_error(error: &reqwest::Error) -> ConnectError {
    if any_cause(error, <dyn Error>::is::<NameTimeout>) {
        ConnectError::ConnectTimeout
    } else if error.is_dns() {
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

/// Returns true if any cause of an error matches. An `io::Error` does not return the error that it wraps from
/// `source()`, and the wrapped error may be another `io::Error`. So each is unwrapped.
fn any_cause(error: &reqwest::Error, is_wanted: impl Fn(&(dyn Error + 'static)) -> bool) -> bool {
    let mut next = error.source();
    while let Some(cause) = next {
        if is_wanted(cause) {
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

    async fn error_of(url: &str) -> ApiError {
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
        // A label of 64 letters is invalid, so no resolver is called.
        let url = format!("http://{}.example/", "x".repeat(64));
        assert_eq!(error_of(&url).await, ApiError::NotSent(ConnectError::NameUnknown));
    }

    #[tokio::test]
    async fn a_closed_port_refuses() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        drop(listener);
        assert_eq!(error_of(&url).await, ApiError::NotSent(ConnectError::ConnectionRefused));
    }

    #[tokio::test]
    async fn a_tls_handshake_without_an_answer_is_a_connect_timeout() {
        // The system accepts the connection, but no process answers the handshake.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let url = format!("https://{}/", listener.local_addr().unwrap());
        assert_eq!(error_of(&url).await, ApiError::NotSent(ConnectError::ConnectTimeout));
    }

    #[tokio::test]
    async fn an_address_that_is_not_http_is_a_settings_error() {
        assert_eq!(error_of("mailto:a@b.c").await, ApiError::Settings { sentence: DisplayText::default() });
    }
}
