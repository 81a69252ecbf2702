//! What the store takes and gives, free of SQL and of JSON.

/// A customer who shall be stored; everything in it has been checked but what only the database knows (whether
/// the group exists, whether the unique values are free).
///
/// Personal data: no `Debug`.
#[derive(Clone, Default)]
pub struct NewCustomer {
    /// The venue at which it is registered.
    pub venue_id: i64,
    /// The customer group.
    pub group_id: i64,
    /// A UUID, as it was sent.
    pub cid: String,
    /// Not blank.
    pub name: String,
    /// Not blank.
    pub email: Option<String>,
    /// Not blank; as it was sent.
    pub phone: Option<String>,
    /// Not blank.
    pub code: Option<String>,
    /// Not blank.
    pub description: Option<String>,
    /// 1 male, 2 female.
    pub gender: Option<u8>,
    /// `YYYY-MM-DD`, a day that exists.
    pub date_of_birth: Option<String>,
    /// The time of registration, as on the wire.
    pub created_at: String,
}

/// What became of a [`NewCustomer`].
pub enum Created {
    /// It is on the disk.
    Stored(Box<Customer>),
    /// Another customer has this value; nothing was stored.
    Taken(Unique),
    /// There is no such group; nothing was stored.
    UnknownGroup,
}

/// A value that no two customers may share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unique {
    /// The phone, compared by its digits.
    Phone,
    /// The card or customer code, compared exactly.
    Code,
    /// The UUID, compared without regard to case.
    Cid,
}

/// A stored customer. Personal data: no `Debug`.
#[derive(Clone)]
pub struct Customer {
    /// Given by the database, never used again.
    pub id: i64,
    /// What was stored.
    pub stored: NewCustomer,
    /// The group it belongs to.
    pub group: Group,
    /// Its account, made with it.
    pub balance: Balance,
    /// As on the wire.
    pub updated_at: String,
}

/// A balance account.
#[derive(Clone)]
pub struct Balance {
    /// The `balance_id` of its customer.
    pub id: i64,
    /// `CUSTOMER:` and the customer's cid.
    pub name: String,
    /// What is on it.
    pub amount: i64,
    /// As on the wire.
    pub created_at: String,
    /// As on the wire.
    pub updated_at: String,
}

/// A customer group.
#[derive(Clone)]
pub struct Group {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// 1 per cent; `None` no discount.
    pub discount_type: Option<i64>,
    /// How much.
    pub discount_value: i64,
    /// `my_customers` for the group of those who have no other.
    pub system_type: Option<String>,
    /// As on the wire.
    pub created_at: String,
    /// As on the wire.
    pub updated_at: String,
}

/// A place that belongs to the brand.
pub struct Venue {
    /// Its number, at least 1.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Whether it is the brand's main venue.
    pub is_main: bool,
}
