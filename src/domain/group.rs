use super::DisplayText;

/// A group's `id`. Only a list that the API sent gives one: nobody types a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct GroupId(pub u64);

/// A customer group as the API lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The API's `id`.
    pub id: GroupId,
    /// Its name, made safe to show.
    pub name: DisplayText,
    /// What its customers are let off, where that is anything.
    pub discount: Option<Discount>,
}

/// A group's discount as the API writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discount {
    /// The number.
    pub value: DisplayText,
    /// Whether it is known to be per cent. The API's documentation does not say what its kinds are.
    pub is_percent: bool,
}
