use serde::Serialize;

use crate::domain::{Cid, Code, Customer, CustomerId, DisplayText, NewCustomer, Phone};

/// A registered customer in the objects of `add` and `lookup`.
#[derive(Serialize)]
pub(super) struct CustomerObject<'a> {
    id: CustomerId,
    cid: Option<Cid>,
    name: &'a str,
    phone: Option<&'a str>,
    code: Option<&'a str>,
    balance_id: Option<u64>,
    group: Option<&'a str>,
}

impl<'a> From<&'a Customer> for CustomerObject<'a> {
    fn from(customer: &'a Customer) -> Self {
        Self {
            id: customer.id,
            cid: customer.cid,
            name: customer.name.as_str(),
            phone: customer.phone.as_ref().map(DisplayText::as_str),
            code: customer.code.as_ref().map(DisplayText::as_str),
            balance_id: customer.balance_id,
            group: customer.group.as_ref().map(DisplayText::as_str),
        }
    }
}

impl<'a> CustomerObject<'a> {
    /// Returns a customer with the values that were sent. The API's own values are not known.
    pub(super) fn as_sent(customer: &'a NewCustomer, id: CustomerId) -> Self {
        Self {
            id,
            cid: Some(customer.cid),
            name: customer.name.as_str(),
            phone: customer.phone.as_ref().map(Phone::e164),
            code: customer.code.as_ref().map(Code::as_str),
            balance_id: None,
            group: None,
        }
    }
}
