//! Clients, credentials and customers for the tests of the API client.

use std::path::Path;
use std::time::Duration;

use chrono::NaiveDate;
use frontdesk::clopos::{Client, ClientConfig, Credentials, Generation, PlainHttpPolicy, Timeouts};
use frontdesk::domain::{
    BirthDate, Cid, Code, Country, DateOrder, Email, Gender, GroupId, Name, NewCustomer, Note, Phone,
};
use url::Url;

/// The `cid` of [`minimal_customer`].
pub const CID: &str = "0f9654bc-9520-43d7-8109-317d9820f54c";

/// Returns v2 credentials.
pub fn v2_credentials() -> Credentials {
    credentials(Generation::V2 { integrator_id: "int-9".into(), venue_id: None })
}

/// Returns v1 credentials.
pub fn v1_credentials() -> Credentials {
    credentials(Generation::V1 { venue_id: "7".into() })
}

fn credentials(generation: Generation) -> Credentials {
    Credentials { client_id: "cid-1".into(), client_secret: "s3cret".into(), brand: "openapitest".into(), generation }
}

/// Returns the configuration for a base URL and a state directory.
pub fn config(base_url: &str, credentials: Credentials, state_dir: &Path) -> ClientConfig {
    ClientConfig {
        base_url: Url::parse(base_url).unwrap(),
        credentials,
        extra_ca: None,
        plain_http: PlainHttpPolicy::OnlyLoopback,
        state_dir: state_dir.to_owned(),
        country: Country::default(),
        calls_per_minute: None,
    }
}

/// Creates a client with timeouts that are long enough for a loaded machine and short enough for a test of them.
pub fn client(config: ClientConfig) -> Client {
    let timeouts =
        Timeouts { connect: Duration::from_millis(2500), call: Duration::from_secs(3), post: Duration::from_secs(3) };
    Client::with_timeouts(config, timeouts).unwrap()
}

/// Creates a customer with only a name.
pub fn minimal_customer() -> NewCustomer {
    NewCustomer {
        cid: CID.parse::<Cid>().unwrap(),
        name: Name::parse("Aysel").valid().unwrap(),
        phone: None,
        email: None,
        code: None,
        birth_date: None,
        gender: None,
        group: None,
        note: None,
        consent: None,
    }
}

/// Returns a phone of Azerbaijan.
pub fn phone() -> Phone {
    Phone::parse("+994501234567", Country::default()).valid().unwrap()
}

/// Creates a customer with every value that the API accepts.
pub fn full_customer() -> NewCustomer {
    let today = NaiveDate::from_ymd_opt(2026, 1, 8).unwrap();
    NewCustomer {
        phone: Some(phone()),
        email: Email::parse("aysel@example.com").valid(),
        code: Code::parse("CUST001").valid(),
        birth_date: BirthDate::parse("1990-05-15", DateOrder::DayMonthYear, today).valid(),
        gender: Some(Gender::Female),
        group: Some(GroupId(3)),
        note: Note::parse("No nuts").valid(),
        consent: None,
        ..minimal_customer()
    }
}
