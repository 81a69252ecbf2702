//! A customer as it looks on the wire: the fields of both generations at once, in the order of the documentation.
//! `balance_id` is always there; the group and the two balances are there on creation and where `with[]` asks.

use serde::Serialize;

use crate::server::groups::{self, WireGroup};
use crate::server::list_query::ListQuery;
use crate::server::store::{Balance, Customer};

/// What is shown beside the customer itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct With {
    group: bool,
    balance: bool,
    cashback_balance: bool,
}

impl With {
    /// As the answer to a `POST` has it.
    pub(super) const ALL: Self = Self { group: true, balance: true, cashback_balance: true };

    /// As `with[0]=group&with[1]=balance&with[2]=cashback_balance` asks; other names are ignored.
    pub(super) fn read(query: &ListQuery) -> Self {
        Self {
            group: query.asks_with("group"),
            balance: query.asks_with("balance"),
            cashback_balance: query.asks_with("cashback_balance"),
        }
    }
}

#[derive(Serialize)]
pub(super) struct WireCustomer {
    id: i64,
    venue_id: i64,
    cid: String,
    group_id: i64,
    balance_id: i64,
    name: String,
    email: Option<String>,
    phone: Option<String>,
    phones: [(); 0],
    address: Option<()>,
    addresses: [(); 0],
    address_data: [(); 0],
    description: Option<String>,
    bonus_balance_id: Option<()>,
    cashback_balance_id: Option<()>,
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
    phone_verified_at: Option<()>,
    created_at: String,
    updated_at: String,
    deleted_at: Option<()>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<WireGroup>,
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

/// The wire form. What a walk-in customer cannot have yet (receipts, discounts, a verified phone) is empty.
pub(super) fn customer(customer: Customer, with: With) -> WireCustomer {
    let Customer { id, stored, group, balance, updated_at } = customer;
    let cashback = with.cashback_balance.then(|| WireCashback {
        name: format!("CASHBACK:{}", stored.cid),
        r#type: "CASHBACK",
        amount: 0,
    });
    WireCustomer {
        id,
        venue_id: stored.venue_id,
        cid: stored.cid,
        group_id: stored.group_id,
        balance_id: balance.id,
        name: stored.name,
        email: stored.email,
        phone: stored.phone,
        phones: [],
        address: None,
        addresses: [],
        address_data: [],
        description: stored.description,
        bonus_balance_id: None,
        cashback_balance_id: None,
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
        phone_verified_at: None,
        created_at: stored.created_at,
        updated_at,
        deleted_at: None,
        group: with.group.then(|| groups::wire(group)),
        balance: with.balance.then(|| wire_balance(balance)),
        cashback_balance: cashback,
    }
}

fn wire_balance(balance: Balance) -> WireBalance {
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
