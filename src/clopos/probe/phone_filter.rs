use serde_json::Value;

use crate::domain::ApiError;

use super::super::client::Client;
use super::super::wire;
use super::LIST_SIZE;

/// Digits that are no phone.
const IMPOSSIBLE: &str = "00000000000000000000";
/// A shorter phone is not typical.
const MIN_DIGITS: usize = 9;

/// How the filter `phones` compares a stored phone with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneFilter {
    /// It finds everything, whatever the text is.
    Ignored,
    /// It finds a phone by a part of its digits.
    PartOfDigits,
    /// It finds a phone by a part of its text, spaces included.
    PartOfText,
    /// It finds a phone by all its digits, without `+` and spaces.
    AllDigits,
    /// It finds a phone only by the stored text.
    StoredText,
    /// It finds the phone in no way.
    NotFound,
}

/// Filters for texts of one listed phone. `None` means that no listed customer has a phone.
pub(super) async fn find_out(client: &Client, customers: &[Value]) -> Result<Option<PhoneFilter>, ApiError> {
    let known = customers.iter().find_map(|customer| {
        let phone = wire::phones(customer).into_iter().find(|phone| digits(phone).len() >= MIN_DIGITS)?;
        Some((wire::whole_number(customer.get("id")?)?, phone))
    });
    let Some((id, phone)) = known else { return Ok(None) };
    let digits = digits(&phone);
    if !filtered(client, IMPOSSIBLE).await?.is_empty() {
        return Ok(Some(PhoneFilter::Ignored));
    }
    let part_of_text = middle(&phone);
    let mut questions = vec![(middle(&digits), PhoneFilter::PartOfDigits)];
    if part_of_text.contains(|c: char| !c.is_ascii_digit()) {
        questions.push((part_of_text, PhoneFilter::PartOfText));
    }
    questions.push((digits.clone(), PhoneFilter::AllDigits));
    if phone != digits {
        questions.push((phone, PhoneFilter::StoredText));
    }
    for (text, meaning) in questions {
        let found = filtered(client, &text).await?;
        if found.iter().any(|customer| customer.get("id").and_then(wire::whole_number) == Some(id)) {
            return Ok(Some(meaning));
        }
    }
    Ok(Some(PhoneFilter::NotFound))
}

async fn filtered(client: &Client, text: &str) -> Result<Vec<Value>, ApiError> {
    let query = [("page", "1"), ("limit", LIST_SIZE), ("filters[0][0]", "phones"), ("filters[0][1]", text)];
    Ok(client.list(&["customers"], &query).await?.0)
}

fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}

/// Returns a text without its first four and its last two characters: neither its beginning nor its end.
fn middle(text: &str) -> String {
    let length = text.chars().count();
    text.chars().skip(4).take(length.saturating_sub(6)).collect()
}
