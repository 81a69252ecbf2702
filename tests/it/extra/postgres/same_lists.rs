//! Both engines return the same customers in the same order, for every filter and every order.

use std::fmt::Write as _;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng};
use serde_json::{Value, json};

use frontdesk::server::{Database, PhoneComparison, PhoneFilter, PhoneUnique};

use crate::server::wire::{Request, Server, registration};
use crate::support::postgres::Cluster;

const NAMES: [&str; 16] = [
    "Aysel Məmmədova",
    "AYSEL",
    "İlqar \"Işıq\" 100%",
    "ilqar ışıq",
    "a_b",
    "a%b",
    "a\\b",
    "ab",
    "Ä",
    "ä ö",
    "Zoe",
    "zoe",
    "  x ",
    "😀 smile",
    "O'Brien; DROP TABLE customers--",
    "Rauf\u{301}",
];

/// Parts of names and phones, also ones that mean something to one of the databases.
const PARTS: [&str; 34] = [
    "a",
    "ay",
    "ays",
    "AYS",
    "İ",
    "ı",
    "i",
    "ilq",
    "işıq",
    "\"Işıq\"",
    "%",
    "_",
    "\\",
    "a_b",
    "a%b",
    "a\\b",
    "\\b",
    "0%",
    "100%",
    "ä",
    "😀",
    "😀 s",
    " x",
    "'",
    "OR 1=1",
    "*",
    "AND",
    "a\0b",
    "\0",
    "\0\0\0",
    "zoe",
    "\u{301}",
    "x ",
    "no such name",
];

const PHONES: [&str; 17] = [
    "994",
    "9",
    "50",
    "99450",
    "994501",
    "0501",
    "call",
    "ca",
    "99450\0",
    "777777",
    "99450000000",
    "9450000000",
    "00000004",
    "call me A",
    "all me AA",
    "9945000\u{0}0000004",
    "194500000004",
];

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        write!(encoded, "%{byte:02X}").unwrap();
        encoded
    })
}

/// Returns a customer with random values, many of them null or equal to those of others.
fn random_customer(random: &mut StdRng, number: usize) -> Value {
    let mut pick = |values: &[Value]| values.choose(random).unwrap().clone();
    let gender = pick(&[json!(null), json!(1), json!(2)]);
    let birth = pick(&[json!(null), json!("1990-05-15"), json!("2001-01-01")]);
    let email = pick(&[json!(null), json!("a@example.com"), json!("B@example.com"), json!("ä@example.com")]);
    let group = pick(&[json!(1), json!(2), json!(4)]);
    let phone = pick(&[
        json!(null),
        json!(format!("+99450{number:07}")),
        json!(format!("050 {number:07}")),
        json!(format!("994 (51) {number:07}")),
        json!(format!("call me {}", ["A", "b", "Ç"][number % 3].repeat(number + 1))),
    ]);
    let code =
        pick(&[json!(null), json!(format!("K-{number}")), json!(format!("k-{number}")), json!(format!("Ə{number}"))]);
    let cid = uuid::Uuid::from_u128(random.random()).to_string();
    let cid = if number.is_multiple_of(2) { cid.to_uppercase() } else { cid };
    let name = NAMES.choose(random).unwrap();
    json!({"name": name, "gender": gender, "date_of_birth": birth, "email": email, "group_id": group, "phone": phone, "code": code, "cid": cid})
}

/// Returns the ids of the list, and its total.
fn list(server: &Server, token: &str, query: &str) -> (u16, Vec<Value>, Value) {
    let answer = server.send(&Request::get(&format!("/open-api/v2/{query}")).token(token));
    let body = answer.json();
    let ids =
        body["data"].as_array().map(|rows| rows.iter().map(|row| row["id"].clone()).collect()).unwrap_or_default();
    (answer.status, ids, body["total"].clone())
}

#[test]
#[ignore = "second tier"]
fn both_engines_list_the_same_customers_in_the_same_order() {
    let cluster = Cluster::start("-c fsync=off");
    let directory = tempfile::tempdir().unwrap();
    for (unique, filter) in [(PhoneUnique::Digits, PhoneFilter::Substring), (PhoneUnique::Number, PhoneFilter::Exact)] {
        let phones = PhoneComparison { unique, filter, ..PhoneComparison::default() };
        let file = directory.path().join(format!("{unique:?}.sqlite"));
        let url = cluster.create(&format!("{unique:?}").to_lowercase());
        let servers = [Database::File(file), Database::Postgres(url.parse().unwrap())]
            .map(|database| Server::start_on(database, |config| config.phones = phones));
        let tokens = [0, 1].map(|at: usize| servers[at].v2_token());
        let both = |path: &str| [0, 1].map(|at: usize| list(&servers[at], &tokens[at], path));
        let mut random = StdRng::seed_from_u64(7);
        for number in 0..120 {
            let customer = random_customer(&mut random, number);
            let [one, two] = [0, 1].map(|at: usize| servers[at].send(&registration(&customer).token(&tokens[at])));
            assert_eq!((one.status, one.status), (200, two.status), "{customer} {}", two.json());
        }
        let sorts = [
            "id",
            "cid",
            "name",
            "email",
            "phone",
            "address",
            "code",
            "group_id",
            "gender",
            "date_of_birth",
            "created_at",
            "updated_at",
            "no",
        ];
        let mut queries: Vec<String> = Vec::new();
        for sort in sorts {
            for direction in ["1", "-1"] {
                queries.push(format!("customers?sort[0]={sort}&sort[1]={direction}&limit=999"));
                queries.push(format!("customers?sort[0]={sort}&sort[1]={direction}&limit=7&page=3"));
            }
        }
        for sort in ["id", "name", "discount_type", "discount_value", "created_at", "updated_at"] {
            for direction in ["1", "-1"] {
                queries.push(format!("customer-groups?sort[0]={sort}&sort[1]={direction}"));
                queries.push(format!("customer-groups?sort[0]={sort}&sort[1]={direction}&limit=1&page=2"));
                queries.push(format!("customer-groups?sort[0]={sort}&page=9"));
            }
        }
        let part =
            |field: &str, text: &str, at: usize| format!("filters[{at}][0]={field}&filters[{at}][1]={}", encoded(text));
        for text in PARTS {
            queries.push(format!("customers?limit=999&{}", part("name", text, 0)));
            queries.push(format!("customers?limit=999&{}", part("phones", text, 0)));
            queries.push(format!(
                "customers?limit=3&page=2&sort[0]=name&sort[1]=1&{}&{}",
                part("name", text, 0),
                part("group_id", "2", 1)
            ));
        }
        for text in PHONES {
            queries.push(format!("customers?limit=999&{}", part("phones", text, 0)));
            queries.push(format!("customers?limit=999&{}&{}", part("phones", text, 0), part("name", "ays", 1)));
        }
        for phone in ["+994500000004", "0500000003", "994510000001", "call me A", "call me b"] {
            queries.push(format!("customers?limit=999&{}", part("phones", phone, 0)));
        }
        queries.extend(["group_id=9223372036854775807", "group_id=VIP"].map(|pair| {
            let (field, value) = pair.split_once('=').unwrap();
            format!("customers?{}", part(field, value, 0))
        }));
        queries.push("customers?page=18446744073709551615&limit=999".to_owned());
        queries.push("customers?limit=5&page=9999".to_owned());
        let mut found = 0;
        for query in &queries {
            let [sqlite, postgres] = both(query);
            assert_eq!(sqlite, postgres, "{query}");
            assert_eq!(sqlite.0, 200, "{query}");
            found += sqlite.1.len();
        }
        assert!(found > 1000, "{found}");
    }
}
