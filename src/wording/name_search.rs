use crate::app::NameSearch;
use crate::domain::Customer;

use super::{Message, Severity, Wording, clip};

impl Wording<'_> {
    /// Returns what is to be said about a search by name. `None` means that its rows say everything.
    pub fn name_search(self, search: &NameSearch) -> Option<Message> {
        let say = self.say;
        match &search.answer {
            None => Some((Severity::Quiet, say.find_loading())),
            Some(Err(error)) => Some((Severity::Warning, say.find_failed(say.api_error_of_read(error)))),
            Some(Ok(found)) if found.customers.is_empty() => Some((Severity::Quiet, say.find_none())),
            Some(Ok(found)) => found.has_more.then(|| (Severity::Quiet, say.find_more())),
        }
    }

    /// Returns `NAME · PHONE · since YEAR`. If it is too wide, the name is cut: phone and year tell customers of one name
    /// apart.
    pub fn found_customer(self, customer: &Customer) -> String {
        let phone = customer.phone.as_ref().map(ToString::to_string);
        let since = customer.since_year.map(|year| self.say.lookup_since(year.to_string()));
        let parts: Vec<String> = phone.into_iter().chain(since).collect();
        clip::name_and_parts(customer.name.as_str(), parts, 2, self.room(), |name| name)
    }
}
