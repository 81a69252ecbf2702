//! Parses the query of a list, in the bracket notation of PHP: `page`, `limit`, `sort[0]`, `sort[1]`, `with[N]` and
//! `filters[N][0]`, `filters[N][1]`. Brackets may be percent-encoded or not. Unknown parameters are ignored. A filter
//! that was encoded twice therefore returns the whole list, as in the API.

use std::collections::BTreeMap;
use std::num::IntErrorKind;

use url::form_urlencoded;

use super::phone_key::{PhoneComparison, PhoneFilter};
use super::problem::Problem;
use super::store::{Filter, Paging, Sort};

/// More filters than a client needs, fewer than the database accepts.
const MAX_FILTERS: usize = 32;

/// The decoded names and values, in the order of the query.
pub(super) struct ListQuery(Vec<(String, String)>);

impl ListQuery {
    /// Parses the text after the question mark.
    pub(super) fn parse(query: Option<&str>) -> Self {
        Self(form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect())
    }

    /// Returns the last value of this name, as PHP does.
    fn last_value(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns the page of `page` and `limit`. A number out of range becomes the nearest valid number. Any other text becomes
    /// the default.
    pub(super) fn paging(&self, default_limit: i64, max_limit: i64) -> Paging {
        let limit = self.bounded_number("limit", default_limit, max_limit);
        Paging { limit, offset: (self.bounded_number("page", 1, i64::MAX) - 1).saturating_mul(limit) }
    }

    fn bounded_number(&self, name: &str, default: i64, max: i64) -> i64 {
        match self.last_value(name).unwrap_or_default().trim().parse::<i64>() {
            Ok(number) => number.clamp(1, max),
            Err(error) => match error.kind() {
                IntErrorKind::PosOverflow => max,
                IntErrorKind::NegOverflow => 1,
                _ => default,
            },
        }
    }

    /// Returns the order: `sort[0]` is one of `fields`, `sort[1]` is 1 (ascending) or -1 (also if it is missing). Without
    /// a known field the order is `default`.
    pub(super) fn sort(&self, fields: &'static [&'static str], default: Sort) -> Sort {
        let requested = self.last_value("sort[0]").and_then(|wanted| fields.iter().find(|field| **field == wanted));
        match requested {
            Some(field) => Sort { field, is_ascending: self.last_value("sort[1]") == Some("1") },
            None => default,
        }
    }

    /// Returns true if `with[N]` or `with[]` names this relation.
    pub(super) fn includes(&self, name: &str) -> bool {
        self.0.iter().any(|(key, value)| {
            value == name && key.strip_prefix("with[").and_then(|rest| rest.strip_suffix(']')).is_some()
        })
    }

    /// Returns the filters on customers: `name`, `phones`, `group_id`. Other filters, and those with an empty value, are
    /// ignored.
    ///
    /// # Errors
    ///
    /// [`Problem::validation`] for more than [`MAX_FILTERS`] filters.
    pub(super) fn customer_filters(&self, phones: PhoneComparison) -> Result<Vec<Filter>, Problem> {
        let filters: Vec<_> = self
            .filters_by_index()
            .into_values()
            .filter_map(|(field, value)| parse_filter(field?, value?, phones))
            .collect();
        if filters.len() > MAX_FILTERS {
            return Err(Problem::validation(&["The filters field must not have more than 32 items.".to_owned()]));
        }
        Ok(filters)
    }

    /// Returns the field and the value of each `filters[N]`, by N.
    fn filters_by_index(&self) -> BTreeMap<&str, (Option<&str>, Option<&str>)> {
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

fn parse_filter(field: &str, value: &str, phones: PhoneComparison) -> Option<Filter> {
    if value.is_empty() {
        return None;
    }
    match field {
        "name" => Some(Filter::Name(value.to_owned())),
        "phones" => Some(match phones.filter {
            PhoneFilter::Substring => Filter::Phones(phones.key(value)),
            PhoneFilter::Exact => Filter::Phone(phones.key(value)),
        }),
        "group_id" => Some(value.trim().parse().map_or(Filter::NoMatch, Filter::Group)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_brought_into_range() {
        let cases = [
            ("", (50, 0)),
            ("page=3&limit=7", (7, 14)),
            ("page=0&limit=0", (1, 0)),
            ("page=-1&limit=-9", (1, 0)),
            ("page=x&limit=y", (50, 0)),
            ("page=&limit=", (50, 0)),
            ("page=1.5&limit=1e3", (50, 0)),
            ("limit=1000", (999, 0)),
            ("limit=99999999999999999999999", (999, 0)),
            ("page=99999999999999999999999", (50, i64::MAX)),
            ("limit=5&limit=6", (6, 0)),
        ];
        for (query, (limit, offset)) in cases {
            assert_eq!(ListQuery::parse(Some(query)).paging(50, 999), Paging { limit, offset }, "{query}");
        }
    }

    #[test]
    fn brackets_may_be_encoded_but_not_twice() {
        let phones = |text: &str| vec![Filter::Phones(text.to_owned())];
        let cases = [
            ("filters[0][0]=phones&filters[0][1]=994", phones("994")),
            ("filters%5B0%5D%5B0%5D=phones&filters%5B0%5D%5B1%5D=994", phones("994")),
            ("filters%5b7%5D[0]=phones&filters[7]%5b1%5d=%2B994+50", phones("99450")),
            ("filters%255B0%255D%255B0%255D=phones&filters%255B0%255D%255B1%255D=994", vec![]),
            ("filters[0][0]=phone&filters[0][1]=994", vec![]),
            ("filters[0][0]=phones", vec![]),
            ("filters[0][0]=phones&filters[1][1]=994", vec![]),
            ("filters[0][0]=phones&filters[0][1]=", vec![]),
            ("filters[0][0]=group_id&filters[0][1]=2", vec![Filter::Group(2)]),
            ("filters[0][0]=group_id&filters[0][1]=VIP", vec![Filter::NoMatch]),
            ("filters[]=a&filters=b&filters[0]=c&filters[[[=d&[]]]=e", vec![]),
        ];
        for (query, expected) in cases {
            assert!(
                ListQuery::parse(Some(query)).customer_filters(PhoneComparison::default()).unwrap() == expected,
                "{query}"
            );
        }
        let many = (0..33).map(|n| format!("filters[{n}][0]=name&filters[{n}][1]=a")).collect::<Vec<_>>().join("&");
        assert!(ListQuery::parse(Some(&many)).customer_filters(PhoneComparison::default()).is_err());
    }

    #[test]
    fn the_order_is_the_default_unless_a_known_field_is_named() {
        const FIELDS: &[&str] = &["id", "created_at"];
        let sort = |field, ascending| Sort { field, is_ascending: ascending };
        let cases = [
            ("", sort("created_at", false)),
            ("sort[0]=id&sort[1]=1", sort("id", true)),
            ("sort%5B0%5D=id&sort%5B1%5D=-1", sort("id", false)),
            ("sort[0]=id", sort("id", false)),
            ("sort[0]=id;DROP TABLE customers&sort[1]=1", sort("created_at", false)),
        ];
        for (query, expected) in cases {
            assert_eq!(ListQuery::parse(Some(query)).sort(FIELDS, Sort::NEWEST_FIRST), expected, "{query}");
        }
    }
}
