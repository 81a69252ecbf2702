//! The hint below a complete phone: how it is understood, and if it is registered already.

use unicode_width::UnicodeWidthStr as _;

use crate::app::Model;
use crate::domain::{ApiError, Customer, Phone, PhoneLookup};

use super::theme::Severity;
use super::{RenderContext, clip};

/// Returns the hint and its severity for a phone that is understood as `understood`.
pub(super) fn lookup_text(
    model: &Model,
    context: RenderContext<'_>,
    mut severity: Severity,
    phone: &Phone,
    understood: &str,
    width: usize,
) -> (Severity, String) {
    let say = context.say;
    let (more, short) = match model.lookups.status() {
        Some(Ok(PhoneLookup::Registered(customer))) => {
            return (Severity::Warning, registered_customer(context, customer, width));
        }
        Some(Ok(PhoneLookup::NotRegistered)) => (say.lookup_not_registered(), say.lookup_not_registered_short()),
        // The phone is valid, but it is unknown if it is registered: no ✓.
        Some(status) => {
            severity = if severity == Severity::Good { Severity::Quiet } else { severity };
            match status {
                Err(error) => (failure_text(context, error), say.lookup_failed()),
                Ok(_) => (say.lookup_not_found_as(phone.e164()), say.lookup_not_found_as_short()),
            }
        }
        None if model.lookups.is_awaited() => (say.lookup_loading(), say.lookup_loading()),
        None => return (severity, understood.to_owned()),
    };
    let words = format!("{understood} · {more}");
    (severity, if words.width() > width { format!("{understood} · {short}") } else { words })
}

/// Returns the text for a failed look-up. It is no alarm, because the API checks the phone when the customer is saved.
fn failure_text(context: RenderContext<'_>, error: &ApiError) -> String {
    if error.is_connection_error() { context.say.lookup_offline() } else { context.say.lookup_failed() }
}

/// Returns `already registered: NAME · #ID · GROUP · since YEAR`, cut to the width.
fn registered_customer(context: RenderContext<'_>, customer: &Customer, width: usize) -> String {
    let say = context.say;
    let group = customer.group.as_ref().map(ToString::to_string);
    let since = customer.since_year.map(|year| say.lookup_since(year.to_string()));
    let parts: Vec<String> = group.into_iter().chain(since).collect();
    let id = customer.id.to_string();
    clip::name_and_parts(customer.name.as_str(), parts, 2, width, |name| say.lookup_registered(name, id.as_str()))
}
