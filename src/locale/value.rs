//! Values of a customer, and what becomes of a registration, in words.

use crate::domain::{ApiError, BirthDate, CustomerId, Discount, Group, Today};

use super::{Locale, number};

impl Locale {
    /// Returns a number with the separators of the language, e.g. `1234.5` as `1 234,5`. A text that is no number stays as
    /// it is.
    pub fn number(&self, digits: &str) -> String {
        number::with_separators(&self.tag, digits)
    }

    /// Returns a birth date and, if today is known, the age.
    pub fn birth_date(&self, date: BirthDate, today: Today) -> String {
        let words = self.date(date.date());
        match today.known() {
            Some(today) => self.interpretation_birth_date(words, date.age(today)),
            None => words,
        }
    }

    /// Returns a birth date, and a customer who has the same name and birth date.
    pub fn birth_date_of_duplicate(&self, date: BirthDate, name: &str, id: Option<CustomerId>) -> String {
        let customer = id.map_or_else(|| name.to_owned(), |id| format!("#{id} {name}"));
        format!("{} · {}", self.date(date.date()), self.interpretation_duplicate(customer))
    }

    /// Returns a group and its discount.
    pub fn group_with_discount(&self, group: &Group) -> String {
        match &group.discount {
            None => group.name.to_string(),
            Some(Discount { value, is_percent: true }) => {
                self.interpretation_group_percent(group.name.as_str(), self.number(value.as_str()))
            }
            Some(Discount { value, is_percent: false }) => {
                self.interpretation_group_discount(group.name.as_str(), self.number(value.as_str()))
            }
        }
    }

    /// Returns when a customer is sent who waits because of this error, or whom to call.
    pub fn queued(&self, name: &str, error: &ApiError, waiting: u64) -> String {
        match error {
            error if error.needs_operator() => self.notice_waiting_error(name, self.api_error(error), waiting),
            ApiError::NotFromApi(_) => self.notice_waiting_error(name, self.api_error(error), waiting),
            ApiError::RateLimited { retry_after } => {
                self.notice_waiting_rate_limited(name, self.wait_time(*retry_after), waiting)
            }
            ApiError::Unknown(_) => self.notice_waiting_uncertain(name, waiting),
            _ => self.notice_waiting(name, waiting),
        }
    }
}
