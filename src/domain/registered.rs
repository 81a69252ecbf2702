use std::fmt;

use super::{BirthDate, Cid, DisplayText};

/// The API's `id` of a customer: what the cashier reads out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct CustomerId(pub u64);

impl fmt::Display for CustomerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A customer as the API tells of one: the answer to a registration and to a look-up.
///
/// Texts come from outside and are made safe to show; whatever but `id`, `name` and `cid` may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// The API's `id`.
    pub id: CustomerId,
    /// The natural key; compared to tell our own record from somebody else's.
    pub cid: Option<Cid>,
    /// The name as it was stored.
    pub name: DisplayText,
    /// The phone as it was stored: any spelling, spaces included.
    pub phone: Option<DisplayText>,
    /// The loyalty code.
    pub code: Option<DisplayText>,
    /// The number of the balance account.
    pub balance_id: Option<u64>,
    /// What is on it, as the API writes the amount; only v1 tells.
    pub balance: Option<DisplayText>,
    /// The name of the group, where the answer carries it.
    pub group: Option<DisplayText>,
    /// `receipt_count`
    pub receipt_count: Option<u64>,
    /// The year of `created_at`.
    pub since_year: Option<i32>,
    /// `date_of_birth`
    pub birth_date: Option<BirthDate>,
    /// `description`
    pub note: Option<DisplayText>,
}
