use std::time::Duration;

use super::{AccountFault, DisplayText, Field, ForeignAnswer};

/// The error of an API call, as far as a desk can act on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiError {
    /// 409: another customer has this value.
    Conflict {
        /// The field that must be unique. `None` means that the answer names no known field.
        field: Option<Field>,
    },
    /// 400 or 422: the API rejected a value.
    Rejected {
        /// The field that the API's sentence names, if any.
        field: Option<Field>,
        /// The API's sentence; it may be empty.
        sentence: DisplayText,
    },
    /// The API rejected the credentials, also after a new authentication.
    Credentials {
        /// The API's sentence; it may be empty.
        sentence: DisplayText,
    },
    /// 403: the credentials are valid, but they do not permit this call.
    Permission {
        /// The API's sentence; it may be empty.
        sentence: DisplayText,
    },
    /// The API rejects the account itself. This can come with any status and on any call.
    Account(AccountFault),
    /// 429, or a 5xx with `Retry-After`: the request was certainly not carried out.
    RateLimited {
        /// The minimum wait before a retry.
        retry_after: Duration,
    },
    /// The request certainly never reached the API.
    NotSent(ConnectError),
    /// No connection through the proxy of the environment: the request certainly never reached the API.
    Proxy {
        /// The proxy's host and port.
        address: DisplayText,
    },
    /// Something between this computer and the API answered: the request certainly never reached the API.
    NotFromApi(ForeignAnswer),
    /// The request may have been carried out. It must not be sent again before its outcome is settled.
    Unknown(UnknownOutcome),
    /// 404, 405 or 410: the API has nothing at this address.
    WrongAddress {
        /// The HTTP status.
        status: u16,
    },
    /// An error that only a change of the settings corrects: a wrong address, a test integrator with a production
    /// brand.
    Settings {
        /// The API's sentence; it may be empty.
        sentence: DisplayText,
    },
}

impl ApiError {
    /// Returns true if only a change of the credentials, the permissions, the account or the settings helps.
    pub const fn needs_operator(&self) -> bool {
        matches!(
            self,
            Self::Credentials { .. }
                | Self::Permission { .. }
                | Self::Account(_)
                | Self::Settings { .. }
                | Self::WrongAddress { .. }
        )
    }

    /// Returns true if the API could not be reached or did not answer, so that the same call may succeed later.
    pub const fn is_connection_error(&self) -> bool {
        matches!(self, Self::NotSent(_) | Self::Proxy { .. } | Self::NotFromApi(_) | Self::Unknown(_))
    }
}

/// The reason why a request certainly never arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    NotFromApi(ForeignAnswer),
}

/// The error of an attempt to register a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterError {
    /// The error of the API call that failed.
    pub error: ApiError,
    /// Whether the API, or something in between, answered the registration itself. False if there was no token for it:
    /// the error says nothing about this customer then.
    pub is_about_registration: bool,
}

impl From<ApiError> for RegisterError {
    fn from(error: ApiError) -> Self {
        Self { error, is_about_registration: true }
    }
}

impl From<RegisterError> for ApiError {
    fn from(error: RegisterError) -> Self {
        error.error
    }
}
