//! The desks of a host share one token, one budget and one pause.

use crate::support::client as setup;
use std::fs::File;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::support::scripted::{Reply, Scripted, reply};
use frontdesk::clopos::{Client, ClientConfig, Credentials};
use frontdesk::domain::{ApiError, DisplayText};
use tokio::task::JoinSet;

const REGISTERED: &str = r#"{"success":true,"data":{"id":14,"name":"Aysel"}}"#;

fn grant(token: &str, expires_in: u64) -> Reply {
    reply(200, &[], &format!(r#"{{"success":true,"token":"{token}","expires_in":{expires_in}}}"#))
}

/// Starts a server that grants `t1`, `t2` and so on, and registers every customer.
fn granting_server(expires_in: u64) -> Scripted {
    let granted = AtomicUsize::new(0);
    Scripted::start(move |request| match request.path() {
        "/auth" => grant(&format!("t{}", granted.fetch_add(1, Ordering::SeqCst) + 1), expires_in),
        _ => reply(200, &[], REGISTERED),
    })
}

fn client(server: &Scripted, state: &Path) -> Client {
    setup::client(setup::config(&format!("http://{}", server.address), setup::v2_credentials(), state))
}

/// Registers a customer at each of several desks at once. Returns the result of each.
async fn register_at_once(count: usize, server: &Scripted, state: &Path) -> Vec<Result<(), ApiError>> {
    register_with((0..count).map(|_| client(server, state))).await
}

async fn register_with(clients: impl Iterator<Item = Client>) -> Vec<Result<(), ApiError>> {
    let mut desks = JoinSet::new();
    for client in clients {
        desks.spawn(async move {
            client.register(&setup::minimal_customer()).await.map(drop).map_err(|failed| failed.error)
        });
    }
    desks.join_all().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_desks_started_at_once_make_one_auth_call() {
    let (server, state) = (granting_server(3600), tempfile::tempdir().unwrap());
    let outcomes = register_at_once(100, &server, state.path()).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!((server.requests_to("/auth").len(), server.requests_to("/customers").len()), (1, 100));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn desks_that_waited_for_auth_share_its_failure() {
    let (server, state) = (
        Scripted::start(|_| {
            // Long enough that all desks wait.
            std::thread::sleep(Duration::from_millis(500));
            reply(401, &[], r#"{"message":"Invalid credentials"}"#)
        }),
        tempfile::tempdir().unwrap(),
    );
    let outcomes = register_at_once(30, &server, state.path()).await;
    let invalid = ApiError::Credentials { sentence: DisplayText::new("Invalid credentials") };
    assert!(outcomes.iter().all(|outcome| *outcome == Err(invalid.clone())), "{outcomes:?}");
    assert!(server.requests_to("/auth").len() <= 3, "{}", server.requests_to("/auth").len());
}

#[tokio::test]
async fn the_shared_files_are_private_and_have_no_credential() {
    let (server, state) = (granting_server(3600), tempfile::tempdir().unwrap());
    client(&server, state.path()).register(&setup::minimal_customer()).await.unwrap();
    // A desk started later needs no auth call.
    client(&server, state.path()).register(&setup::minimal_customer()).await.unwrap();
    assert_eq!(server.requests_to("/auth").len(), 1);
    for entry in std::fs::read_dir(state.path()).unwrap() {
        let entry = entry.unwrap();
        let (name, mode) = (entry.file_name(), entry.metadata().unwrap().permissions().mode() & 0o777);
        assert_eq!(mode, 0o600, "{name:?}");
        let contents = std::fs::read_to_string(entry.path()).unwrap();
        assert!(!contents.contains("s3cret") && !contents.contains("cid-1"), "{name:?}");
    }
}

#[tokio::test]
async fn a_desk_with_another_secret_does_not_use_the_shared_token() {
    let (server, state) = (granting_server(3600), tempfile::tempdir().unwrap());
    client(&server, state.path()).register(&setup::minimal_customer()).await.unwrap();
    let other = Credentials { client_secret: "other".into(), ..setup::v2_credentials() };
    let other = setup::client(setup::config(&format!("http://{}", server.address), other, state.path()));
    other.register(&setup::minimal_customer()).await.unwrap();
    let tokens: Vec<_> =
        server.requests_to("/customers").iter().map(|call| call.header("x-token").unwrap().to_owned()).collect();
    assert_eq!(tokens, ["t1", "t2"]);
}

#[tokio::test]
async fn a_token_is_renewed_before_it_ends() {
    let (server, state) = (granting_server(4), tempfile::tempdir().unwrap());
    let client = client(&server, state.path());
    client.register(&setup::minimal_customer()).await.unwrap();
    client.register(&setup::minimal_customer()).await.unwrap();
    assert_eq!(server.requests_to("/auth").len(), 1);
    let started_at = Instant::now();
    // The renewal is due a quarter of its four seconds before the end.
    while server.requests_to("/auth").len() == 1 {
        client.register(&setup::minimal_customer()).await.unwrap();
        assert!(started_at.elapsed() < Duration::from_secs(4), "the token was used until its end");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(server.requests_to("/customers").last().unwrap().header("x-token"), Some("t2"));
}

#[tokio::test]
async fn a_token_that_the_api_rejects_is_renewed_once_for_all_desks() {
    let state = tempfile::tempdir().unwrap();
    let granted = AtomicUsize::new(0);
    let server = Scripted::start(move |request| match request.path() {
        "/auth" => grant(&format!("t{}", granted.fetch_add(1, Ordering::SeqCst) + 1), 3600),
        _ if request.header("x-token") == Some("t1") => reply(401, &[], r#"{"success":false,"error":"Token expired"}"#),
        _ => reply(200, &[], REGISTERED),
    });
    let (first, second) = (client(&server, state.path()), client(&server, state.path()));
    first.register(&setup::minimal_customer()).await.unwrap();
    second.register(&setup::minimal_customer()).await.unwrap();
    assert_eq!((server.requests_to("/auth").len(), server.requests_to("/customers").len()), (2, 3));
}

#[tokio::test]
async fn a_desk_that_hangs_with_a_lock_does_not_block_the_others() {
    // A desk waits 0.3 s for the budget, and 5 s for another desk's token. The bound is for a busy machine; a blocked desk
    // would wait for ever.
    const BOUND: Duration = Duration::from_secs(30);
    for lock in ["clopos-budgets.lock", "clopos-tokens.lock"] {
        let (server, state) = (granting_server(3600), tempfile::tempdir().unwrap());
        let lock = File::create(state.path().join(lock)).unwrap();
        lock.lock().unwrap();
        let started_at = Instant::now();
        client(&server, state.path()).register(&setup::minimal_customer()).await.unwrap();
        assert!(started_at.elapsed() < BOUND, "{lock:?} {:?}", started_at.elapsed());
        // A later desk uses the token of the desk that waited.
        client(&server, state.path()).register(&setup::minimal_customer()).await.unwrap();
        assert_eq!(server.requests_to("/auth").len(), 1);
    }
}

#[tokio::test]
async fn without_a_usable_state_directory_only_the_sharing_is_lost() {
    let server = granting_server(3600);
    let file = tempfile::NamedTempFile::new().unwrap();
    let client = client(&server, &file.path().join("below"));
    client.register(&setup::minimal_customer()).await.unwrap();
    client.register(&setup::minimal_customer()).await.unwrap();
    assert_eq!(server.requests_to("/auth").len(), 1);
}

#[tokio::test]
async fn after_a_429_every_desk_waits_as_asked_and_sends_nothing() {
    let state = tempfile::tempdir().unwrap();
    let server = Scripted::start(|request| match request.path() {
        "/auth" => grant("t", 3600),
        _ => reply(429, &[("retry-after", "30")], ""),
    });
    let outcome =
        client(&server, state.path()).register(&setup::minimal_customer()).await.map_err(|failed| failed.error);
    assert_eq!(outcome.unwrap_err(), ApiError::RateLimited { retry_after: Duration::from_secs(30) });
    let ApiError::RateLimited { retry_after } = client(&server, state.path()).groups().await.unwrap_err() else {
        panic!()
    };
    // Up to a tenth more, so that the hosts of a brand do not return together.
    assert!((25..=33).contains(&retry_after.as_secs()), "{retry_after:?}");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_retry_after_of_a_failing_server_applies_to_every_desk_and_call() {
    for (status, at_auth) in [(503, false), (502, false), (504, false), (500, false), (503, true)] {
        let state = tempfile::tempdir().unwrap();
        let server = Scripted::start(move |request| match request.path() {
            "/auth" if !at_auth => grant("t", 3600),
            _ => reply(status, &[("retry-after", "30")], "<html>busy</html>"),
        });
        let outcome =
            client(&server, state.path()).register(&setup::minimal_customer()).await.map_err(|failed| failed.error);
        let is_rate_limited = matches!(outcome, Err(ApiError::RateLimited { .. }));
        // A registration may have been stored although the server failed. A call that certainly stored nothing has only
        // to wait.
        assert!(if at_auth { is_rate_limited } else { matches!(outcome, Err(ApiError::Unknown(_))) }, "{outcome:?}");
        let sent = server.requests().len();
        for another in [client(&server, state.path()), client(&server, state.path())] {
            let results = [
                another.register(&setup::minimal_customer()).await.map(drop).map_err(|failed| failed.error),
                another.groups().await.map(drop),
                another.look_up(&setup::phone()).await.map(drop),
                another.authenticate().await,
            ];
            for result in results {
                let Err(ApiError::RateLimited { retry_after }) = result else { panic!("{status} {result:?}") };
                assert!((1..=33).contains(&retry_after.as_secs()), "{status} {retry_after:?}");
            }
        }
        assert_eq!(server.requests().len(), sent, "{status}");
    }
}

#[tokio::test]
async fn a_short_pause_is_waited_out() {
    let state = tempfile::tempdir().unwrap();
    let calls = AtomicUsize::new(0);
    let server = Scripted::start(move |request| match request.path() {
        "/auth" => grant("t", 3600),
        _ if calls.fetch_add(1, Ordering::SeqCst) == 0 => reply(429, &[("ratelimit-reset", "1")], ""),
        _ => reply(200, &[], REGISTERED),
    });
    let client = client(&server, state.path());
    let started_at = Instant::now();
    assert_eq!(
        client.register(&setup::minimal_customer()).await.unwrap_err().error,
        ApiError::RateLimited { retry_after: Duration::from_secs(1) }
    );
    client.register(&setup::minimal_customer()).await.unwrap();
    assert!(started_at.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn too_many_auth_calls_hold_back_every_desk() {
    let state = tempfile::tempdir().unwrap();
    let server = Scripted::start(|_| reply(429, &[("ratelimit-reset", "45")], ""));
    for _ in 0..3 {
        let outcome =
            client(&server, state.path()).register(&setup::minimal_customer()).await.map_err(|failed| failed.error);
        let Err(ApiError::RateLimited { retry_after }) = outcome else { panic!("{outcome:?}") };
        assert!((40..=45).contains(&retry_after.as_secs()), "{retry_after:?}");
    }
    assert_eq!(server.requests().len(), 1);
}

/// Two hosts of a brand with a share of five calls each, and eight desks on each host.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_desks_of_a_host_share_its_part_of_the_calls() {
    let server = granting_server(3600);
    for _ in 0..2 {
        let (state, begun, before) =
            (tempfile::tempdir().unwrap(), Instant::now(), server.requests_to("/customers").len());
        let of_host = |_| {
            let config = setup::config(&format!("http://{}", server.address), setup::v2_credentials(), state.path());
            setup::client(ClientConfig { calls_per_minute: Some(5), ..config })
        };
        let outcomes = register_with((0..8).map(of_host)).await;
        let registered = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(server.requests_to("/customers").len() - before, registered);
        // A machine that needs a minute for this may make five more.
        assert!(registered == 5 || begun.elapsed() > Duration::from_secs(50), "{outcomes:?}");
        let is_held_back = |outcome: &&Result<(), ApiError>| matches!(outcome, Err(ApiError::RateLimited { .. }));
        assert_eq!(outcomes.iter().filter(is_held_back).count(), 8 - registered, "{outcomes:?}");
    }
}

#[tokio::test]
async fn an_empty_budget_allows_no_call() {
    let state = tempfile::tempdir().unwrap();
    let server = Scripted::start(|request| match request.path() {
        "/auth" => grant("t", 3600),
        _ => reply(
            200,
            &[("ratelimit-limit", "300"), ("ratelimit-remaining", "0"), ("ratelimit-reset", "50")],
            REGISTERED,
        ),
    });
    let client = client(&server, state.path());
    client.register(&setup::minimal_customer()).await.unwrap();
    assert!(matches!(
        client.register(&setup::minimal_customer()).await.map_err(|failed| failed.error),
        Err(ApiError::RateLimited { .. })
    ));
    assert_eq!(server.requests_to("/customers").len(), 1);
}
