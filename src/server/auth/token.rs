//! Tokens: v2's are JWTs, v1's are the same after `oauth_`, and no client reads them. They carry their expiry and are signed
//! (HMAC-SHA256) with the database's key. The server therefore stores no tokens, and they stay valid after a restart.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::server::config::Credentials;
use crate::server::problem::Problem;
use crate::server::response::wire_time;

/// Base64 of `{"alg":"HS256","typ":"JWT"}`. Every other header is invalid, especially one without a signature.
const JWT_HEADER: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";

/// A generation of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Generation {
    /// `/open-api`: opaque tokens, three headers.
    V1,
    /// `/open-api/v2`: JWTs, only the header `x-token`.
    V2,
}

impl Generation {
    /// Returns the beginning of each token.
    const fn token_prefix(self) -> &'static str {
        match self {
            Self::V1 => "oauth_",
            Self::V2 => "",
        }
    }
}

/// The content of a token that this server has signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    brand: String,
    /// The venue of a request that names no other.
    pub venue_id: i64,
    /// The v2 integrator or the v1 client.
    integrator_id: String,
    stage: String,
    iat: u64,
    exp: u64,
    /// The expiry in seconds since 1970.
    pub expires_at: u64,
    /// The id of the token.
    pub jti: Uuid,
}

/// Issues and verifies tokens.
pub struct Tokens {
    key: hmac::Key,
    /// The lifetime of a new token.
    pub lifetime: Duration,
    /// The credentials for which a token is issued.
    pub credentials: Credentials,
}

impl Tokens {
    /// Creates an issuer that signs with `key`, for the client of `credentials`.
    pub fn new(key: &[u8; 32], lifetime: Duration, credentials: Credentials) -> Self {
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, key), lifetime, credentials }
    }

    fn subject(&self, generation: Generation) -> &str {
        match generation {
            Generation::V1 => &self.credentials.client_id,
            Generation::V2 => &self.credentials.integrator_id,
        }
    }

    /// Issues a token and returns it with its claims.
    pub fn issue(&self, generation: Generation, venue_id: i64, now: SystemTime) -> (String, Claims) {
        let iat = unix_seconds(now);
        let exp = iat.saturating_add(self.lifetime.as_secs());
        let claims = Claims {
            brand: self.credentials.brand.clone(),
            venue_id,
            integrator_id: self.subject(generation).to_owned(),
            stage: "test".to_owned(),
            iat,
            exp,
            expires_at: exp,
            jti: Uuid::new_v4(),
        };
        // A struct of plain values can always be serialised.
        let payload = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&claims).unwrap_or_default());
        let signed = format!("{JWT_HEADER}.{payload}");
        let signature = URL_SAFE_NO_PAD.encode(hmac::sign(&self.key, signed.as_bytes()));
        (format!("{}{signed}.{signature}", generation.token_prefix()), claims)
    }

    /// Verifies the token of a request.
    ///
    /// # Errors
    ///
    /// [`Problem::token_expired`] after the expiry; [`Problem::INVALID_TOKEN`] for another signature, brand, client or
    /// generation.
    pub fn verify(&self, generation: Generation, token: &str, now: SystemTime) -> Result<Claims, Problem> {
        let claims = self.signed_claims(generation, token).ok_or(Problem::INVALID_TOKEN)?;
        if claims.exp <= unix_seconds(now) {
            let expiry = UNIX_EPOCH.checked_add(Duration::from_secs(claims.exp)).unwrap_or(UNIX_EPOCH);
            return Err(Problem::token_expired(wire_time(expiry)));
        }
        Ok(claims)
    }

    /// Returns the claims of a token that this server has signed for the client of the credentials.
    fn signed_claims(&self, generation: Generation, token: &str) -> Option<Claims> {
        let (signed, signature) = token.strip_prefix(generation.token_prefix())?.rsplit_once('.')?;
        let (header, payload) = signed.split_once('.')?;
        hmac::verify(&self.key, signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).ok()?).ok()?;
        let claims: Claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
        let is_own = claims.brand == self.credentials.brand && claims.integrator_id == self.subject(generation);
        (is_own && header == JWT_HEADER).then_some(claims)
    }
}

fn unix_seconds(moment: SystemTime) -> u64 {
    moment.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISSUED_AT: SystemTime = UNIX_EPOCH;

    fn tokens() -> Tokens {
        Tokens::new(&[7; 32], Duration::from_hours(1), Credentials::default())
    }

    #[test]
    fn a_token_is_valid_for_its_generation_until_it_expires() {
        for (generation, other) in [(Generation::V1, Generation::V2), (Generation::V2, Generation::V1)] {
            let (token, claims) = tokens().issue(generation, 3, ISSUED_AT);
            assert_eq!(claims.venue_id, 3);
            assert_eq!(tokens().verify(generation, &token, ISSUED_AT), Ok(claims.clone()));
            assert_eq!(tokens().verify(generation, &token, ISSUED_AT + Duration::from_secs(3599)), Ok(claims));
            let expiry = ISSUED_AT + Duration::from_hours(1);
            assert_eq!(tokens().verify(generation, &token, expiry), Err(Problem::token_expired(wire_time(expiry))));
            assert_eq!(tokens().verify(other, &token, ISSUED_AT), Err(Problem::INVALID_TOKEN));
        }
    }

    #[test]
    fn a_token_with_a_changed_character_is_invalid() {
        for generation in [Generation::V1, Generation::V2] {
            let (token, _) = tokens().issue(generation, 1, ISSUED_AT);
            for at in 0..token.len() {
                let mut changed = token.clone().into_bytes();
                changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
                let changed = String::from_utf8(changed).unwrap();
                assert_eq!(
                    tokens().verify(generation, &changed, ISSUED_AT),
                    Err(Problem::INVALID_TOKEN),
                    "{at} of {token}"
                );
            }
        }
    }

    #[test]
    fn a_token_of_another_key_or_brand_or_without_a_signature_is_invalid() {
        let (token, _) = tokens().issue(Generation::V2, 1, ISSUED_AT);
        let other_key = Tokens::new(&[8; 32], Duration::from_hours(1), Credentials::default());
        assert_eq!(other_key.verify(Generation::V2, &token, ISSUED_AT), Err(Problem::INVALID_TOKEN));
        let other_brand = Credentials { brand: "other".to_owned(), ..Credentials::default() };
        let other_brand = Tokens::new(&[7; 32], Duration::from_hours(1), other_brand);
        assert_eq!(other_brand.verify(Generation::V2, &token, ISSUED_AT), Err(Problem::INVALID_TOKEN));
        let payload = token.split('.').nth(1).unwrap();
        // {"alg":"none","typ":"JWT"}
        let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{payload}.");
        assert_eq!(tokens().verify(Generation::V2, &unsigned, ISSUED_AT), Err(Problem::INVALID_TOKEN));
        for malformed in ["", ".", "..", "oauth_", "a.b", "ə", "oauth_əəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəə"]
        {
            assert_eq!(tokens().verify(Generation::V1, malformed, ISSUED_AT), Err(Problem::INVALID_TOKEN));
            assert_eq!(tokens().verify(Generation::V2, malformed, ISSUED_AT), Err(Problem::INVALID_TOKEN));
        }
    }
}
