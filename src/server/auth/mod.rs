//! Authentication: `POST /auth` issues tokens for credentials, and every other request must carry a token. This module
//! must not know the content of the requests.

mod grant;
mod middleware;
mod token;

pub(super) use grant::grant;
pub(super) use middleware::{Caller, require_token};
pub(super) use token::{Generation, Tokens};
