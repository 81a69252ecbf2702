use serde::{Deserialize, Serialize};

/// An answer that is not the API's own: a proxy, a firewall, a login page of the network or the default page of a web
/// server gave it. It says nothing about the customer or the credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ForeignAnswer {
    /// The HTTP status.
    pub status: u16,
    /// What its body is.
    pub kind: BodyKind,
}

/// What the body of an answer is, as far as a technician needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// A web page.
    Html,
    /// Anything else that is not empty.
    Text,
    /// Nothing.
    Empty,
    /// JSON in a shape that the API does not use.
    Json,
}

/// A fault of the account with Clopos. No other token and no change of the customer helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountFault {
    /// `Client is disabled`: the restaurant switched the Open API module off.
    ClientDisabled,
    /// `Invalid integrator_id`
    UnknownIntegrator,
    /// `Integrator is in test mode. But brand is not in test mode`
    TestMode,
}
