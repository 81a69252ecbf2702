//! One exchange with the server: timeouts, certificates, size limits. Called by `client`. It does not know what an
//! answer means.

use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Certificate, redirect, retry};
use tokio::net::TcpStream;
use tokio::sync::OnceCell;
use url::Url;

use crate::clock;
use crate::domain::{ApiError, ConnectError, DisplayText, UnknownOutcome};

use super::call::{Request, Timeouts};
use super::classify::Answer;
use super::name_resolver::NameResolver;
use super::rate_limit_headers::RateLimitHeaders;
use super::transport_error;

/// A connection that was idle for longer is not used again. The server may be about to close it, and then it is unknown
/// whether a request on it arrived.
const IDLE_CONNECTION_TIMEOUT: Duration = Duration::from_secs(15);

/// The HTTP client. It is made at its first use because reading the system's certificates takes some 25 ms.
pub(super) struct Http {
    /// The proxy for the API's address, as `host:port`.
    pub proxy: Option<String>,
    /// True if the server is this host. Then no proxy is used.
    pub is_loopback: bool,
    pub extra_certificates: Vec<Certificate>,
    pub timeouts: Timeouts,
    pub names: NameResolver,
    pub client: OnceCell<reqwest::Client>,
    /// Answers in place of a server that would have to be waited for.
    #[cfg(test)]
    pub fake: Option<std::sync::Arc<super::fake_server::FakeServer>>,
}

impl Http {
    /// Sends a request and reads the answer, or the part of it that arrives.
    ///
    /// # Errors
    ///
    /// `NotSent`, `Proxy` or `Unknown` if no answer began. `Settings` if no HTTP client can be made on this host.
    pub(super) async fn send(
        &self,
        request: &Request,
        headers: HeaderMap,
        timeout: Duration,
    ) -> Result<Answer, ApiError> {
        #[cfg(test)]
        if let Some(fake) = &self.fake {
            return fake.answer(request, timeout).await;
        }
        // Before 1970 rustls panics, and no certificate is valid.
        if request.url.scheme() == "https" && clock::is_before_1970() {
            return Err(ApiError::NotSent(ConnectError::Tls));
        }
        let client = self.client.get_or_try_init(|| self.build_client()).await?;
        let mut builder = client.request(request.method(), request.url.clone()).headers(headers).timeout(timeout);
        builder = builder.header(reqwest::header::ACCEPT, "application/json");
        if let Some(body) = &request.body {
            builder = builder.header(reqwest::header::CONTENT_TYPE, "application/json").body(body.clone());
        }
        let response =
            builder.send().await.map_err(|error| transport_error::api_error(&error, self.proxy.as_deref()))?;
        Ok(read_answer(response, request.kind.max_body_bytes()).await)
    }

    /// Returns true if a connection to the host of an address can be made. Nothing is sent over it. If the environment
    /// names a proxy, this may fail although calls succeed.
    pub(super) async fn can_connect(&self, url: &Url) -> bool {
        #[cfg(test)]
        if let Some(fake) = &self.fake {
            return fake.can_connect();
        }
        self.connect(url).await.is_some()
    }

    /// Makes a connection to the host of an address, without TLS and without a proxy.
    pub(super) async fn connect(&self, url: &Url) -> Option<TcpStream> {
        let (host, port) = (url.host_str()?, url.port_or_known_default()?);
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let connect = async {
            let mut addresses = self.names.addresses(host).await.ok()?;
            for address in &mut addresses {
                address.set_port(port);
            }
            TcpStream::connect(addresses.as_slice()).await.ok()
        };
        tokio::time::timeout(self.timeouts.connect, connect).await.ok().flatten()
    }

    async fn build_client(&self) -> Result<reqwest::Client, ApiError> {
        // Ring is the only provider here. A second installation has no effect.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("frontdesk/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .dns_resolver(self.names.clone())
            .connect_timeout(self.timeouts.connect)
            .pool_idle_timeout(IDLE_CONNECTION_TIMEOUT)
            .tls_certs_merge(self.extra_certificates.iter().cloned());
        if self.is_loopback {
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

/// Returns Mozilla's certificate authorities, for a host without its own list.
fn built_in_certificates() -> impl Iterator<Item = Certificate> {
    webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().filter_map(|der| Certificate::from_der(der).ok())
}

async fn read_answer(mut response: reqwest::Response, max_body_bytes: usize) -> Answer {
    let status = response.status().as_u16();
    let headers = std::mem::take(response.headers_mut());
    let limits = RateLimitHeaders::read(&headers, clock::system_time());
    let mut answer = Answer { status, headers, body: Vec::new(), cut_off_by: None, rate_limits: limits };
    answer.cut_off_by = loop {
        match response.chunk().await {
            Ok(Some(chunk)) if answer.body.len().saturating_add(chunk.len()) <= max_body_bytes => {
                answer.body.extend_from_slice(&chunk);
            }
            Ok(Some(_)) => break Some(UnknownOutcome::Unreadable(status)),
            Ok(None) => break None,
            Err(error) => break Some(transport_error::unknown_outcome(&error)),
        }
    };
    answer
}
