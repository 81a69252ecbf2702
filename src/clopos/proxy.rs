//! The proxy that the environment names for the API's address. reqwest uses it but does not report it, so it is
//! determined here, for error messages. Called by `client`.

use hyper_util::client::proxy::matcher::Matcher;
use url::Url;

/// Returns the host and port of the proxy for an address, without its credentials. `None` means that there is no proxy.
pub(super) fn address_for(base_url: &Url) -> Option<String> {
    address_from(&Matcher::from_env(), base_url)
}

fn address_from(matcher: &Matcher, base_url: &Url) -> Option<String> {
    let address = matcher.intercept(&base_url.as_str().parse().ok()?)?;
    let proxy = address.uri();
    let default_port = match proxy.scheme_str() {
        Some("https") => 443,
        Some("http") | None => 80,
        Some(_) => 1080,
    };
    Some(format!("{}:{}", proxy.host()?, proxy.port_u16().unwrap_or(default_port)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proxy_address_has_no_credentials() {
        let url = |text: &str| Url::parse(text).unwrap();
        let table = [
            ("http://10.0.0.1:3128", "https://a.example/open-api", Some("10.0.0.1:3128")),
            ("http://user:s3cret@proxy.lan:8080", "https://a.example/", Some("proxy.lan:8080")),
            ("proxy.lan", "https://a.example/", Some("proxy.lan:80")),
            ("https://proxy.lan", "https://a.example/", Some("proxy.lan:443")),
            ("http://[::1]:3128", "https://a.example/", Some("[::1]:3128")),
            ("http://10.0.0.1:3128", "https://b.example/", None),
            ("", "https://a.example/", None),
        ];
        for (variable, address, expected) in table {
            let matcher = Matcher::builder().all(variable.to_owned()).no("b.example".to_owned()).build();
            assert_eq!(address_from(&matcher, &url(address)).as_deref(), expected, "{variable} {address}");
        }
    }
}
