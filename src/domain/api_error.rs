use std::time::Duration;

use super::{AccountFault, DisplayText, Field, ForeignAnswer};

/// What kept a call from succeeding, as far as a desk can act on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiError {
    /// 409: another customer has this. `None` where the answer does not name a field that is known here.
    Conflict {
        /// The field that must be unique.
        field: Option<Field>,
    },
    /// 400 or 422: the API did not take a value.
    Rejected {
        /// The field that its sentence names, where it names one.
        field: Option<Field>,
        /// The API's sentence; it may be empty.
        sentence: DisplayText,
    },
    /// The credentials were refused, also after authenticating anew.
    Credentials {
        /// The API's sentence; it may be empty.
        sentence: DisplayText,
    },
    /// 403: the credentials are good, but this is not allowed to them.
    Permission {
        /// The API's sentence; it may be empty.
        sentence: DisplayText,
    },
    /// The API turns the account itself away, with any status and on any call.
    Account(AccountFault),
    /// 429, or a 5xx with `Retry-After`: surely not carried out; try again after `wait`.
    RateLimited {
        /// At least so long.
        retry_after: Duration,
    },
    /// The request surely never reached the API.
    NotSent(ConnectError),
    /// No connection through the proxy of the environment: the request surely never reached the API.
    Proxy {
        /// The proxy's host and port.
        address: DisplayText,
    },
    /// Something between this computer and the API answered: the request surely never reached it.
    NotFromApi(ForeignAnswer),
    /// The request may have been carried out: nobody may send it again before it is settled.
    Unknown(UnknownOutcome),
    /// 404, 405 or 410: the API has nothing at this address.
    WrongAddress {
        /// The HTTP status.
        status: u16,
    },
    /// Something that only the settings can mend (wrong address, test integrator with a production brand).
    Settings {
        /// What the API said of it; it may be empty.
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

/// Why a request surely never arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConnectError {
    /// The host's name is not known here.
    NameUnknown,
    /// Nobody listens there.
    ConnectionRefused,
    /// No connection within the time for one.
    ConnectTimeout,
    /// The other end's certificate is not one to be trusted.
    Tls,
    /// Any other failure before a connection stood, e.g. a proxy's.
    NoConnection,
    /// The API was reached and gave no token for the request, by a failure of its own.
    NoToken,
}

impl From<UnknownOutcome> for ConnectError {
    /// Why a request was not sent, if the one for its token ended like this.
    fn from(outcome: UnknownOutcome) -> Self {
        match outcome {
            UnknownOutcome::ServerError(_) | UnknownOutcome::Unreadable(_) | UnknownOutcome::NotFromApi(_) => {
                Self::NoToken
            }
            UnknownOutcome::Timeout | UnknownOutcome::ConnectionLost => Self::NoConnection,
        }
    }
}

/// Why it is not known whether a request was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnknownOutcome {
    /// No answer within the time for a call.
    Timeout,
    /// The connection ended before the answer did.
    ConnectionLost,
    /// A 5xx status.
    ServerError(u16),
    /// An answer of the API that cannot be read: damaged JSON, too large, without what it should tell.
    Unreadable(u16),
    /// Something between this computer and the API answered, with a status that does not say whether it had passed the
    /// request on.
    NotFromApi(ForeignAnswer),
}
