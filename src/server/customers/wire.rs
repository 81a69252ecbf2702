//! The wire format of a customer: the fields that the generation documents. v1 has more of them, with `balance_id` in
//! every response. The group and, in v1, the two balances are present after a `POST` and if `with[]` asks for them.

use serde::Serialize;

use crate::server::auth::Generation;
use crate::server::groups::{self, WireGroup};
use crate::server::list_query::ListQuery;
use crate::server::store::{Balance, Customer};

/// The relations that a response includes beside the customer.
#[derive(Debug, Clone, Copy)]
pub(super) struct IncludedRelations {
    group: bool,
    balance: bool,
    cashback_balance: bool,
}

impl IncludedRelations {
    /// All relations, as in the response to a `POST`.
    pub(super) const ALL: Self = Self { group: true, balance: true, cashback_balance: true };

    /// Returns the relations of `with[0]=group&with[1]=balance&with[2]=cashback_balance`. Other names are ignored.
    pub(super) fn from_query(query: &ListQuery) -> Self {
        Self {
            group: query.includes("group"),
            balance: query.includes("balance"),
            cashback_balance: query.includes("cashback_balance"),
        }
    }
}

#[derive(Serialize)]
pub(super) struct WireCustomer {
    id: i64,
    venue_id: i64,
    cid: String,
    group_id: i64,
    name: String,
    email: Option<String>,
    phone: Option<String>,
    phones: [(); 0],
    address: Option<()>,
    address_data: [(); 0],
    description: Option<String>,
    discount: u8,
    spent: u8,
    total_discount: u8,
    total_bonus: u8,
    receipt_count: u8,
    gender: Option<u8>,
    date_of_birth: Option<String>,
    code: Option<String>,
    source: Option<()>,
    reference_id: Option<()>,
    status: bool,
    can_use_loyalty_system: bool,
    is_verified: bool,
    created_at: String,
    updated_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<WireGroup>,
    #[serde(flatten)]
    first_generation: Option<FirstGenerationFields>,
}

/// The fields that only v1 documents.
#[derive(Serialize)]
struct FirstGenerationFields {
    balance_id: i64,
    bonus_balance_id: Option<()>,
    cashback_balance_id: Option<()>,
    addresses: [(); 0],
    phone_verified_at: Option<()>,
    deleted_at: Option<()>,
    #[serde(skip_serializing_if = "Option::is_none")]
    balance: Option<WireBalance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cashback_balance: Option<WireCashback>,
}

#[derive(Serialize)]
struct WireBalance {
    id: i64,
    system_type: Option<()>,
    venue_id: Option<()>,
    name: String,
    description: Option<()>,
    r#type: &'static str,
    amount: i64,
    position: u8,
    created_at: String,
    updated_at: String,
    deleted_at: Option<()>,
}

#[derive(Serialize)]
struct WireCashback {
    name: String,
    r#type: &'static str,
    amount: u8,
}

/// Converts a customer to its wire format. Fields that a new customer cannot have yet (receipts, discounts, a verified
/// phone) are empty.
pub(super) fn customer_to_wire(
    customer: Customer,
    included: IncludedRelations,
    generation: Generation,
) -> WireCustomer {
    let Customer { id, details: stored, group, balance, updated_at } = customer;
    let cashback = included.cashback_balance.then(|| WireCashback {
        name: format!("CASHBACK:{}", stored.cid),
        r#type: "CASHBACK",
        amount: 0,
    });
    let first_generation = (generation == Generation::V1).then(|| FirstGenerationFields {
        balance_id: balance.id,
        bonus_balance_id: None,
        cashback_balance_id: None,
        addresses: [],
        phone_verified_at: None,
        deleted_at: None,
        balance: included.balance.then(|| balance_to_wire(balance)),
        cashback_balance: cashback,
    });
    WireCustomer {
        id,
        venue_id: stored.venue_id,
        cid: stored.cid,
        group_id: stored.group_id,
        name: stored.name,
        email: stored.email,
        phone: stored.phone,
        phones: [],
        address: None,
        address_data: [],
        description: stored.description,
        discount: 0,
        spent: 0,
        total_discount: 0,
        total_bonus: 0,
        receipt_count: 0,
        gender: stored.gender,
        date_of_birth: stored.date_of_birth,
        code: stored.code,
        source: None,
        reference_id: None,
        status: true,
        can_use_loyalty_system: false,
        is_verified: false,
        created_at: stored.created_at,
        updated_at,
        group: included.group.then(|| groups::group_to_wire(group)),
        first_generation,
    }
}

fn balance_to_wire(balance: Balance) -> WireBalance {
    WireBalance {
        id: balance.id,
        system_type: None,
        venue_id: None,
        name: balance.name,
        description: None,
        r#type: "CUSTOMER",
        amount: balance.amount,
        position: 0,
        created_at: balance.created_at,
        updated_at: balance.updated_at,
        deleted_at: None,
    }
}
