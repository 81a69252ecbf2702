//! The proxy that the environment names for the API's address: reqwest uses it and does not tell.

use hyper_util::client::proxy::matcher::Matcher;
use url::Url;

/// The proxy's host and port, without its credentials; `None` if there is none on the way.
pub(super) fn of(base_url: &Url) -> Option<String> {
    by(&Matcher::from_env(), base_url)
}

fn by(matcher: &Matcher, base_url: &Url) -> Option<String> {
    let address = matcher.intercept(&base_url.as_str().parse().ok()?)?;
    let proxy = address.uri();
    let usual = match proxy.scheme_str() {
        Some("https") => 443,
        Some("http") | None => 80,
        Some(_) => 1080,
    };
    Some(format!("{}:{}", proxy.host()?, proxy.port_u16().unwrap_or(usual)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proxy_of_an_address_is_named_without_its_credentials() {
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
            assert_eq!(by(&matcher, &url(address)).as_deref(), expected, "{variable} {address}");
        }
    }
}
