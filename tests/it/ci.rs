//! The scripts of CI, with programs in place of the real ones.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use crate::support::files::project_root;

fn write_program(path: &Path, script: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// True if `cargo-deny` is installed; the exit codes of the snapshot's script, of loading the database and of the check
/// online; whether the script passes, and its last line.
type Case = (bool, Option<i32>, i32, i32, bool, &'static str);

#[test]
fn the_last_line_says_whether_advisories_were_checked() {
    let cases: [Case; 7] = [
        (true, Some(0), 1, 1, true, "advisories: none in the snapshot of ../shared/advisories"),
        (true, Some(1), 0, 0, false, ""),
        (true, None, 0, 0, true, "advisories: none online"),
        (true, None, 0, 1, false, ""),
        (true, None, 1, 0, true, "advisories: NOT CHECKED, the database could not be loaded"),
        (false, None, 0, 0, true, "advisories: NOT CHECKED, cargo-deny is not installed"),
        (false, Some(0), 0, 0, true, "advisories: NOT CHECKED, cargo-deny is not installed"),
    ];
    for (installed, snapshot, fetched, checked, passes, last_line) in cases {
        let home = tempfile::tempdir().unwrap();
        let script = home.path().join("clone/.ci/advisories");
        fs::create_dir_all(script.parent().unwrap()).unwrap();
        fs::copy(project_root().join(".ci/advisories"), &script).unwrap();
        if let Some(exit) = snapshot {
            write_program(&home.path().join("shared/advisories/check"), &format!("exit {exit}"));
        }
        let programs = home.path().join("programs");
        let cargo = format!("case \"$*\" in *fetch*) exit {fetched} ;; *) exit {checked} ;; esac");
        write_program(&programs.join("cargo"), &cargo);
        if installed {
            write_program(&programs.join("cargo-deny"), "exit 1");
        }
        for tool in ["bash", "dirname"] {
            symlink(Path::new("/usr/bin").join(tool), programs.join(tool)).unwrap();
        }
        let output = Command::new("/usr/bin/bash").arg(&script).env_clear().env("PATH", programs).output().unwrap();
        let case = format!("{installed} {snapshot:?} {fetched} {checked}: {output:?}");
        assert_eq!(output.status.success(), passes, "{case}");
        let text = String::from_utf8_lossy(&output.stdout);
        assert_eq!(text.lines().last().unwrap_or_default(), last_line, "{case}");
    }
    let run = fs::read_to_string(project_root().join(".ci/run")).unwrap();
    assert!(
        run.trim_end().ends_with("echo \"$advisories\" | tail -n 1"),
        "the result is the last line of the whole run"
    );
}
