//! A clean root directory with the few programs of this machine that a set-up needs, and commands that run in it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use super::program::with_input;
use super::sshd::{find_tool, generate_key};

/// Shows the devices and processes of this machine in the new root. Only the command and its children see them there.
const ENTER: &str = "mount --rbind /dev \"$0/dev\" && mount --rbind /proc \"$0/proc\" && exec chroot \"$0\" \"$@\"";

/// The files of a system without other accounts.
const FILES: [(&str, &str); 5] = [
    ("etc/passwd", "root:x:0:0:root:/root:/bin/sh\nsshd:x:100:65534::/run/sshd:/usr/sbin/nologin\n"),
    ("etc/group", "root:x:0:\nnogroup:x:65534:\n"),
    ("etc/shadow", "root:*:19000:0:99999:7:::\nsshd:*:19000::::::\n"),
    ("etc/gshadow", "root:*::\nnogroup:*::\n"),
    ("etc/ssh/sshd_config", "Include /etc/ssh/sshd_config.d/*.conf\nUsePAM no\n"),
];

/// Makes a root with `sh`, `useradd` and sshd, a host key, and the built program at `/root/frontdesk`.
pub fn new_root() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let path = root.path();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    for dir in ["dev", "proc", "tmp", "run/sshd", "root", "var/lib", "usr/local/bin", "etc/ssh/sshd_config.d"] {
        fs::create_dir_all(path.join(dir)).unwrap();
    }
    for (file, text) in FILES {
        fs::write(path.join(file), text).unwrap();
    }
    for (program, place) in [("sh", "bin/sh"), ("useradd", "usr/sbin/useradd"), ("sshd", "usr/sbin/sshd")] {
        copy_program(&find_tool(program).unwrap(), &path.join(place), path);
    }
    // Newer versions of sshd are several programs.
    for part in ["sshd-session", "sshd-auth"].map(|name| Path::new("/usr/lib/openssh").join(name)) {
        if part.exists() {
            copy_program(&part, &path.join(part.strip_prefix("/").unwrap()), path);
        }
    }
    copy_program(Path::new(env!("CARGO_BIN_EXE_frontdesk")), &path.join("root/frontdesk"), path);
    fs::set_permissions(path.join("root"), fs::Permissions::from_mode(0o700)).unwrap();
    generate_key(&path.join("etc/ssh/ssh_host_ed25519_key"));
    root
}

/// Makes a root like [`new_root`] with what `dpkg` and the scripts of the package need.
pub fn new_root_with_dpkg() -> TempDir {
    let root = new_root();
    let path = root.path();
    for tool in [
        "cat",
        "diff",
        "dpkg",
        "dpkg-deb",
        "dpkg-split",
        "env",
        "find",
        "ldconfig",
        "ls",
        "mv",
        "rm",
        "sed",
        "setpriv",
        "start-stop-daemon",
        "systemd-sysusers",
        "systemd-tmpfiles",
        "tar",
        "touch",
        "usermod",
    ] {
        let program = find_tool(tool).unwrap_or_else(|| panic!("{tool} is missing"));
        copy_program(&program, &path.join("usr/bin").join(tool), path);
    }
    for dir in ["info", "updates", "triggers"] {
        fs::create_dir_all(path.join("var/lib/dpkg").join(dir)).unwrap();
    }
    fs::write(path.join("var/lib/dpkg/status"), "").unwrap();
    root
}

/// Copies a program, and its libraries to the same paths.
fn copy_program(program: &Path, place: &Path, root: &Path) {
    let copy = |from: &Path, to: &Path| {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        // By another process: a file that this one has open for writing cannot be run.
        assert!(Command::new("cp").arg("-L").arg(from).arg(to).status().unwrap().success(), "{}", from.display());
    };
    copy(program, place);
    let libraries = Command::new("ldd").arg(program).output().unwrap();
    let libraries = String::from_utf8(libraries.stdout).unwrap();
    for library in libraries.split_whitespace().filter(|word| word.starts_with('/')) {
        copy(Path::new(library), &root.join(library.strip_prefix('/').unwrap()));
    }
}

/// Returns the words of a command that runs in the root.
pub fn in_root(root: &Path, command: &[&str]) -> Vec<String> {
    let enter = ["unshare", "--mount", "sh", "-c", ENTER, root.to_str().unwrap()];
    enter.iter().chain(command).map(|word| (*word).to_owned()).collect()
}

/// Runs a command in the root, with an input.
pub fn run(root: &Path, command: &[&str], input: &str) -> Output {
    let words = in_root(root, command);
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").env("HOME", "/root");
    with_input(command, input.as_bytes())
}
