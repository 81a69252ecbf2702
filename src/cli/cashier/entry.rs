//! A line of `authorized_keys`: options, key and comment. Lines that `frontdesk cashier add` has not written are
//! understood as well, e.g. those for tmux and mosh.

use super::super::program::program;
use super::key::PublicKey;

/// A key with what its owner may do.
pub(super) struct Entry {
    /// The options before the key.
    pub(super) options: String,
    pub(super) key: PublicKey,
    /// The name after `--cashier`. `None` means that the desk uses the login name.
    pub(super) cashier: Option<String>,
    /// True if the desk asks line by line.
    pub(super) plain: bool,
}

impl Entry {
    /// Parses a line. `None` means that it is empty, a comment, or not readable.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let line = line.trim();
        if let Ok(key) = PublicKey::parse(line) {
            return Some(Self { options: String::new(), key, cashier: None, plain: false });
        }
        let (options, rest) = line.split_at_checked(end_of_options(line))?;
        let key = PublicKey::parse(rest.trim_start()).ok()?;
        let words = command(options).and_then(|command| desk_words(&command)).unwrap_or_default();
        let following = words.iter().zip(words.iter().skip(1));
        let cashier = following.filter(|(word, _)| *word == "--cashier").map(|(_, name)| name.clone()).next();
        let joined = || words.iter().find_map(|word| word.strip_prefix("--cashier=").map(str::to_owned));
        let plain = words.iter().any(|word| word == "--plain");
        Some(Self { options: options.to_owned(), key, cashier: cashier.or_else(joined), plain })
    }
}

/// Returns the options for the key of a cashier. The name has been checked, so that no character in it is special for
/// sshd, a shell or this program.
pub(super) fn options(cashier: &str, plain: bool) -> String {
    let name = if cashier.contains(' ') { format!("'{cashier}'") } else { cashier.to_owned() };
    let plain = if plain { " --plain" } else { "" };
    format!("command=\"{} --kiosk --cashier {name}{plain}\",restrict,pty", program())
}

/// Returns where the options end: at the first space outside quotes.
fn end_of_options(line: &str) -> usize {
    let (mut quoted, mut escaped) = (false, false);
    let is_end = |(_, c): &(usize, char)| {
        let is_escaped = std::mem::replace(&mut escaped, *c == '\\');
        quoted ^= *c == '"' && !is_escaped;
        !quoted && c.is_whitespace()
    };
    line.char_indices().find(is_end).map_or(line.len(), |(at, _)| at)
}

/// Returns the command of the option `command="…"`.
fn command(options: &str) -> Option<String> {
    let start = options.to_ascii_lowercase().find("command=\"")?;
    let text = options.get(start..)?.split_once('"')?.1;
    let mut command = String::new();
    let mut chars = text.chars();
    loop {
        match chars.next()? {
            '"' => return Some(command),
            '\\' => match chars.next()? {
                '"' => command.push('"'),
                other => command.extend(['\\', other]),
            },
            c => command.push(c),
        }
    }
}

/// Returns the words of the desk's command, which may be one word of another command, as under tmux.
fn desk_words(command: &str) -> Option<Vec<String>> {
    let words = shlex::split(command)?;
    if words.iter().any(|word| word == "--kiosk") {
        return Some(words);
    }
    words.iter().filter(|word| word.contains(" --kiosk")).find_map(|word| desk_words(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBmfW3/lDQB4Ff1yQGkGnQDbFQ/yo1jWdqUn0cLtPjFg a b";

    #[test]
    fn a_written_line_is_read_again() {
        for (cashier, plain) in [("aysel", false), ("Aysel M", true), ("Şəhla-2", false), ("o.b_c@x", true)] {
            let entry = Entry::parse(&format!("{} {KEY}", options(cashier, plain))).unwrap();
            assert_eq!((entry.cashier.as_deref(), entry.plain), (Some(cashier), plain));
            assert_eq!((entry.options, entry.key.comment.as_str()), (options(cashier, plain), "a b"));
        }
    }

    #[test]
    fn lines_by_hand_are_understood() {
        let tmux = "command=\"/usr/bin/tmux -L desk new-session -A -D -s aysel 'exec /usr/local/bin/frontdesk --kiosk --cashier aysel'\",restrict,pty";
        let mosh =
            "command=\"/usr/bin/mosh-server new -s -- /usr/local/bin/frontdesk --kiosk --cashier aysel\",restrict,pty";
        for (options, cashier) in [
            ("", None),
            ("restrict,pty ", None),
            (
                "from=\"10.0.0.0/8\",Command=\"/usr/local/bin/frontdesk --cashier=aysel --kiosk\",restrict,pty\t",
                Some("aysel"),
            ),
            ("command=\"/usr/local/bin/frontdesk --kiosk --cashier \\\"Aysel M\\\"\",restrict ", Some("Aysel M")),
            ("command=\"echo --cashier aysel\" ", None),
            (tmux, Some("aysel")),
            (mosh, Some("aysel")),
        ] {
            let entry = Entry::parse(&format!("{options} {KEY}")).unwrap();
            assert_eq!(entry.cashier.as_deref(), cashier, "{options}");
        }
        for line in ["", "# comment", "command=\"unclosed ssh-ed25519 AAAA", "ssh-ed25519 cut", "restrict,pty"] {
            assert!(Entry::parse(line).is_none(), "{line}");
        }
    }
}
