use crate::app::SetAside;
use crate::domain::{Customer, DisplayText, Phone, Progress, ShiftRow, median_stats};

use super::{Words, joined, sentence};

/// The registrations of today on one page.
const SHIFT_PAGE_ROWS: usize = 10;

impl Words<'_> {
    /// Returns the rows of the waiting list without their end: drafts, then registrations. The last error follows.
    pub(in crate::plain) fn waiting_rows(self) -> Vec<(String, Option<String>)> {
        let Self { model, say } = self;
        let drafts = model.listed_drafts.iter().map(|form| {
            let name = SetAside::from(form).name.map_or_else(|| say.waiting_nameless(), |name| name.to_string());
            (say.plain_waiting_draft(name), None)
        });
        let rows = model.outbox_rows().map(|row| {
            let age = match row.age_minutes {
                minutes @ 1..120 => say.time_minutes(minutes),
                minutes => say.age(minutes),
            };
            let (state, attempts) = (say.progress(row.state), say.waiting_attempts(row.attempts));
            let words = say.plain_waiting_row(row.name.as_str(), state, age, attempts);
            (words, row.last_error.as_ref().map(|error| say.api_error(error)))
        });
        drafts.chain(rows).collect()
    }

    /// Returns `NAME, PHONE, since YEAR`.
    pub(in crate::plain) fn found_customer(self, customer: &Customer) -> String {
        let phone = self.customer_phone(customer).map(|phone| phone.to_string());
        let since = customer.since_year.map(|year| self.say.lookup_since(year.to_string()));
        sentence(joined([Some(customer.name.to_string()), phone, since]))
    }

    /// Returns the phone of a customer in groups of digits, or as Clopos has it.
    pub(in crate::plain) fn customer_phone(self, customer: &Customer) -> Option<DisplayText> {
        let phone = customer.phone.as_ref()?;
        let parsed = Phone::from_api(phone.as_str(), self.model.desk.rules.country);
        Some(parsed.map_or_else(|| phone.clone(), |parsed| DisplayText::new(&parsed.international())))
    }

    /// Returns a page of today's registrations, the newest first. The first page begins with their numbers.
    pub(in crate::plain) fn shift(self, page: usize) -> Vec<String> {
        let say = self.say;
        let rows = &self.model.shift.rows;
        if rows.is_empty() {
            return vec![say.plain_nothing_registered()];
        }
        let mut lines = if page == 1 { vec![self.shift_summary()] } else { Vec::new() };
        let before = page.saturating_sub(1).saturating_mul(SHIFT_PAGE_ROWS);
        let shown = rows.iter().rev().skip(before).take(SHIFT_PAGE_ROWS);
        lines.extend(shown.map(|row| self.shift_row(row)));
        let older = rows.len().saturating_sub(before.saturating_add(SHIFT_PAGE_ROWS));
        lines.extend((older > 0).then(|| say.plain_shift_older(older, page.saturating_add(1))));
        lines
    }

    fn shift_summary(self) -> String {
        let say = self.say;
        let rows = &self.model.shift.rows;
        let count = |is_counted: fn(Progress) -> bool| rows.iter().filter(|row| is_counted(row.progress)).count();
        let (waiting, refused) = (count(Progress::is_waiting), count(|progress| progress == Progress::Refused));
        let mut parts = vec![say.shift_registered(count(|progress| progress == Progress::Registered))];
        parts.extend((waiting > 0).then(|| say.shift_waiting(waiting)));
        parts.extend((refused > 0).then(|| say.shift_rejected(refused)));
        let median = median_stats(rows.iter().filter_map(|row| row.stats));
        parts.extend(median.map(|median| say.plain_shift_median(median.time.as_secs())));
        parts.into_iter().map(sentence).collect::<Vec<_>>().join(" ")
    }

    /// Returns `14:05, number 1042, registered, NAME`.
    fn shift_row(self, row: &ShiftRow) -> String {
        let name = self.model.shift.name(row.cid).map(ToString::to_string);
        let number = row.id.map(|id| self.number(id));
        let time = row.saved_at.format("%H:%M").to_string();
        sentence(joined([Some(time), name, number, Some(self.say.progress(row.progress))]))
    }
}
