//! The store's input and output types, without SQL. Their fields have the names of the wire format.

use serde::Serialize;

/// The values of a registration. The caller has validated every field. Only the database can check if the group exists and if
/// the unique values are free.
///
/// It has no `Debug`, because it is personal data.
#[derive(Clone, Default, Serialize)]
pub struct CustomerDetails {
    /// The venue of the registration.
    pub venue_id: i64,
    /// The customer group.
    pub group_id: i64,
    /// A UUID, as it was sent.
    pub cid: String,
    /// Not empty and not only spaces, like each text below.
    pub name: String,
    /// A valid address.
    pub email: Option<String>,
    /// As it was sent.
    pub phone: Option<String>,
    /// The part of the phone that is unique.
    #[serde(skip)]
    pub phone_key: Option<String>,
    /// The card or customer code.
    pub code: Option<String>,
    /// The note.
    pub description: Option<String>,
    /// 1 means male, 2 means female.
    pub gender: Option<i16>,
    /// An existing day, as `YYYY-MM-DD`.
    pub date_of_birth: Option<String>,
    /// The time of registration, in the wire format.
    pub created_at: String,
}

/// The result of storing a [`CustomerDetails`].
pub enum CreateOutcome {
    /// The customer is on the disk.
    Stored(Box<Customer>),
    /// Another customer has the same value in this field. Nothing was stored.
    Conflict(UniqueField),
    /// There is no such group. Nothing was stored.
    UnknownGroup,
}

/// A field whose value must be unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UniqueField {
    /// The phone, compared by its key.
    Phone,
    /// The card or customer code, compared exactly.
    Code,
    /// The UUID, compared without regard to case.
    Cid,
}

/// A stored customer. It has no `Debug`, because it is personal data.
#[derive(Clone)]
pub struct Customer {
    /// Assigned by the database and never reused.
    pub id: i64,
    /// The values of the registration.
    pub details: CustomerDetails,
    /// The customer's group.
    pub group: Group,
    /// The balance account, created with the customer.
    pub balance: Balance,
    /// As on the wire.
    pub updated_at: String,
}

/// A balance account.
#[derive(Clone, Serialize)]
pub struct Balance {
    /// The `balance_id` of its customer.
    pub id: i64,
    /// `CUSTOMER:` and the customer's cid.
    pub name: String,
    /// The amount on the account.
    pub amount: i64,
    /// As on the wire.
    pub created_at: String,
    /// As on the wire.
    pub updated_at: String,
}

/// A customer group.
#[derive(Clone, Serialize)]
pub struct Group {
    /// The group's id.
    pub id: i64,
    /// The group's name.
    pub name: String,
    /// 1 means per cent, `None` means no discount.
    pub discount_type: Option<i64>,
    /// The amount of the discount.
    pub discount_value: i64,
    /// `my_customers` for the group of customers without a chosen group.
    pub system_type: String,
    /// As on the wire.
    pub created_at: String,
    /// As on the wire.
    pub updated_at: String,
}

/// A place that belongs to the brand.
pub struct Venue {
    /// The venue's id, at least 1.
    pub id: i64,
    /// The venue's name.
    pub name: String,
    /// True for the brand's main venue.
    pub is_main: bool,
    /// Its address.
    pub address: Option<String>,
    /// False for a venue that is closed. No request can name it.
    pub is_active: bool,
    /// Its phone number.
    pub phone: Option<String>,
    /// Its email address.
    pub email: Option<String>,
}
