use super::DisplayText;

/// A group's `id`. It comes only from a list that the API sent. The cashier never types a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct GroupId(pub u64);

/// A customer group as the API lists it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Group {
    /// The API's `id`.
    pub id: GroupId,
    /// The sanitised name.
    pub name: DisplayText,
    /// The discount of its customers. `None` means that they have none.
    pub discount: Option<Discount>,
}

/// A group's discount as the API writes it.
#[derive(Debug, Clone, PartialEq, Eq, derive_more::From, derive_more::Into, serde::Serialize, serde::Deserialize)]
#[serde(from = "(DisplayText, bool)", into = "(DisplayText, bool)")]
pub struct Discount {
    /// The number.
    pub value: DisplayText,
    /// True if the value is known to be per cent. The API's documentation does not explain the kinds of discounts.
    pub is_percent: bool,
}
