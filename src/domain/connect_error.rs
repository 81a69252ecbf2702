//! Why a call has no answer of the API: it was not sent, or its outcome is unknown.

use serde::{Deserialize, Serialize};

use super::ForeignAnswer;

/// The reason why a request certainly never arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[error("{self:?}")]
#[serde(rename_all = "snake_case")]
pub enum ConnectError {
    /// The host's name cannot be resolved.
    NameUnknown,
    /// No program listens at this port.
    ConnectionRefused,
    /// The connection was not established within the connect timeout.
    ConnectTimeout,
    /// The server's certificate is not trusted.
    Tls,
    /// Any other failure before the connection was established, e.g. in a proxy.
    NoConnection,
    /// The API was reached but, because of a failure of its own, gave no token for the request.
    NoToken,
}

impl From<UnknownOutcome> for ConnectError {
    /// Returns why a request was not sent if the request for its token ended with this outcome.
    fn from(outcome: UnknownOutcome) -> Self {
        match outcome {
            UnknownOutcome::ServerError(_) | UnknownOutcome::Unreadable(_) | UnknownOutcome::NotFromApi(_) => {
                Self::NoToken
            }
            UnknownOutcome::Timeout | UnknownOutcome::ConnectionLost => Self::NoConnection,
        }
    }
}

/// The reason why it is unknown if a request was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[error("{self:?}")]
#[serde(rename_all = "snake_case")]
pub enum UnknownOutcome {
    /// No answer came within the call timeout.
    Timeout,
    /// The connection ended before the answer did.
    ConnectionLost,
    /// A 5xx status.
    ServerError(u16),
    /// The API's answer cannot be read: damaged JSON, too large, or without the expected fields.
    Unreadable(u16),
    /// Something between this computer and the API answered. The status does not tell if it had passed the request on.
    NotFromApi(#[source] ForeignAnswer),
}
