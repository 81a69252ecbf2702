//! What is said below a complete phone: how it is understood, and whether it is registered already.

use unicode_width::UnicodeWidthStr as _;

use crate::app::{LookupStatus, Model};
use crate::domain::{ApiError, Customer};

use super::theme::Severity;
use super::{RenderContext, clip};

/// The tone and the words for a number that is understood like this.
pub(super) fn lookup_text(
    model: &Model,
    context: RenderContext<'_>,
    mut tone: Severity,
    understood: &str,
    width: usize,
) -> (Severity, String) {
    let say = context.say;
    let (more, short) = match model.lookups.status() {
        Some(LookupStatus::Registered(customer)) => {
            return (Severity::Warning, registered_customer(context, customer, width));
        }
        Some(LookupStatus::NotRegistered) => (say.lookup_not_registered(), say.lookup_not_registered_short()),
        // It is understood, and no more is known of it: no sign that it is good.
        Some(LookupStatus::Failed(error)) => {
            tone = if tone == Severity::Good { Severity::Quiet } else { tone };
            (failed(context, error), say.lookup_failed())
        }
        None if model.lookups.is_awaited() => (say.lookup_loading(), say.lookup_loading()),
        None => return (tone, understood.to_owned()),
    };
    let words = format!("{understood} · {more}");
    (tone, if words.width() > width { format!("{understood} · {short}") } else { words })
}

/// That a look-up has failed is no alarm: the number is looked at again when the customer is saved.
fn failed(context: RenderContext<'_>, error: &ApiError) -> String {
    if error.is_connection_error() { context.say.lookup_offline() } else { context.say.lookup_failed() }
}

/// `already registered: NAME · #ID · GROUP · since YEAR`
fn registered_customer(context: RenderContext<'_>, customer: &Customer, width: usize) -> String {
    let say = context.say;
    let group = customer.group.as_ref().map(ToString::to_string);
    let since = customer.since_year.map(|year| say.lookup_since(year.to_string()));
    let parts: Vec<String> = group.into_iter().chain(since).collect();
    let id = customer.id.to_string();
    clip::name_and_parts(customer.name.as_str(), parts, 2, width, |name| say.lookup_registered(name, id.as_str()))
}
