//! Facts about this computer that a developer asks for first.

use std::fs;
use std::path::Path;

use crate::clock;
use crate::domain::{PHONE_DATA_DATE, PHONE_DATA_VERSION, sanitize_line};
use crate::locale::technician;
use crate::terminal;
use crate::view::CharacterSet;

/// Returns the names of the distribution, the kernel and the processor.
pub(super) fn system() -> String {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let name = distribution(&release).unwrap_or(std::env::consts::OS);
    sanitize_line(&format!("{name}, Linux {}, {}", kernel.trim(), std::env::consts::ARCH))
}

fn distribution(os_release: &str) -> Option<&str> {
    let name = os_release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    Some(name.trim_matches(['"', '\''])).filter(|name| !name.is_empty())
}

/// Returns the locale of this process and the letters that a desk with it can read.
pub(super) fn locale() -> String {
    let say = technician();
    let name = terminal::locale();
    let shown = if name.is_empty() { say.check_locale_none() } else { sanitize_line(&name) };
    match terminal::theme().signs {
        CharacterSet::Unicode => say.check_locale_unicode(shown),
        CharacterSet::Letters(charset) => say.check_locale_charset(shown, charset.name()),
        CharacterSet::Ascii => say.check_locale_ascii(shown),
    }
}

/// Returns the version and the age of the phone rules.
pub(super) fn phone_data() -> String {
    let say = technician();
    let age = clock::now().date_naive().signed_duration_since(PHONE_DATA_DATE).to_std().unwrap_or_default();
    say.check_phone_data_good(PHONE_DATA_VERSION, PHONE_DATA_DATE.to_string(), say.long_time(age))
}

/// Returns the type of the file system that has a directory, from the list of mounts of this process.
pub(super) fn file_system(dir: &Path) -> Option<String> {
    let dir = dir.canonicalize().ok()?;
    find_file_system(&fs::read_to_string("/proc/self/mountinfo").ok()?, &dir)
}

fn find_file_system(mounts: &str, dir: &Path) -> Option<String> {
    let mounted = mounts.lines().filter_map(|line| {
        let (mount, source) = line.split_once(" - ")?;
        let point = unescape(mount.split(' ').nth(4)?);
        let depth = dir.starts_with(&point).then(|| Path::new(&point).components().count())?;
        Some((depth, source.split(' ').next()?.to_owned()))
    });
    // A later mount at the same point hides the earlier one.
    mounted.max_by_key(|(depth, _)| *depth).map(|(_, name)| name)
}

/// Decodes spaces and the like in a mount point: `\040`.
fn unescape(text: &str) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
        .iter()
        .fold(text.to_owned(), |text, (code, character)| text.replace(code, character))
}

/// Returns true for a file system that another computer can have mounted too.
pub(super) fn is_network(name: &str) -> bool {
    let name = name.strip_prefix("fuse.").unwrap_or(name);
    let prefixes =
        ["nfs", "cifs", "smb", "sshfs", "ceph", "gluster", "afs", "lustre", "ocfs", "gfs", "davfs", "rclone"];
    prefixes.iter().any(|prefix| name.starts_with(prefix)) || name.ends_with("s3fs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distribution_is_named() {
        for (release, expected) in [
            (
                "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n",
                Some("Debian GNU/Linux 12 (bookworm)"),
            ),
            ("PRETTY_NAME=Void\n", Some("Void")),
            ("PRETTY_NAME='A B'", Some("A B")),
            ("PRETTY_NAME=\"\"", None),
            ("", None),
        ] {
            assert_eq!(distribution(release), expected, "{release:?}");
        }
    }

    #[test]
    fn the_innermost_mount_decides_the_file_system() {
        let mounts = "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n\
            22 21 0:40 / /var/lib rw,relatime shared:7 master:1 - nfs4 server:/x rw,vers=4.2\n\
            23 21 0:41 / /home/a\\040b rw - fuse.sshfs x: rw\n\
            24 21 8:2 / /srv rw - ext4 /dev/sdb rw\n\
            25 24 8:3 / /srv rw - xfs /dev/sdc rw\n\
            broken line\n";
        for (dir, expected, network) in [
            ("/var/lib/frontdesk", Some("nfs4"), true),
            ("/var/library", Some("ext4"), false),
            ("/var/lib", Some("nfs4"), true),
            ("/home/a b/state", Some("fuse.sshfs"), true),
            ("/srv/state", Some("xfs"), false),
            ("/", Some("ext4"), false),
        ] {
            let found = find_file_system(mounts, Path::new(dir));
            assert_eq!(found.as_deref(), expected, "{dir}");
            assert_eq!(is_network(&found.unwrap()), network, "{dir}");
        }
        assert_eq!(find_file_system("", Path::new("/")), None);
        for name in ["tmpfs", "overlay", "btrfs", "zfs", "9p", "fuse.mergerfs", "fuse", "f2fs", "squashfs"] {
            assert!(!is_network(name), "{name}");
        }
        for name in ["nfs", "cifs", "smb3", "ceph", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "s3fs"] {
            assert!(is_network(name), "{name}");
        }
    }
}
