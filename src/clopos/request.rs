//! Builds the addresses, queries and bodies of requests. Called by `client`, `calls` and `lookup`.

use secrecy::ExposeSecret as _;
use serde::Serialize;
use serde_json::{Value, json};
use url::Url;

use crate::domain::{BirthDate, Code, Email, Gender, NewCustomer, Note, Phone};

use super::client_config::Credentials;

/// Adds path segments and a query to the base URL. Everything except letters, digits and `*-._` is percent-encoded in
/// the query, including brackets, `+` and spaces: the API answers a badly encoded filter with the whole list.
pub(super) fn endpoint_url(base: &Url, path: &[&str], query: &[(&str, &str)]) -> Url {
    let mut url = base.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path);
    }
    url.set_fragment(None);
    if query.is_empty() {
        url.set_query(None);
    } else {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
        // A form encodes a space as `+`, and a `+` as `%2B`. So every `+` in it is a space.
        url.set_query(Some(&form.replace('+', "%20")));
    }
    url
}

/// Builds the body of `POST /auth`.
pub(super) fn auth_body(credentials: &Credentials) -> Value {
    match credentials {
        Credentials::V1 { client_id, client_secret, brand, venue_id } => json!({
            "client_id": client_id,
            "client_secret": client_secret.expose_secret(),
            "brand": brand,
            "venue_id": venue_id,
        }),
        Credentials::V2 { client_id, client_secret, brand, integrator_id, venue_id: _ } => json!({
            "client_id": client_id,
            "client_secret": client_secret.expose_secret(),
            "brand": brand,
            "integrator_id": integrator_id,
        }),
    }
}

/// The body of `POST /customers`. Absent values are left out.
#[derive(Serialize)]
struct CustomerBody<'a> {
    name: &'a str,
    cid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group_id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gender: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_of_birth: Option<String>,
}

/// Builds the body of `POST /customers` as JSON bytes.
pub(super) fn customer_body(customer: &NewCustomer) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&CustomerBody {
        name: customer.name.as_str(),
        cid: customer.cid.to_string(),
        phone: customer.phone.as_ref().map(Phone::e164),
        email: customer.email.as_ref().map(Email::as_str),
        code: customer.code.as_ref().map(Code::as_str),
        description: customer.note.as_ref().map(Note::as_str),
        group_id: customer.group.map(|group| group.0),
        gender: customer.gender.map(Gender::api_number),
        date_of_birth: customer.birth_date.map(BirthDate::iso),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_plus_and_spaces_are_percent_encoded() {
        let base = Url::parse("https://example.com/open-api/v2/").unwrap();
        let url = endpoint_url(&base, &["customers"], &[("filters[0][0]", "phones"), ("filters[0][1]", "+994 50&x")]);
        assert_eq!(
            url.as_str(),
            "https://example.com/open-api/v2/customers?filters%5B0%5D%5B0%5D=phones&filters%5B0%5D%5B1%5D=%2B994%2050%26x"
        );
    }

    #[test]
    fn a_base_url_with_and_without_a_slash_is_the_same() {
        for base in ["https://h/open-api", "https://h/open-api/"] {
            let url = endpoint_url(&Url::parse(base).unwrap(), &["customers", "14"], &[]);
            assert_eq!(url.as_str(), "https://h/open-api/customers/14");
        }
    }

    #[test]
    fn each_generation_authenticates_with_its_four_strings() {
        let v1 = Credentials::V1 {
            client_id: "i".into(),
            client_secret: "s".into(),
            brand: "b".into(),
            venue_id: "7".into(),
        };
        assert_eq!(auth_body(&v1), json!({"client_id": "i", "client_secret": "s", "brand": "b", "venue_id": "7"}));
        let v2 = Credentials::V2 {
            client_id: "i".into(),
            client_secret: "s".into(),
            brand: "b".into(),
            integrator_id: "9".into(),
            venue_id: Some("7".into()),
        };
        assert_eq!(auth_body(&v2), json!({"client_id": "i", "client_secret": "s", "brand": "b", "integrator_id": "9"}));
    }
}
