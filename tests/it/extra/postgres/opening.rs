//! Opening a database: what keeps the server from it is named with what to do and without the password; TLS; another rule for
//! phones; a database that a newer program has migrated.

use serde_json::json;

use frontdesk::server::{Database, Error, PhoneComparison, PhoneUnique, PostgresError};

use super::{serve, start, token};
use crate::server::wire::{Request, Server, registration, send_to};
use crate::support::authority::{Authority, pem_file};
use crate::support::postgres::{Cluster, PASSWORD, query};
use crate::support::program::{code, dead_address, stderr};

#[test]
#[ignore = "second tier"]
fn a_database_that_cannot_be_used_is_named_without_its_password() {
    let cluster = Cluster::start("-c fsync=off");
    let home = tempfile::tempdir().unwrap();
    let good = cluster.create("good");
    let (tables, newer, latin) = (cluster.create("other_tables"), cluster.create("newer"), cluster.url("latin"));
    query(&tables, "CREATE TABLE customers (id int)");
    query(&newer, "CREATE TABLE schema_version AS SELECT 99::int8 AS version");
    query(&good, "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");
    query(&good, &format!("CREATE ROLE guest LOGIN PASSWORD '{PASSWORD}'"));
    let dead = format!("postgres://frontdesk:{PASSWORD}@{}/shop", dead_address());
    for (url, expected) in [
        (good.replace(PASSWORD, "wrong-password"), "it rejects the user or the password"),
        (good.replace(&format!(":{PASSWORD}"), ""), "it rejects the user or the password"),
        (cluster.url("nowhere"), "there is no such database"),
        (tables, "it has tables of another program"),
        (newer, "it is from a newer version of this program"),
        (latin, "its encoding is LATIN1, and only UTF8 has all letters"),
        (good.replace("frontdesk:", "guest:"), "this user may not make tables there"),
        (format!("{good}?sslmode=require"), "TLS: server does not support TLS"),
        (format!("{good}?sslmode=require&sslrootcert=/no/such.pem"), "/no/such.pem has no certificates"),
        (dead, "no connection: Connection refused (os error 111)"),
    ] {
        let output = serve(home.path(), &url, &[]).output().unwrap();
        let words = stderr(&output);
        assert_eq!((code(&output), words.lines().count()), (Some(1), 1), "{words}");
        assert!(
            words.contains(&format!("cannot be used ({expected}). Check server.database_url")),
            "{expected}: {words}"
        );
        assert!(
            !words.contains(PASSWORD) && !words.contains("wrong-password") && !words.contains("postgres://"),
            "{words}"
        );
    }
}

#[test]
#[ignore = "second tier"]
fn a_user_without_the_right_to_make_tables_uses_those_that_exist() {
    let cluster = Cluster::start("-c fsync=off");
    let home = tempfile::tempdir().unwrap();
    let owner = cluster.create("shop");
    drop(start(home.path(), &owner));
    query(&owner, &format!("CREATE ROLE clerk LOGIN PASSWORD '{PASSWORD}'"));
    query(&owner, "GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO clerk");
    query(&owner, "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO clerk");
    let server = start(home.path(), &owner.replace("frontdesk:", "clerk:"));
    let request = registration(&json!({"name": "Aysel"})).token(&token(&server));
    assert_eq!(send_to(server.address.parse().unwrap(), &request).unwrap().status, 200);
}

#[test]
#[ignore = "second tier"]
fn tls_checks_the_authority_and_the_name_of_the_host() {
    let (authority, other) = (Authority::new(), Authority::new());
    let (certificate, key) = authority.certificate("localhost");
    let cluster =
        Cluster::start_with_files("-c fsync=off -c ssl=on", &[("server.crt", &certificate), ("server.key", &key)]);
    let home = tempfile::tempdir().unwrap();
    let by_address = cluster.create("shop");
    let by_name = by_address.replace("127.0.0.1", "localhost");
    let (ours, others) = (pem_file(&authority.pem), pem_file(&other.pem));
    let (ours, others) = (ours.path().display(), others.path().display());
    for mode in ["require", "verify-ca", "verify-full", "prefer"] {
        let url = format!("{by_name}?sslmode={mode}&sslrootcert={ours}&application_name=with_tls");
        let server = start(home.path(), &url);
        token(&server);
        let sessions = "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'with_tls'";
        assert_eq!(query(&by_address, sessions), "t", "{mode}");
    }
    for (url, expected) in [
        (format!("{by_name}?sslmode=verify-full&sslrootcert={others}"), "invalid peer certificate: "),
        (format!("{by_name}?sslmode=prefer"), "invalid peer certificate: UnknownIssuer"),
        (format!("{by_address}?sslmode=require&sslrootcert={ours}"), "certificate not valid for name"),
    ] {
        let output = serve(home.path(), &url, &[]).output().unwrap();
        let words = stderr(&output);
        assert_eq!((code(&output), words.lines().count()), (Some(1), 1), "{words}");
        assert!(words.contains("(TLS: ") && words.contains(expected), "{expected}: {words}");
        assert!(!words.contains(PASSWORD), "{words}");
    }
    // Without `sslmode` there is no TLS on this computer.
    token(&start(home.path(), &by_name));
}

#[test]
#[ignore = "second tier"]
fn another_rule_for_phones_makes_their_keys_again() {
    let cluster = Cluster::start("-c fsync=off");
    let url = cluster.create("shop");
    let open = |unique| {
        let phones = PhoneComparison { unique, ..PhoneComparison::default() };
        Server::start_on(Database::Postgres(url.parse().unwrap()), |config| config.phones = phones)
    };
    let keys = || query(&url, "SELECT string_agg(phone_key, ' ' ORDER BY id) FROM customers");
    let server = open(PhoneUnique::Digits);
    let token = server.v2_token();
    for phone in ["+994551112233", "0551112233", "none", "0502223344"] {
        assert_eq!(server.send(&registration(&json!({"name": "A", "phone": phone})).token(&token)).status, 200);
    }
    server.stop().unwrap();
    assert_eq!(keys(), "994551112233 0551112233 none 0502223344");
    let server = open(PhoneUnique::Number);
    let search = Request::get("/open-api/v2/customers?filters[0][0]=phones&filters[0][1]=55111").token(&token);
    assert_eq!(server.send(&search).json()["total"], 2);
    server.stop().unwrap();
    assert_eq!(keys(), "994551112233 994551112233#2 none 994502223344");
    open(PhoneUnique::Digits).v2_token();
    assert_eq!(keys(), "994551112233 0551112233 none 0502223344");
    query(&url, "UPDATE schema_version SET version = 7");
    let error = open(PhoneUnique::Digits).stop().unwrap_err();
    assert!(matches!(error, Error::Postgres(PostgresError::Newer { found: 7, known: 1 })), "{error:?}");
}
