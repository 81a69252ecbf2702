//! Both kinds of uniqueness and both kinds of filters, by HTTP and by the program's own client: what the desk finds, what it
//! can register, and what a conflict shows.

use frontdesk::clopos::{Client, Credentials, Generation};
use frontdesk::domain::{ApiError, Country, Field, Name, NewCustomer, Phone, PhoneLookup};
use frontdesk::server::{PhoneComparison, PhoneFilter, PhoneUnique};

use super::wire::{Request, Server, temporary_database};
use crate::support::client as setup;

const SPELLINGS: [&str; 5] = ["+994507770002", "0507770002", "(050) 777-00-02", "507770002", "00994507770002"];

fn start(file: &std::path::Path, unique: PhoneUnique, filter: PhoneFilter) -> Server {
    let phones = PhoneComparison { unique, filter, country: Country::default() };
    Server::start(file, |config| config.phones = phones)
}

fn store(server: &Server, phone: &str) -> u16 {
    let body = serde_json::json!({"name": "Aysel", "phone": phone}).to_string();
    server.send(&Request::post("/open-api/v2/customers", body).token(&server.v2_token())).status
}

fn client(server: &Server, state: &std::path::Path) -> Client {
    let text = || "training".to_owned();
    let credentials = Credentials {
        client_id: text(),
        client_secret: "training".into(),
        brand: text(),
        generation: Generation::V2 { integrator_id: text(), venue_id: None },
    };
    setup::client(setup::config(&format!("http://{}/open-api/v2", server.address), credentials, state))
}

fn customer(phone: &Phone) -> NewCustomer {
    let cid = uuid::Uuid::new_v4().to_string().parse().unwrap();
    let name = Name::parse("Rauf").valid().unwrap();
    NewCustomer { cid, name, phone: Some(phone.clone()), ..setup::minimal_customer() }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_finds_registers_and_explains_a_conflict_with_each_kind_of_server() {
    let phone = Phone::parse("050 777 00 02", Country::default()).valid().unwrap();
    for (unique, filter) in [
        (PhoneUnique::Digits, PhoneFilter::Substring),
        (PhoneUnique::Digits, PhoneFilter::Exact),
        (PhoneUnique::Number, PhoneFilter::Substring),
        (PhoneUnique::Number, PhoneFilter::Exact),
    ] {
        for stored in SPELLINGS {
            let case = format!("{unique:?} {filter:?} {stored}");
            let (directory, file) = temporary_database();
            let server = start(&file, unique, filter);
            let client = client(&server, directory.path());
            assert_eq!(client.look_up(&phone).await.unwrap(), PhoneLookup::NotRegistered, "{case}");
            assert_eq!(store(&server, stored), 200, "{case}");
            let is_same_number = unique == PhoneUnique::Number || stored.trim_start_matches('+') == phone.digits();
            // A filter that compares exactly finds the two spellings that the desk asks for.
            let is_found = filter == PhoneFilter::Substring || is_same_number || stored == phone.national_digits();
            let found = client.look_up(&phone).await.unwrap();
            assert_eq!(matches!(found, PhoneLookup::Registered(_)), is_found, "{case}: {found:?}");
            let answer = client.register(&customer(&phone)).await;
            if is_same_number {
                assert_eq!(answer.unwrap_err().error, ApiError::Conflict { field: Some(Field::Phone) }, "{case}");
                let owners = client.find_by_phone(&phone).await.unwrap();
                assert_eq!(owners[0].name.as_str(), "Aysel", "{case}");
            } else {
                assert!(answer.is_ok(), "{case}");
            }
        }
    }
}

#[test]
fn one_number_in_any_spelling_is_one_customer_if_the_server_says_so() {
    for (unique, expected) in [
        (PhoneUnique::Number, [200, 409, 409, 409, 409]),
        // The second and the third have the same digits.
        (PhoneUnique::Digits, [200, 200, 409, 200, 200]),
    ] {
        let (_directory, file) = temporary_database();
        let server = start(&file, unique, PhoneFilter::Substring);
        assert_eq!(SPELLINGS.map(|phone| store(&server, phone)), expected);
        // A number of another country with the same last digits is another one.
        assert_eq!(store(&server, "+998507770002"), 200);
    }
}
