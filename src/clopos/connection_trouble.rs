//! What reqwest says of a call that brought no whole answer, told apart by where the call got to. Its errors can
//! carry URLs with phones in them, so nothing but the kind is taken from them.

use std::error::Error;
use std::io;

use crate::customer::{Told, Trouble, Uncertainty, Unreached};

/// The trouble that a failed exchange amounts to. Before a connection stood the request surely never arrived;
/// after that nobody knows.
pub(super) fn trouble(error: &reqwest::Error) -> Trouble {
    if error.is_connect() {
        Trouble::Unreachable(unreached(error))
    } else if error.is_builder() {
        Trouble::Settings { sentence: Told::default() }
    } else {
        Trouble::Uncertain(uncertainty(error))
    }
}

/// Why an answer that had begun did not come to its end.
pub(super) fn uncertainty(error: &reqwest::Error) -> Uncertainty {
    if error.is_timeout() { Uncertainty::Timeout } else { Uncertainty::ConnectionLost }
}

fn unreached(error: &reqwest::Error) -> Unreached {
    if error.is_dns() {
        Unreached::NameUnknown
    } else if any_cause(error, <dyn Error>::is::<rustls::Error>) {
        Unreached::Tls
    } else if error.is_timeout() {
        Unreached::ConnectTimeout
    } else if any_cause(error, is_refused) {
        Unreached::ConnectionRefused
    } else {
        Unreached::NoConnection
    }
}

fn is_refused(cause: &(dyn Error + 'static)) -> bool {
    cause.downcast_ref::<io::Error>().is_some_and(|io| io.kind() == io::ErrorKind::ConnectionRefused)
}

/// Walks the causes. An `io::Error` hides the error that it wraps from `source()`, so it is opened as well.
fn any_cause(error: &reqwest::Error, wanted: impl Fn(&(dyn Error + 'static)) -> bool) -> bool {
    let mut next = error.source();
    while let Some(cause) = next {
        let wrapped = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if wanted(cause) || wrapped.is_some_and(|inner| wanted(inner)) {
            return true;
        }
        next = match wrapped {
            Some(inner) => inner.source(),
            None => cause.source(),
        };
    }
    false
}
