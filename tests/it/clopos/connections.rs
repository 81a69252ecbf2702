//! The error for each way in which a connection can fail.

use std::time::Duration;

use frontdesk::domain::{ApiError, BodyKind, ConnectError, UnknownOutcome};

use crate::clopos::errors::{GRANT, REGISTERED, not_from_api, register_at, register_with_reply};
use crate::support::client as setup;
use crate::support::program::dead_address;
use crate::support::scripted::{Reply, Scripted, reply, reply_bytes};

#[tokio::test]
async fn a_connection_that_ends_too_early_is_uncertain_and_nothing_is_sent_twice() {
    let whole = reply_bytes(200, &[], REGISTERED);
    let lost = || ApiError::Unknown(UnknownOutcome::ConnectionLost);
    let table = [
        (Reply::Cut(Vec::new()), lost()),
        (Reply::Cut(b"HTTP/1.1 200 OK\r\ncontent-le".to_vec()), lost()),
        (Reply::Cut(whole[..whole.len() - 5].to_vec()), lost()),
        (Reply::Cut(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec()), lost()),
        (Reply::Cut(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"suc".to_vec()), lost()),
        (Reply::Hang, ApiError::Unknown(UnknownOutcome::Timeout)),
        (Reply::Trickle(whole, Duration::from_millis(100)), ApiError::Unknown(UnknownOutcome::Timeout)),
        // The rejection that had begun may not have been from the API.
        (Reply::Cut(b"HTTP/1.1 409 Conflict\r\ncontent-length: 99\r\n\r\n{\"error\":\"dupl".to_vec()), lost()),
    ];
    let rows = table.map(|(answer, expected)| async move {
        let server = Scripted::start(move |request| match request.path() {
            "/auth" => reply(200, &[], GRANT),
            _ => answer.clone(),
        });
        assert_eq!(register_at(&server).await, Err(expected));
        assert_eq!(server.requests_to("/customers").len(), 1);
    });
    tokio::task::JoinSet::from_iter(rows).join_all().await;
}

#[tokio::test]
async fn a_huge_body_is_not_read_to_its_end() {
    let huge = format!(r#"{{"success":true,"data":{{"id":14,"name":"{}"}}}}"#, "x".repeat(10_000_000));
    let outcome = register_with_reply(reply(200, &[], &huge)).await;
    assert_eq!(outcome, Err(ApiError::Unknown(UnknownOutcome::Unreadable(200))));
}

#[tokio::test]
async fn a_redirect_takes_no_credentials_anywhere() {
    let elsewhere = Scripted::start(|_| reply(200, &[], REGISTERED));
    let location = format!("http://{}/customers", elsewhere.address);
    for status in [301, 302, 307, 308] {
        let outcome = register_with_reply(reply(status, &[("location", &location)], "")).await;
        assert_eq!(outcome, Err(not_from_api(status, BodyKind::Empty)));
    }
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn a_closed_port_means_not_sent() {
    let address = dead_address();
    let state = tempfile::tempdir().unwrap();
    let client = setup::client(setup::config(&format!("http://{address}"), setup::v2_credentials(), state.path()));
    let refused = Err(ApiError::NotSent(ConnectError::ConnectionRefused));
    assert_eq!(client.register(&setup::minimal_customer()).await.map(drop).map_err(|failed| failed.error), refused);
    assert_eq!(client.groups().await.map(drop), refused);
    assert_eq!(client.authenticate().await, refused);
}
