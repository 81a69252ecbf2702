//! Builds the addresses and queries of requests, and the body of a registration. Called by `client`, `calls` and `lookup`.

use serde_json::{Map, Value, json};
use url::Url;

use crate::domain::{BirthDate, Gender, NewCustomer};

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

/// Returns the values of a registration by their names in the API. Absent values are null.
pub fn customer_fields(customer: &NewCustomer) -> Map<String, Value> {
    // `description` gives the note and the consent. The `cid` names the registration, not the customer.
    let NewCustomer { cid: _, name, phone, email, code, birth_date, gender, group, note: _, consent: _ } = customer;
    let fields = [
        ("name", json!(name)),
        ("phone", json!(phone)),
        ("email", json!(email)),
        ("code", json!(code)),
        ("description", json!(customer.description())),
        ("group_id", json!(group)),
        ("gender", json!(gender.map(Gender::api_number))),
        ("date_of_birth", json!(birth_date.map(BirthDate::iso))),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Builds the body of `POST /customers` as JSON. Absent values are left out.
pub(super) fn customer_body(customer: &NewCustomer) -> Vec<u8> {
    let mut fields = customer_fields(customer);
    fields.retain(|_, value| !value.is_null());
    fields.insert("cid".to_owned(), json!(customer.cid));
    Value::Object(fields).to_string().into_bytes()
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
