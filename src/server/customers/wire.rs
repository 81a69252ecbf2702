//! The wire format of a customer: the fields that the generation documents. v1 has more of them, with `balance_id` in
//! every response. The group and, in v1, the two balances are present after a `POST` and if `with[]` asks for them.

use serde::Serialize;
use serde_json::{Value, json};

use crate::server::auth::Generation;
use crate::server::groups::group_to_wire;
use crate::server::response::WithConstants;
use crate::server::store::{Balance, Customer, CustomerDetails, Group};

/// A customer in a response.
#[derive(Serialize)]
pub(super) struct WireCustomer {
    id: i64,
    #[serde(flatten)]
    details: WithConstants<CustomerDetails>,
    updated_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<WithConstants<Group>>,
    #[serde(flatten)]
    first_generation: Option<FirstGenerationFields>,
}

/// The fields that only v1 documents.
#[derive(Serialize)]
struct FirstGenerationFields {
    balance_id: i64,
    #[serde(flatten)]
    constants: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    balance: Option<WithConstants<Balance>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cashback_balance: Option<Value>,
}

/// Converts a customer to its wire format. `includes` tells which relations the response includes. Fields that a new
/// customer cannot have yet (receipts, discounts, a verified phone) are empty.
pub(super) fn customer_to_wire(
    customer: Customer,
    includes: impl Fn(&str) -> bool,
    generation: Generation,
) -> WireCustomer {
    let Customer { id, details, group, balance, updated_at } = customer;
    let cashback = || json!({"name": format!("CASHBACK:{}", details.cid), "type": "CASHBACK", "amount": 0});
    let first_generation = (generation == Generation::V1).then(|| FirstGenerationFields {
        balance_id: balance.id,
        constants: json!({
            "bonus_balance_id": null, "cashback_balance_id": null, "addresses": [], "phone_verified_at": null,
            "deleted_at": null,
        }),
        cashback_balance: includes("cashback_balance").then(cashback),
        balance: includes("balance").then(|| balance_to_wire(balance)),
    });
    let constants = json!({
        "phones": [], "address": null, "address_data": [], "discount": 0, "spent": 0, "total_discount": 0,
        "total_bonus": 0, "receipt_count": 0, "source": null, "reference_id": null, "status": true,
        "can_use_loyalty_system": false, "is_verified": false,
    });
    WireCustomer {
        id,
        details: WithConstants { record: details, constants },
        updated_at,
        group: includes("group").then(|| group_to_wire(group)),
        first_generation,
    }
}

fn balance_to_wire(balance: Balance) -> WithConstants<Balance> {
    let constants = json!({
        "system_type": null, "venue_id": null, "description": null, "type": "CUSTOMER", "position": 0,
        "deleted_at": null,
    });
    WithConstants { record: balance, constants }
}
