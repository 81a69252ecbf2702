//! What is said below a complete phone: how it is understood, and whether it is registered already.

use unicode_width::UnicodeWidthStr as _;

use crate::app::{LookupStatus, Model};
use crate::domain::{ApiError, Customer};

use super::theme::Severity;
use super::{RenderContext, clip};

/// The tone and the words for a number that is understood like this.
pub(super) fn said(
    model: &Model,
    brush: RenderContext<'_>,
    mut tone: Severity,
    understood: &str,
    width: usize,
) -> (Severity, String) {
    let say = brush.say;
    let (more, short) = match model.lookups.verdict() {
        Some(LookupStatus::Registered(customer)) => return (Severity::Warning, somebody(brush, customer, width)),
        Some(LookupStatus::NotRegistered) => (say.lookup_not_registered(), say.lookup_not_registered_short()),
        // It is understood, and no more is known of it: no sign that it is good.
        Some(LookupStatus::Failed(trouble)) => {
            tone = if tone == Severity::Good { Severity::Quiet } else { tone };
            (failed(brush, trouble), say.lookup_failed())
        }
        None if model.lookups.is_awaited() => (say.lookup_loading(), say.lookup_loading()),
        None => return (tone, understood.to_owned()),
    };
    let words = format!("{understood} · {more}");
    (tone, if words.width() > width { format!("{understood} · {short}") } else { words })
}

/// That a look-up has failed is no alarm: the number is looked at again when the customer is saved.
fn failed(brush: RenderContext<'_>, trouble: &ApiError) -> String {
    if trouble.is_connection_error() { brush.say.lookup_offline() } else { brush.say.lookup_failed() }
}

/// `already registered: NAME · #ID · GROUP · since YEAR`
fn somebody(brush: RenderContext<'_>, customer: &Customer, width: usize) -> String {
    let say = brush.say;
    let group = customer.group.as_ref().map(ToString::to_string);
    let since = customer.since_year.map(|year| say.lookup_since(year.to_string()));
    let parts: Vec<String> = group.into_iter().chain(since).collect();
    let id = customer.id.to_string();
    clip::name_and_parts(customer.name.as_str(), parts, 2, width, |name| say.lookup_registered(name, id.as_str()))
}
