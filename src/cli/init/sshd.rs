//! The file with which OpenSSH opens the desk and nothing else for the account.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use rustix::process::{Pid, Signal, kill_process};

use crate::domain::sanitize_line;
use crate::locale::technician;
use crate::storage::private::{Access, install, remove};

use super::{Change, CommandError, print_step};
use crate::cli::program::with_program;

const FILE: &str = "/etc/ssh/sshd_config.d/50-frontdesk.conf";
const CONTENT: &str = include_str!("../../../assets/sshd/50-frontdesk.conf");
const PROGRAMS: [&str; 3] = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/sbin/sshd"];
const PID_FILE: &str = "/run/sshd.pid";

/// What sshd must do for the account. Another file can come first.
const EXPECTED: [&str; 6] = [
    "authorizedkeysfile /etc/frontdesk/authorized_keys",
    "disableforwarding yes",
    "forcecommand none",
    "permituserenvironment no",
    "permituserrc no",
    "permittty yes",
];

/// Installs the file, unless there is one, and lets sshd read it. Returns false if something must be corrected.
pub(super) fn set_up() -> Result<bool, CommandError> {
    let (say, path) = (technician(), Path::new(FILE));
    let Some(sshd) = PROGRAMS.iter().find(|program| Path::new(program).exists()) else {
        return print_step("sshd", Err(say.init_sshd_missing()));
    };
    // Another file there is the technician's.
    let change = if path.exists() {
        Change::Nothing
    } else {
        let access = Access { mode: 0o644, owner: Some((0, 0)) };
        let written = Change::of(path, || install(path, with_program(CONTENT).as_bytes(), access));
        written.map_err(|source| CommandError::NotWritable { path: path.to_owned(), source })?
    };
    let output = Command::new(sshd).args(["-T", "-C", "user=frontdesk,host=localhost,addr=127.0.0.1"]).output()?;
    if !output.status.success() {
        if matches!(change, Change::Made) {
            remove(path)?;
        }
        let reason = sanitize_line(String::from_utf8_lossy(&output.stderr).trim());
        return print_step("sshd", Err(say.init_sshd_invalid(reason)));
    }
    let config = String::from_utf8_lossy(&output.stdout);
    if let Some(line) = missing_line(&config) {
        return print_step("sshd", Err(say.init_sshd_other(line, FILE)));
    }
    let words = change.in_words(path);
    let step = match reload(change) {
        Ok(true) => Ok(words),
        Ok(false) => Ok(say.init_sshd_stopped(words)),
        Err(error) => Err(say.init_sshd_reload(error.to_string())),
    };
    print_step("sshd", step)
}

/// Returns the first line that the effective configuration lacks, or the list of users that the account is not in.
fn missing_line(config: &str) -> Option<&'static str> {
    let has_line = |line: &&str| config.lines().any(|other| other == *line);
    let mut allowed = config.lines().filter_map(|line| line.strip_prefix("allowusers ")).peekable();
    let is_allowed =
        allowed.peek().is_none() || allowed.any(|user| user == "frontdesk" || user.starts_with("frontdesk@"));
    let missing = EXPECTED.iter().find(|line| !has_line(line)).copied();
    missing.or((!is_allowed).then_some("allowusers frontdesk"))
}

/// Lets the running sshd read its files again. Returns false if none runs.
fn reload(change: Change) -> io::Result<bool> {
    if matches!(change, Change::Nothing) {
        return Ok(true);
    }
    let pid = fs::read_to_string(PID_FILE).ok().and_then(|text| text.trim().parse().ok());
    let is_sshd = |pid: &i32| fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.trim() == "sshd");
    let Some(pid) = pid.filter(is_sshd).and_then(Pid::from_raw) else { return Ok(false) };
    kill_process(pid, Signal::HUP)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_file_overrides_is_named() {
        let whole = EXPECTED.join("\n");
        assert_eq!(missing_line(&whole), None);
        for line in EXPECTED {
            assert_eq!(missing_line(&whole.replace(line, "")), Some(line));
        }
        for (users, is_missing) in [
            ("allowusers frontdesk", false),
            ("allowusers admin\nallowusers frontdesk", false),
            ("allowusers frontdesk@10.0.0.*", false),
            ("allowusers admin", true),
            ("allowusers frontdesk2", true),
        ] {
            assert_eq!(missing_line(&format!("{whole}\n{users}")).is_some(), is_missing, "{users}");
        }
    }
}
