use std::time::Duration;

use super::{Field, Told};

/// What kept a call from succeeding, as far as a desk can act on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// 409: another customer has this. `None` where the answer does not name a field that is known here.
    Clash {
        /// The field that must be unique.
        field: Option<Field>,
    },
    /// 400 or 422: the API did not take a value.
    Refused {
        /// The field that its sentence names, where it names one.
        field: Option<Field>,
        /// The API's sentence; it may be empty.
        sentence: Told,
    },
    /// The credentials were refused, also after authenticating anew.
    Credentials {
        /// The API's sentence; it may be empty.
        sentence: Told,
    },
    /// 403: the credentials are good, but this is not allowed to them.
    Permission {
        /// The API's sentence; it may be empty.
        sentence: Told,
    },
    /// 429: surely not carried out; try again after `wait`.
    TooMany {
        /// At least so long.
        wait: Duration,
    },
    /// The request surely never reached the API.
    Unreachable(Unreached),
    /// The request may have been carried out: nobody may send it again before it is settled.
    Uncertain(Uncertainty),
    /// Something that only the settings can mend (wrong address, test integrator with a production brand).
    Settings {
        /// What the API said of it; it may be empty.
        sentence: Told,
    },
}

/// Why a request surely never arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unreached {
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

impl From<Uncertainty> for Unreached {
    /// Why a request was not sent, if the one for its token ended like this.
    fn from(why: Uncertainty) -> Self {
        match why {
            Uncertainty::ServerError(_) | Uncertainty::Unreadable(_) => Self::NoToken,
            Uncertainty::Timeout | Uncertainty::ConnectionLost => Self::NoConnection,
        }
    }
}

/// Why it is not known whether a request was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Uncertainty {
    /// No answer within the time for a call.
    Timeout,
    /// The connection ended before the answer did.
    ConnectionLost,
    /// A 5xx status.
    ServerError(u16),
    /// An answer that is none of the API's (HTML, cut JSON, too large, an unknown status).
    Unreadable(u16),
}
