//! Builds the addresses and queries of requests, and the body of a registration. Called by `client`, `calls` and `lookup`.

use serde::Serialize;
use url::Url;

use crate::domain::{BirthDate, Code, Email, Gender, NewCustomer, Note, Phone};

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
}
