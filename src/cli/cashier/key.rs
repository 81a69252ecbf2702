//! A public key of a cashier, as `ssh-keygen` or `PuTTY` writes it.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use ring::digest::{SHA256, digest};

use crate::domain::sanitize_line;
use crate::locale::technician;

/// A public key that sshd accepts.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct PublicKey {
    pub(super) kind: String,
    blob: Vec<u8>,
    pub(super) comment: String,
}

/// Why a text is no public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(in crate::cli) enum KeyError {
    #[error("{}", technician().cashier_key_empty())]
    Empty,
    #[error("{}", technician().cashier_key_private())]
    Private,
    #[error("{}", technician().cashier_key_several())]
    SeveralKeys,
    /// Options before the key, which would be lost.
    #[error("{}", technician().cashier_key_options())]
    Options,
    /// A type that sshd does not accept, e.g. DSA, or a certificate.
    #[error("{}", technician().cashier_key_unsupported())]
    Unsupported,
    /// An RSA key with fewer than 2048 bits.
    #[error("{}", technician().cashier_key_short())]
    TooShort,
    #[error("{}", technician().cashier_key_damaged())]
    Damaged,
}

const KINDS: [&str; 7] = [
    "ssh-ed25519",
    "ssh-rsa",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
];

const MIN_RSA_BYTES: usize = 2048 / 8;

impl PublicKey {
    /// Parses a file with one key: OpenSSH's one line, or the lines that `PuTTY` saves (RFC 4716).
    pub(super) fn parse_file(bytes: &[u8]) -> Result<Self, KeyError> {
        // A file from Windows may be UTF-16.
        let text = encoding_rs::UTF_8.decode(bytes).0;
        if text.contains("PRIVATE KEY-----") || text.contains("PuTTY-User-Key-File") {
            return Err(KeyError::Private);
        }
        if text.contains("---- BEGIN SSH2 PUBLIC KEY ----") {
            return Self::parse_rfc4716(&text);
        }
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        // The first line of another format, or of a key with a line break in it, is no key.
        let key = lines.next().map_or(Err(KeyError::Empty), Self::parse)?;
        if lines.next().is_none() { Ok(key) } else { Err(KeyError::SeveralKeys) }
    }

    /// Parses the words `KIND BASE64 COMMENT`.
    pub(super) fn parse(line: &str) -> Result<Self, KeyError> {
        let mut words = line.splitn(3, char::is_whitespace).map(str::trim);
        let (kind, blob) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if !KINDS.contains(&kind) {
            // A known type further on: before it are options of authorized_keys.
            let has_options = line.split_whitespace().skip(1).any(|word| KINDS.contains(&word));
            let is_type = kind.starts_with("ssh-") || kind.contains("-cert-") || kind.contains("@openssh.com");
            return Err(match (has_options, is_type) {
                (true, _) => KeyError::Options,
                (false, true) => KeyError::Unsupported,
                (false, false) => KeyError::Damaged,
            });
        }
        let key = Self::from_blob(blob, words.next().unwrap_or_default())?;
        if key.kind == kind { Ok(key) } else { Err(KeyError::Damaged) }
    }

    fn parse_rfc4716(text: &str) -> Result<Self, KeyError> {
        // A header that ends with a backslash continues on the next line.
        let text = text.replace("\\\r\n", "").replace("\\\n", "");
        let lines = text.lines().map(str::trim).skip_while(|line| !line.starts_with("---- BEGIN")).skip(1);
        let lines: Vec<&str> = lines.take_while(|line| !line.starts_with("---- END")).collect();
        let comment = lines.iter().find_map(|line| line.strip_prefix("Comment: ")).unwrap_or_default();
        let blob: String = lines.iter().filter(|line| !line.contains(':')).copied().collect();
        Self::from_blob(&blob, comment.trim_matches('"'))
    }

    fn from_blob(base64: &str, comment: &str) -> Result<Self, KeyError> {
        let blob = STANDARD.decode(base64).or_else(|_| STANDARD_NO_PAD.decode(base64));
        let blob = blob.map_err(|_| KeyError::Damaged)?;
        let fields = fields(&blob).unwrap_or_default();
        let (kind, fields) = fields.split_first().ok_or(KeyError::Damaged)?;
        let kind = String::from_utf8_lossy(kind).into_owned();
        let is_whole = match (kind.as_str(), fields) {
            ("ssh-ed25519", [key]) | ("sk-ssh-ed25519@openssh.com", [key, _]) => key.len() == 32,
            ("ssh-rsa", [_, modulus]) if modulus.len() < MIN_RSA_BYTES => return Err(KeyError::TooShort),
            ("ssh-rsa", [_, _]) => true,
            ("ecdsa-sha2-nistp256", [curve, point]) => (*curve, point.len()) == (b"nistp256", 65),
            ("ecdsa-sha2-nistp384", [curve, point]) => (*curve, point.len()) == (b"nistp384", 97),
            ("ecdsa-sha2-nistp521", [curve, point]) => (*curve, point.len()) == (b"nistp521", 133),
            ("sk-ecdsa-sha2-nistp256@openssh.com", [_, point, _]) => point.len() == 65,
            (kind, _) if KINDS.contains(&kind) => false,
            _ => return Err(KeyError::Unsupported),
        };
        let comment = sanitize_line(comment.trim());
        if is_whole { Ok(Self { kind, blob, comment }) } else { Err(KeyError::Damaged) }
    }

    /// Returns true if both are the same key, whatever their comments are.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.blob == other.blob
    }

    /// Returns the fingerprint, as `ssh-keygen -l` and the log of sshd show it.
    pub(super) fn fingerprint(&self) -> String {
        format!("SHA256:{}", STANDARD_NO_PAD.encode(digest(&SHA256, &self.blob)))
    }

    /// Returns the key as a line of `authorized_keys`, without options.
    pub(super) fn in_line(&self) -> String {
        format!("{} {} {}", self.kind, STANDARD.encode(&self.blob), self.comment).trim_end().to_owned()
    }
}

/// Returns the fields of a key, each with its length before it. `None` means that it is cut off.
fn fields(mut blob: &[u8]) -> Option<Vec<&[u8]>> {
    let mut fields = Vec::new();
    while !blob.is_empty() {
        let (length, rest) = blob.split_first_chunk::<4>()?;
        let (field, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        fields.push(field);
        blob = rest;
    }
    Some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ED25519: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBmfW3/lDQB4Ff1yQGkGnQDbFQ/yo1jWdqUn0cLtPjFg aysel@till";

    fn blob(fields: &[&[u8]]) -> String {
        let bytes = fields.iter().flat_map(|field| {
            let length = u32::try_from(field.len()).unwrap().to_be_bytes();
            length.into_iter().chain(field.iter().copied())
        });
        STANDARD.encode(bytes.collect::<Vec<u8>>())
    }

    #[test]
    fn keys_of_every_kind_and_file_are_parsed() {
        let line = |kind: &str, fields: &[&[u8]]| {
            let fields: Vec<&[u8]> = std::iter::once(kind.as_bytes()).chain(fields.iter().copied()).collect();
            format!("{kind} {}", blob(&fields))
        };
        let utf16: Vec<u8> = format!("\u{feff}{ED25519}\r\n").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let base64 = ED25519.split(' ').nth(1).unwrap();
        let (first, second) = base64.split_at(40);
        let putty = format!(
            "---- BEGIN SSH2 PUBLIC KEY ----\r\nComment: \"aysel@till\"\r\nx-note: a\\\r\nb\r\n{first}\r\n{second}\r\n---- END SSH2 PUBLIC KEY ----\r\n"
        );
        for (file, comment) in [
            (ED25519.as_bytes().to_vec(), "aysel@till"),
            (format!("\n# comment\n{ED25519}\r\n\n").into_bytes(), "aysel@till"),
            (format!("\u{feff}{ED25519}").into_bytes(), "aysel@till"),
            (utf16, "aysel@till"),
            (putty.into_bytes(), "aysel@till"),
            (ED25519.replace(" aysel@till", "").into_bytes(), ""),
            (ED25519.replace("aysel@till", "till 1 \u{202e}\x1b[31m").into_bytes(), "till 1 [31m"),
            (line("ssh-rsa", &[&[1, 0, 1], &[255; 257]]).into_bytes(), ""),
            (line("ecdsa-sha2-nistp256", &[b"nistp256", &[4; 65]]).into_bytes(), ""),
            (line("ecdsa-sha2-nistp521", &[b"nistp521", &[4; 133]]).into_bytes(), ""),
            (line("sk-ssh-ed25519@openssh.com", &[&[7; 32], b"ssh:"]).into_bytes(), ""),
            (line("sk-ecdsa-sha2-nistp256@openssh.com", &[b"nistp256", &[4; 65], b"ssh:"]).into_bytes(), ""),
        ] {
            let text = String::from_utf8_lossy(&file).into_owned();
            let key = PublicKey::parse_file(&file).map_err(|error| format!("{text}: {error:?}")).unwrap();
            assert_eq!(key.comment, comment, "{text}");
            assert!(PublicKey::parse(&key.in_line()).is_ok_and(|again| again == key), "{text}");
        }
        // What `ssh-keygen -lf` prints.
        let key = PublicKey::parse(ED25519).map_err(|error| format!("{error:?}")).unwrap();
        assert_eq!(key.fingerprint().len(), "SHA256:".len() + 43);
    }

    #[test]
    fn every_other_file_is_rejected_with_its_reason() {
        let cut = ED25519.split(' ').nth(1).unwrap().get(..60).unwrap();
        for (text, error) in [
            ("", KeyError::Empty),
            ("\n# only a comment\n", KeyError::Empty),
            ("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n", KeyError::Private),
            ("-----BEGIN RSA PRIVATE KEY-----\n", KeyError::Private),
            ("-----BEGIN ENCRYPTED PRIVATE KEY-----\n", KeyError::Private),
            ("PuTTY-User-Key-File-3: ssh-ed25519\n", KeyError::Private),
            (&format!("{ED25519}\n{ED25519}\n"), KeyError::SeveralKeys),
            (&format!("command=\"sh\" {ED25519}"), KeyError::Options),
            (&format!("restrict,pty {ED25519}"), KeyError::Options),
            ("ssh-dss AAAAB3NzaC1kc3MAAACBAP", KeyError::Unsupported),
            ("ssh-ed25519-cert-v01@openssh.com AAAA", KeyError::Unsupported),
            (&format!("ssh-ed25519 {}", blob(&[b"ssh-dss", b"x"])), KeyError::Unsupported),
            (&format!("ssh-rsa {}", blob(&[b"ssh-rsa", &[1, 0, 1], &[255; 129]])), KeyError::TooShort),
            (&format!("ssh-ed25519 {cut}"), KeyError::Damaged),
            ("ssh-ed25519", KeyError::Damaged),
            ("ssh-ed25519 not-base64!", KeyError::Damaged),
            (&format!("ssh-ed25519 {}", blob(&[b"ssh-ed25519", &[7; 31]])), KeyError::Damaged),
            (&format!("ssh-ed25519 {}", blob(&[b"ssh-ed25519", &[7; 32], b"more"])), KeyError::Damaged),
            (&ED25519.replace("ssh-ed25519 ", "ssh-rsa "), KeyError::Damaged),
            (&ED25519.replace(" AAAA", "\nAAAA"), KeyError::Damaged),
            (&ED25519.replace("yo1j", "yo\n1j"), KeyError::Damaged),
            ("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n", KeyError::Damaged),
            ("hello", KeyError::Damaged),
            ("---- BEGIN SSH2 PUBLIC KEY ----\n---- END SSH2 PUBLIC KEY ----\n", KeyError::Damaged),
        ] {
            assert_eq!(PublicKey::parse_file(text.as_bytes()).err(), Some(error), "{text}");
        }
    }
}
