//! Who may come in: `POST /auth` gives tokens for credentials, `gate` asks every other request for one. This
//! part must not know what the requests are about.

mod gate;
mod grant;
mod token;

pub(super) use gate::{Caller, gate};
pub(super) use grant::{grant_v1, grant_v2};
pub(super) use token::{Generation, Tokens};
