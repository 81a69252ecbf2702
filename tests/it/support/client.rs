//! What a desk of these tests is set up with.

use std::path::Path;
use std::time::Duration;

use chrono::NaiveDate;
use frontdesk::clopos::{Client, ClientConfig, Credentials, PlainHttpPolicy, Timeouts};
use frontdesk::domain::{
    BirthDate, Cid, Code, Country, DateOrder, Email, Gender, GroupId, Name, NewCustomer, Note, Phone,
};
use url::Url;

/// The `cid` of [`someone`].
pub const CID: &str = "0f9654bc-9520-43d7-8109-317d9820f54c";

/// The v2 credentials of these tests.
pub fn v2() -> Credentials {
    Credentials::V2 {
        client_id: "cid-1".into(),
        client_secret: "s3cret".into(),
        brand: "openapitest".into(),
        integrator_id: "int-9".into(),
        venue_id: None,
    }
}

/// The v1 credentials of these tests.
pub fn v1() -> Credentials {
    Credentials::V1 {
        client_id: "cid-1".into(),
        client_secret: "s3cret".into(),
        brand: "openapitest".into(),
        venue_id: "7".into(),
    }
}

/// Access to a base URL with a state directory.
pub fn config(base_url: &str, credentials: Credentials, state_dir: &Path) -> ClientConfig {
    ClientConfig {
        base_url: Url::parse(base_url).unwrap(),
        credentials,
        extra_ca: None,
        plain_http: PlainHttpPolicy::OnlyLoopback,
        state_dir: state_dir.to_owned(),
        country: Country::default(),
    }
}

/// A client whose patience is long enough for a loaded machine and short enough for a test of it.
pub fn client(config: ClientConfig) -> Client {
    let timeouts =
        Timeouts { connect: Duration::from_millis(2500), call: Duration::from_secs(3), post: Duration::from_secs(3) };
    Client::with_timeouts(config, timeouts).unwrap()
}

/// A customer with a name only.
pub fn someone() -> NewCustomer {
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
    }
}

/// A phone of Azerbaijan.
pub fn phone() -> Phone {
    Phone::parse("+994501234567", Country::default()).valid().unwrap()
}

/// A customer with all that the API takes.
pub fn everything() -> NewCustomer {
    let today = NaiveDate::from_ymd_opt(2026, 1, 8).unwrap();
    NewCustomer {
        phone: Some(phone()),
        email: Email::parse("aysel@example.com").valid(),
        code: Code::parse("CUST001").valid(),
        birth_date: BirthDate::parse("1990-05-15", DateOrder::DayMonthYear, today).valid(),
        gender: Some(Gender::Female),
        group: Some(GroupId(3)),
        note: Note::parse("No nuts").valid(),
        ..someone()
    }
}
