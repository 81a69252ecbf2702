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

    /// Returns `NAME · PHONE · since YEAR`. If it is too wide, the year stands alone and the name is cut: phone and year
    /// tell customers of one name apart.
    pub fn found_customer(self, customer: &Customer) -> String {
        let with_year = |year: Option<String>| customer.phone.iter().map(ToString::to_string).chain(year).collect();
        let year = customer.since_year.map(|year| year.to_string());
        let row = |parts, width| clip::name_and_parts(customer.name.as_str(), parts, 2, width, |name| name);
        let whole = row(with_year(year.as_ref().map(|year| self.say.lookup_since(year.as_str()))), u16::MAX.into());
        self.fit(whole, || row(with_year(year), self.room()))
    }
}
