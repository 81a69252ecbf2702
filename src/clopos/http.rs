//! One exchange with the other end: time limits, trust, size limits. What the answer means is not known here.

use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Certificate, Method, redirect, retry};
use tokio::sync::OnceCell;
use url::Url;

use crate::clock;
use crate::domain::{ApiError, ConnectError, DisplayText, UnknownOutcome};

use super::classify::Answer;
use super::client::Timeouts;
use super::rate_limit_headers::RateLimitHeaders;
use super::transport_error;

/// A connection that lay idle longer is not used again: the other end may be about to close it, and then nobody
/// knows whether a request on it arrived.
const IDLE_CONNECTION_TIMEOUT: Duration = Duration::from_secs(15);

/// The HTTP client, made at its first use because reading the system's certificates takes some 25 ms.
pub(super) struct Http {
    /// The proxy on the way, as `host:port`.
    pub proxy: Option<String>,
    /// The other end is this machine: no proxy.
    pub loopback: bool,
    pub extra_certificates: Vec<Certificate>,
    pub timeouts: Timeouts,
    pub made: OnceCell<reqwest::Client>,
}

/// One request.
pub(super) struct Exchange {
    pub method: Method,
    pub url: Url,
    pub headers: HeaderMap,
    /// JSON.
    pub body: Option<Vec<u8>>,
    /// The answer's body is read up to this size.
    pub most: usize,
    /// A shorter time limit than usual.
    pub timeout: Option<Duration>,
}

impl Http {
    /// Sends a request and reads the answer, as far as it comes.
    ///
    /// # Errors
    ///
    /// `Unreachable` or `Uncertain` where no answer began; `Settings` where no client can be made here.
    pub(super) async fn exchange(&self, exchange: Exchange) -> Result<Answer, ApiError> {
        // rustls panics at such a time, at which no certificate is valid.
        if exchange.url.scheme() == "https" && clock::is_before_1970() {
            return Err(ApiError::NotSent(ConnectError::Tls));
        }
        let client = self.made.get_or_try_init(|| self.make()).await?;
        let mut request = client.request(exchange.method, exchange.url).headers(exchange.headers);
        if let Some(body) = exchange.body {
            let request_of_json = request.header(reqwest::header::CONTENT_TYPE, "application/json");
            request = request_of_json.timeout(self.timeouts.post).body(body);
        }
        if let Some(timeout) = exchange.timeout {
            request = request.timeout(timeout);
        }
        let response =
            request.send().await.map_err(|error| transport_error::api_error(&error, self.proxy.as_deref()))?;
        Ok(read(response, exchange.most).await)
    }

    /// Returns true if a connection to the host of an address can be made. Nothing is sent over it. Where a proxy of the
    /// environment stands in between, that may not work although calls do.
    pub(super) async fn can_connect(&self, url: &Url) -> bool {
        let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else { return false };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let attempt = tokio::time::timeout(self.timeouts.connect, tokio::net::TcpStream::connect((host, port)));
        matches!(attempt.await, Ok(Ok(_)))
    }

    async fn make(&self) -> Result<reqwest::Client, ApiError> {
        // Ring is the only provider here; a second installation changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut headers = HeaderMap::new();
        headers.insert(reqwest::header::ACCEPT, reqwest::header::HeaderValue::from_static("application/json"));
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("frontdesk/", env!("CARGO_PKG_VERSION")))
            .default_headers(headers)
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .connect_timeout(self.timeouts.connect)
            .timeout(self.timeouts.call)
            .pool_idle_timeout(IDLE_CONNECTION_TIMEOUT)
            .tls_certs_merge(self.extra_certificates.iter().cloned());
        if self.loopback {
            builder = builder.no_proxy();
        }
        let built = tokio::task::spawn_blocking(move || builder.tls_certs_merge(built_in_certificates()).build()).await;
        match built {
            Ok(Ok(client)) => Ok(client),
            Ok(Err(error)) => Err(ApiError::Settings { sentence: DisplayText::new(&error.without_url().to_string()) }),
            Err(_) => Err(ApiError::Settings { sentence: DisplayText::default() }),
        }
    }
}

/// Mozilla's authorities, for a machine without a list of its own.
fn built_in_certificates() -> impl Iterator<Item = Certificate> {
    webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().filter_map(|der| Certificate::from_der(der).ok())
}

async fn read(mut response: reqwest::Response, most: usize) -> Answer {
    let status = response.status().as_u16();
    let headers = std::mem::take(response.headers_mut());
    let limits = RateLimitHeaders::read(&headers, clock::system_time());
    let mut answer = Answer { status, headers, body: Vec::new(), cut: None, limits };
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if answer.body.len().saturating_add(chunk.len()) <= most => {
                answer.body.extend_from_slice(&chunk);
            }
            Ok(Some(_)) => {
                answer.cut = Some(UnknownOutcome::Unreadable(status));
                return answer;
            }
            Ok(None) => return answer,
            Err(error) => {
                answer.cut = Some(transport_error::unknown_outcome(&error));
                return answer;
            }
        }
    }
}
