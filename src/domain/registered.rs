use derive_more::Display;
use serde::{Deserialize, Serialize};

use super::{BirthDate, Cid, DisplayText};

/// The API's `id` of a customer. The cashier tells it to the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Display)]
#[serde(transparent)]
pub struct CustomerId(pub u64);

/// A customer in the API's answer to a registration or a look-up.
///
/// Texts come from outside and are sanitised. All fields but `id`, `name` and `cid` may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// The API's `id`.
    pub id: CustomerId,
    /// The UUID with which the customer was registered. If it is that of a registration, the customer is this
    /// registration and not another person.
    pub cid: Option<Cid>,
    /// The name as it was stored.
    pub name: DisplayText,
    /// The phone as it was stored, in any spelling, spaces included.
    pub phone: Option<DisplayText>,
    /// The loyalty code.
    pub code: Option<DisplayText>,
    /// The number of the balance account.
    pub balance_id: Option<u64>,
    /// The balance, as the API writes the amount. Only v1 sends it.
    pub balance: Option<DisplayText>,
    /// The name of the group, if the answer has it.
    pub group: Option<DisplayText>,
    /// The number of receipts so far, called `receipt_count` in the API.
    pub receipt_count: Option<u64>,
    /// The year of `created_at`.
    pub since_year: Option<i32>,
    /// Called `date_of_birth` in the API.
    pub birth_date: Option<BirthDate>,
    /// Called `description` in the API.
    pub note: Option<DisplayText>,
}

/// The answer to a look-up of a phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhoneLookup {
    /// This customer has the phone.
    Registered(Box<Customer>),
    /// No customer has the phone. The API was asked for its digits with the calling code and for those without it.
    NotRegistered,
    /// The API was asked only for the digits with the calling code. A customer may have the phone in another spelling.
    NotFoundAsSent,
}

/// The answer to a look-up of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundByName {
    /// The newest customers with this name, at most [`Self::MAX_CUSTOMERS`].
    pub customers: Vec<Customer>,
    /// True if there are more.
    pub has_more: bool,
}

impl FoundByName {
    /// A person does not read a longer list.
    pub const MAX_CUSTOMERS: usize = 10;
}
