//! Tokens: v1's are opaque (`oauth_…`), v2's are JWTs. Both carry their end and are signed (HMAC-SHA256) with the
//! database's key, so that nothing need be remembered and a restart ends nobody's session.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::server::config::Credentials;

/// Base64 of `{"alg":"HS256","typ":"JWT"}`. No other header is accepted, least of all one without a signature.
const HEADER: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";

/// What every v1 token begins with.
const OPAQUE: &str = "oauth_";

/// The API's two generations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generation {
    /// `/open-api`: opaque tokens, three headers.
    V1,
    /// `/open-api/v2`: JWTs, `x-token` alone.
    V2,
}

/// What a token says, and that this server said it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    brand: String,
    venue_id: i64,
    /// The v2 integrator or the v1 client.
    integrator_id: String,
    stage: String,
    iat: u64,
    exp: u64,
    expires_at: u64,
    jti: Uuid,
}

impl Claims {
    /// The venue at which a request acts unless it names another.
    pub fn venue_id(&self) -> i64 {
        self.venue_id
    }

    /// The end, in seconds since 1970.
    pub fn expires_at(&self) -> u64 {
        self.expires_at
    }
}

/// Why a token opens nothing.
#[derive(Debug, PartialEq, Eq)]
pub enum InvalidToken {
    /// It is not one of ours.
    Invalid,
    /// It was one of ours until then (seconds since 1970).
    Expired(u64),
}

/// Makes and reads tokens.
pub struct Tokens {
    key: hmac::Key,
    lifetime: Duration,
    brand: String,
    v1_holder: String,
    v2_holder: String,
}

impl Tokens {
    /// Signs with `key`, for the holder of `credentials`.
    pub fn new(key: &[u8; 32], lifetime: Duration, credentials: &Credentials) -> Self {
        Self {
            key: hmac::Key::new(hmac::HMAC_SHA256, key),
            lifetime,
            brand: credentials.brand.clone(),
            v1_holder: credentials.client_id.clone(),
            v2_holder: credentials.integrator_id.clone(),
        }
    }

    fn holder(&self, generation: Generation) -> &str {
        match generation {
            Generation::V1 => &self.v1_holder,
            Generation::V2 => &self.v2_holder,
        }
    }

    /// How long a new token is good for, in seconds.
    pub fn lifetime(&self) -> u64 {
        self.lifetime.as_secs()
    }

    /// A new token and what is in it.
    pub fn issue(&self, generation: Generation, venue_id: i64, now: SystemTime) -> (String, Claims) {
        let iat = seconds(now);
        let exp = iat.saturating_add(self.lifetime());
        let claims = Claims {
            brand: self.brand.clone(),
            venue_id,
            integrator_id: self.holder(generation).to_owned(),
            stage: "test".to_owned(),
            iat,
            exp,
            expires_at: exp,
            jti: Uuid::new_v4(),
        };
        // A struct of plain values always becomes JSON.
        let payload = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&claims).unwrap_or_default());
        let token = match generation {
            Generation::V1 => format!("{OPAQUE}{payload}{}", self.signature(&format!("{OPAQUE}{payload}"))),
            Generation::V2 => {
                let signed = format!("{HEADER}.{payload}");
                format!("{signed}.{}", self.signature(&signed))
            }
        };
        (token, claims)
    }

    /// Reads a token that a request carries.
    pub fn read(&self, generation: Generation, token: &str, now: SystemTime) -> Result<Claims, InvalidToken> {
        let (signed, signature, payload) = parts(generation, token).ok_or(InvalidToken::Invalid)?;
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| InvalidToken::Invalid)?;
        hmac::verify(&self.key, signed.as_bytes(), &signature).map_err(|_| InvalidToken::Invalid)?;
        let payload = URL_SAFE_NO_PAD.decode(payload).map_err(|_| InvalidToken::Invalid)?;
        let claims: Claims = serde_json::from_slice(&payload).map_err(|_| InvalidToken::Invalid)?;
        if claims.brand != self.brand || claims.integrator_id != self.holder(generation) {
            return Err(InvalidToken::Invalid);
        }
        if claims.exp <= seconds(now) {
            return Err(InvalidToken::Expired(claims.exp));
        }
        Ok(claims)
    }

    fn signature(&self, signed: &str) -> String {
        URL_SAFE_NO_PAD.encode(hmac::sign(&self.key, signed.as_bytes()))
    }
}

/// What is signed, the signature, and the claims within what is signed; the two last in Base64.
fn parts(generation: Generation, token: &str) -> Option<(&str, &str, &str)> {
    match generation {
        Generation::V1 => {
            // 32 bytes of signature are 43 characters of Base64.
            let (signed, signature) = token.split_at_checked(token.len().checked_sub(43)?)?;
            Some((signed, signature, signed.strip_prefix(OPAQUE)?))
        }
        Generation::V2 => {
            let (signed, signature) = token.rsplit_once('.')?;
            let (header, payload) = signed.split_once('.')?;
            (header == HEADER).then_some((signed, signature, payload))
        }
    }
}

fn seconds(moment: SystemTime) -> u64 {
    moment.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: SystemTime = UNIX_EPOCH;

    fn tokens() -> Tokens {
        Tokens::new(&[7; 32], Duration::from_hours(1), &Credentials::default())
    }

    #[test]
    fn a_token_opens_its_own_generation_until_it_ends() {
        for (generation, other) in [(Generation::V1, Generation::V2), (Generation::V2, Generation::V1)] {
            let (token, claims) = tokens().issue(generation, 3, NOON);
            assert_eq!(claims.venue_id(), 3);
            assert_eq!(tokens().read(generation, &token, NOON), Ok(claims.clone()));
            assert_eq!(tokens().read(generation, &token, NOON + Duration::from_secs(3599)), Ok(claims));
            let late = NOON + Duration::from_hours(1);
            assert_eq!(tokens().read(generation, &token, late), Err(InvalidToken::Expired(3600)));
            assert_eq!(tokens().read(other, &token, NOON), Err(InvalidToken::Invalid));
        }
    }

    #[test]
    fn no_change_of_a_single_character_passes() {
        for generation in [Generation::V1, Generation::V2] {
            let (token, _) = tokens().issue(generation, 1, NOON);
            for at in 0..token.len() {
                let mut changed = token.clone().into_bytes();
                changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
                let changed = String::from_utf8(changed).unwrap();
                assert_eq!(tokens().read(generation, &changed, NOON), Err(InvalidToken::Invalid), "{at} of {token}");
            }
        }
    }

    #[test]
    fn another_key_another_brand_and_no_signature_are_refused() {
        let (token, _) = tokens().issue(Generation::V2, 1, NOON);
        let other_key = Tokens::new(&[8; 32], Duration::from_hours(1), &Credentials::default());
        assert_eq!(other_key.read(Generation::V2, &token, NOON), Err(InvalidToken::Invalid));
        let other_brand = Credentials { brand: "other".to_owned(), ..Credentials::default() };
        let other_brand = Tokens::new(&[7; 32], Duration::from_hours(1), &other_brand);
        assert_eq!(other_brand.read(Generation::V2, &token, NOON), Err(InvalidToken::Invalid));
        let payload = token.split('.').nth(1).unwrap();
        // {"alg":"none","typ":"JWT"}
        let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{payload}.");
        assert_eq!(tokens().read(Generation::V2, &unsigned, NOON), Err(InvalidToken::Invalid));
        for odd in ["", ".", "..", "oauth_", "a.b", "ə", "oauth_əəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəəə"]
        {
            assert_eq!(tokens().read(Generation::V1, odd, NOON), Err(InvalidToken::Invalid));
            assert_eq!(tokens().read(Generation::V2, odd, NOON), Err(InvalidToken::Invalid));
        }
    }
}
