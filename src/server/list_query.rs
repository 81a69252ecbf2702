//! The query of a list, in the bracket notation of PHP: `page`, `limit`, `sort[0]`, `sort[1]`, `with[N]` and
//! `filters[N][0]`, `filters[N][1]`. Brackets may be percent-encoded or not. What is not understood is ignored,
//! so a filter that was encoded twice gives the whole list, as the API does.

use std::collections::BTreeMap;

use url::form_urlencoded;

use super::problem::Problem;
use super::store::{Filter, Paging, Sort};

/// More conditions than a client needs, fewer than the database accepts.
const MAX_FILTERS: usize = 32;

/// The decoded names and values, in the order in which they came.
pub(super) struct ListQuery(Vec<(String, String)>);

impl ListQuery {
    /// Reads what stands after the question mark.
    pub(super) fn read(query: Option<&str>) -> Self {
        Self(form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect())
    }

    /// The last value of this name, as PHP has it.
    fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// `page` and `limit`. A number out of range becomes the nearest in range, what is no number the default.
    pub(super) fn paging(&self, default: u64, most: u64) -> Paging {
        Paging { page: self.number("page", 1, u64::MAX), limit: self.number("limit", default, most) }
    }

    fn number(&self, name: &str, default: u64, most: u64) -> u64 {
        let text = self.value(name).unwrap_or_default().trim();
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            default
        } else if text.starts_with('-') {
            1
        } else {
            // Digits that do not fit are more than the most.
            text.parse().unwrap_or(most).clamp(1, most)
        }
    }

    /// `sort[0]` is one of `fields`, `sort[1]` is 1 (ascending) or -1 (where it is missing). Without a known field
    /// the order is `default`.
    pub(super) fn sort(&self, fields: &'static [&'static str], default: Sort) -> Sort {
        let wanted = self.value("sort[0]").and_then(|wanted| fields.iter().find(|field| **field == wanted));
        match wanted {
            Some(field) => Sort { field, ascending: self.value("sort[1]") == Some("1") },
            None => default,
        }
    }

    /// Whether `with[N]` (or `with[]`) names this.
    pub(super) fn asks_with(&self, name: &str) -> bool {
        self.0.iter().any(|(key, value)| {
            value == name && key.strip_prefix("with[").and_then(|rest| rest.strip_suffix(']')).is_some()
        })
    }

    /// The filters on customers: `name`, `phones`, `group_id`. Others, and those with an empty value, are ignored.
    pub(super) fn customer_filters(&self) -> Result<Vec<Filter>, Problem> {
        let filters: Vec<_> = self.pairs().into_values().filter_map(|(field, value)| filter(field?, value?)).collect();
        if filters.len() > MAX_FILTERS {
            return Err(Problem::validation(&["The filters field must not have more than 32 items.".to_owned()]));
        }
        Ok(filters)
    }

    /// `filters[N]` by N: its field and its value.
    fn pairs(&self) -> BTreeMap<&str, (Option<&str>, Option<&str>)> {
        let mut pairs: BTreeMap<&str, (Option<&str>, Option<&str>)> = BTreeMap::new();
        for (key, value) in &self.0 {
            let inner = key.strip_prefix("filters[").and_then(|rest| rest.strip_suffix(']'));
            match inner.and_then(|inner| inner.split_once("][")) {
                Some((number, "0")) => pairs.entry(number).or_default().0 = Some(value),
                Some((number, "1")) => pairs.entry(number).or_default().1 = Some(value),
                _ => {}
            }
        }
        pairs
    }
}

fn filter(field: &str, value: &str) -> Option<Filter> {
    if value.is_empty() {
        return None;
    }
    match field {
        "name" => Some(Filter::Name(value.to_owned())),
        "phones" => Some(Filter::Phones(value.to_owned())),
        "group_id" => Some(value.trim().parse().map_or(Filter::Nothing, Filter::Group)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_brought_into_range() {
        let cases = [
            ("", (1, 50)),
            ("page=3&limit=7", (3, 7)),
            ("page=0&limit=0", (1, 1)),
            ("page=-1&limit=-9", (1, 1)),
            ("page=x&limit=y", (1, 50)),
            ("page=&limit=", (1, 50)),
            ("page=1.5&limit=1e3", (1, 50)),
            ("limit=1000", (1, 999)),
            ("limit=99999999999999999999999", (1, 999)),
            ("page=99999999999999999999999", (u64::MAX, 50)),
            ("limit=5&limit=6", (1, 6)),
        ];
        for (query, (page, limit)) in cases {
            assert_eq!(ListQuery::read(Some(query)).paging(50, 999), Paging { page, limit }, "{query}");
        }
    }

    #[test]
    fn brackets_may_be_encoded_but_not_twice() {
        let phones = |text: &str| vec![Filter::Phones(text.to_owned())];
        let cases = [
            ("filters[0][0]=phones&filters[0][1]=994", phones("994")),
            ("filters%5B0%5D%5B0%5D=phones&filters%5B0%5D%5B1%5D=994", phones("994")),
            ("filters%5b7%5D[0]=phones&filters[7]%5b1%5d=%2B994+50", phones("+994 50")),
            ("filters%255B0%255D%255B0%255D=phones&filters%255B0%255D%255B1%255D=994", vec![]),
            ("filters[0][0]=phone&filters[0][1]=994", vec![]),
            ("filters[0][0]=phones", vec![]),
            ("filters[0][0]=phones&filters[1][1]=994", vec![]),
            ("filters[0][0]=phones&filters[0][1]=", vec![]),
            ("filters[0][0]=group_id&filters[0][1]=2", vec![Filter::Group(2)]),
            ("filters[0][0]=group_id&filters[0][1]=VIP", vec![Filter::Nothing]),
            ("filters[]=a&filters=b&filters[0]=c&filters[[[=d&[]]]=e", vec![]),
        ];
        for (query, expected) in cases {
            assert!(ListQuery::read(Some(query)).customer_filters().unwrap() == expected, "{query}");
        }
        let many = (0..33).map(|n| format!("filters[{n}][0]=name&filters[{n}][1]=a")).collect::<Vec<_>>().join("&");
        assert!(ListQuery::read(Some(&many)).customer_filters().is_err());
    }

    #[test]
    fn the_order_is_the_default_unless_a_known_field_is_named() {
        const FIELDS: &[&str] = &["id", "created_at"];
        let sort = |field, ascending| Sort { field, ascending };
        let cases = [
            ("", sort("created_at", false)),
            ("sort[0]=id&sort[1]=1", sort("id", true)),
            ("sort%5B0%5D=id&sort%5B1%5D=-1", sort("id", false)),
            ("sort[0]=id", sort("id", false)),
            ("sort[0]=id;DROP TABLE customers&sort[1]=1", sort("created_at", false)),
        ];
        for (query, expected) in cases {
            assert_eq!(ListQuery::read(Some(query)).sort(FIELDS, Sort::NEWEST), expected, "{query}");
        }
    }
}
