use std::path::PathBuf;
use std::str::FromStr;

use percent_encoding::percent_decode_str;
use tokio_postgres::config::{Config, Host, SslMode};

/// The address of a `PostgreSQL` database: `postgres://USER:PASSWORD@HOST:PORT/DATABASE?OPTION=VALUE`. It is a secret, and
/// `Debug` shows nothing of it.
///
/// The options are those of `tokio_postgres`, and two more of `libpq`: `sslmode=verify-full` and `sslrootcert=FILE`. A TLS
/// connection always checks that the certificate is from a known authority (of the file, else of Mozilla's list), that it
/// has the name of the host, and that it has not expired. Without `sslmode` TLS is required, except on this computer.
#[derive(Clone, derive_more::Debug)]
#[debug("PostgresUrl(…)")]
pub struct PostgresUrl {
    pub(super) config: Box<Config>,
    pub(super) ca_file: Option<PathBuf>,
}

/// A text is not the address of a `PostgreSQL` database. It has nothing of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{self:?}")]
pub struct PostgresUrlError;

impl FromStr for PostgresUrl {
    type Err = PostgresUrlError;

    fn from_str(text: &str) -> Result<Self, PostgresUrlError> {
        // `Config` reads another format as well.
        if !["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme)) {
            return Err(PostgresUrlError);
        }
        let (address, query) = text.split_once('?').unwrap_or((text, ""));
        let (mut ca_file, mut mode, mut options) = (None, None, Vec::new());
        for option in query.split('&').filter(|option| !option.is_empty()) {
            match option.split_once('=').ok_or(PostgresUrlError)? {
                ("sslrootcert", file) => {
                    let file = percent_decode_str(file).decode_utf8().map_err(|_| PostgresUrlError)?;
                    ca_file = Some(PathBuf::from(file.into_owned()));
                }
                ("sslmode", "disable") => mode = Some(SslMode::Disable),
                ("sslmode", "prefer") => mode = Some(SslMode::Prefer),
                ("sslmode", "require" | "verify-ca" | "verify-full") => mode = Some(SslMode::Require),
                _ => options.push(option),
            }
        }
        let separator = if options.is_empty() { "" } else { "?" };
        let address = format!("{address}{separator}{}", options.join("&"));
        let mut config: Config = address.parse().map_err(|_| PostgresUrlError)?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(PostgresUrlError);
        }
        let default = if is_on_this_computer(&config) { SslMode::Disable } else { SslMode::Require };
        config.ssl_mode(mode.unwrap_or(default));
        Ok(Self { config: Box::new(config), ca_file })
    }
}

fn is_on_this_computer(config: &Config) -> bool {
    let is_local = |host: &Host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback()),
    };
    let addresses = config.get_hostaddrs();
    if addresses.is_empty() {
        config.get_hosts().iter().all(is_local)
    } else {
        addresses.iter().all(std::net::IpAddr::is_loopback)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn tls_is_required_unless_the_database_is_on_this_computer_or_the_address_says_otherwise() {
        for (rest, mode, ca_file) in [
            ("db.example/shop", SslMode::Require, None),
            ("192.0.2.1/shop", SslMode::Require, None),
            ("localhost/shop", SslMode::Disable, None),
            ("127.0.0.1:6000/shop", SslMode::Disable, None),
            ("[::1]/shop", SslMode::Disable, None),
            ("%2Frun%2Fpostgresql/shop", SslMode::Disable, None),
            ("localhost,db.example/shop", SslMode::Require, None),
            ("localhost/shop?hostaddr=192.0.2.1", SslMode::Require, None),
            ("db.example/shop?hostaddr=127.0.0.1", SslMode::Disable, None),
            ("db.example/shop?sslmode=disable", SslMode::Disable, None),
            ("db.example/shop?sslmode=prefer&connect_timeout=3", SslMode::Prefer, None),
            ("localhost/shop?sslmode=require", SslMode::Require, None),
            ("localhost/shop?sslmode=verify-ca", SslMode::Require, None),
            (
                "localhost/shop?sslmode=verify-full&sslrootcert=%2Fetc%2Fca%201.pem",
                SslMode::Require,
                Some("/etc/ca 1.pem"),
            ),
        ] {
            let url: PostgresUrl = format!("postgresql://frontdesk:hunter2@{rest}").parse().unwrap();
            assert_eq!(url.config.get_ssl_mode(), mode, "{rest}");
            assert_eq!(url.ca_file.as_deref(), ca_file.map(Path::new), "{rest}");
            assert_eq!(url.config.get_password(), Some(&b"hunter2"[..]), "{rest}");
            assert_eq!(format!("{url:?}"), "PostgresUrl(…)");
        }
    }

    #[test]
    fn other_texts_are_no_address() {
        for text in [
            "",
            "shop.sqlite",
            "mysql://user:hunter2@host/shop",
            "host=localhost user=frontdesk",
            "postgres://",
            "postgres:///shop",
            "postgres://host:port/shop",
            "postgres://host/shop?sslmode=maybe",
            "postgres://host/shop?hunter2",
            "postgres://host/shop?colour=red",
        ] {
            assert_eq!(text.parse::<PostgresUrl>().err(), Some(PostgresUrlError), "{text}");
        }
    }
}
