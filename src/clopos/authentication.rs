//! The token of a call: from the cache that all desks share, or by a call of `POST /auth`. Methods of [`Client`].

use std::collections::BTreeMap;

use reqwest::header::HeaderMap;
use secrecy::SecretString;
use serde_json::json;

use crate::clock;
use crate::domain::{ApiError, ConnectError, UnknownOutcome};

use super::call::{CallKind, Request, Ticket};
use super::classify::CallError;
use super::client::Client;
use super::reachability::{self, Outcome};
use super::shared_file::now_ms;
use super::token_record::Grant;
use super::{rate_limit_headers, request, wire};

impl Client {
    /// Requests a new token, even if there is a valid one. This shows whether the credentials are valid now.
    ///
    /// # Errors
    ///
    /// The cause if there is no new token. `Unknown` is harmless here, because nothing is changed.
    pub async fn authenticate(&self) -> Result<(), ApiError> {
        let grant = self.request_token().await?;
        self.core.tokens.store_granted(grant).await;
        Ok(())
    }

    /// Returns a token for the call of the ticket. Without a token, the call is not made.
    pub(super) async fn token(
        &self,
        rejected: Option<&SecretString>,
        ticket: Ticket,
    ) -> Result<SecretString, ApiError> {
        let answer = self.core.tokens.get(rejected, self.request_token()).await;
        if let Err(error) = &answer {
            let outcome = match reachability::outcome(error, ticket.direction) {
                // If the answer of `/auth` was lost, there was a connection.
                Outcome::Unconnected if *error == ApiError::NotSent(ConnectError::NoConnection) => Outcome::Failed,
                outcome => outcome,
            };
            self.core.budget.settle(ticket, outcome, false).await;
        }
        answer
    }

    async fn request_token(&self) -> Result<Grant, ApiError> {
        let config = &self.core.config;
        let request = Request {
            kind: CallKind::Auth,
            url: request::endpoint_url(&config.base_url, &["auth"], &[]),
            body: Some(json!(BTreeMap::from(config.credentials.auth_fields())).to_string().into_bytes()),
            idempotency_key: None,
        };
        self.core.budget.check_pause().await?;
        let requested_at = now_ms();
        let answer = self.send(&request, HeaderMap::new()).await?;
        self.core.budget.record_auth_pause(&answer).await;
        let server_time = rate_limit_headers::server_date(&answer.headers).unwrap_or_else(clock::system_time);
        let unreadable = ApiError::Unknown(UnknownOutcome::Unreadable(answer.status));
        let body = match answer.classify(CallKind::Auth) {
            Ok(body) => body,
            // The answer may contain parts of the request.
            Err(_) => {
                config.credentials.redact_secret(answer).classify(CallKind::Auth).map_err(CallError::into_api_error)?
            }
        };
        let (token, lifetime) = wire::grant(&body, server_time).ok_or(unreadable)?;
        Ok(Grant::new(token, requested_at, lifetime))
    }
}
