use serde::{Deserialize, Serialize};

/// An answer that does not come from the API. A proxy, a firewall, a login page of the network or the default page of
/// a web server gave it. It says nothing about the customer or the credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[error("{self:?}")]
pub struct ForeignAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The kind of its body.
    pub kind: BodyKind,
}

/// The kind of an answer's body, as far as a technician needs to know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// A web page.
    Html,
    /// Anything else that is not empty.
    Text,
    /// No body.
    Empty,
    /// JSON in a shape that the API does not use.
    Json,
}

/// A fault of the account at Clopos. Neither another token nor a change of the customer helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[error("{self:?}")]
#[serde(rename_all = "snake_case")]
pub enum AccountFault {
    /// `Client is disabled`: the restaurant has disabled the Open API module.
    ClientDisabled,
    /// `Invalid integrator_id`
    UnknownIntegrator,
    /// `Integrator is in test mode. But brand is not in test mode`
    TestMode,
}
