use super::{BirthDate, Cid, Code, Email, Gender, GroupId, Name, Note, Phone};

/// A registration that is ready to be sent: the API's nine fields, of which only `cid` and `name` are required.
///
/// `None` means that the field is left out of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCustomer {
    /// Made by this program before the first attempt.
    pub cid: Cid,
    /// Required by the API.
    pub name: Name,
    /// Unique across all customers.
    pub phone: Option<Phone>,
    /// Not unique.
    pub email: Option<Email>,
    /// A card's or loyalty code; unique across all customers.
    pub code: Option<Code>,
    /// Called `date_of_birth` in the API.
    pub birth_date: Option<BirthDate>,
    /// `None` means unspecified.
    pub gender: Option<Gender>,
    /// `None` means that the API chooses its system group.
    pub group: Option<GroupId>,
    /// Called `description` in the API.
    pub note: Option<Note>,
}
