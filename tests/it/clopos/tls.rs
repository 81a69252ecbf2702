//! The certificates that the client trusts. A certificate authority that is made here represents the authority of a
//! shop.

use crate::support::client as setup;

use std::path::Path;

use crate::support::authority::{Authority, pem_file};
use crate::support::scripted::{Reply, Request, Scripted, reply};
use frontdesk::clopos::ClientConfig;
use frontdesk::domain::{ApiError, ConnectError};

fn answer(request: &Request) -> Reply {
    match request.path() {
        "/auth" => reply(200, &[], r#"{"success":true,"token":"t","expires_in":3600}"#),
        _ => reply(200, &[], r#"{"success":true,"data":{"id":14,"name":"Aysel"}}"#),
    }
}

async fn register(url: &str, extra_ca: Option<&Path>) -> Result<(), ApiError> {
    let state = tempfile::tempdir().unwrap();
    let config = setup::config(url, setup::v2_credentials(), state.path());
    let client = setup::client(ClientConfig { extra_ca: extra_ca.map(Into::into), ..config });
    client.register(&setup::minimal_customer()).await.map(drop).map_err(|failed| failed.error)
}

#[tokio::test]
async fn the_extra_authority_is_trusted_and_no_other_unknown_authority() {
    let (trusted, unknown) = (Authority::new(), Authority::new());
    let ca = pem_file(&trusted.pem);
    for tls13 in [true, false] {
        let url = format!("https://localhost:{}", trusted.server("localhost", tls13, answer).address.port());
        assert_eq!(register(&url, Some(ca.path())).await, Ok(()), "TLS 1.3: {tls13}");
        assert_eq!(register(&url, None).await, Err(ApiError::NotSent(ConnectError::Tls)));
    }
    let url = format!("https://localhost:{}", unknown.server("localhost", true, answer).address.port());
    assert_eq!(register(&url, Some(ca.path())).await, Err(ApiError::NotSent(ConnectError::Tls)));
}

#[tokio::test]
async fn a_certificate_for_another_name_is_not_trusted_and_sees_no_credential() {
    let trusted = Authority::new();
    let (ca, server) = (pem_file(&trusted.pem), trusted.server("example.com", true, answer));
    let url = format!("https://localhost:{}", server.address.port());
    assert_eq!(register(&url, Some(ca.path())).await, Err(ApiError::NotSent(ConnectError::Tls)));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn https_to_a_server_without_tls_is_not_sent() {
    let server = Scripted::start(|_| reply(400, &[], ""));
    let url = format!("https://localhost:{}", server.address.port());
    let outcome = register(&url, None).await;
    assert!(matches!(outcome, Err(ApiError::NotSent(ConnectError::Tls | ConnectError::NoConnection))), "{outcome:?}");
}
