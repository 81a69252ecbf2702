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

#[test]
fn the_check_before_a_release_runs_every_part_and_tells_each_result() {
    let full = ["chaos 10000", "outage", "fleet", "fuzz 1000000", "busy 5", "notices", "release", "roots"];
    let roots = "roots bookworm bullseye";
    let small = ["chaos 300", "outage", "fleet", "fuzz 2000", "busy 1", "notices", "release", roots];
    let cases = [("none", "300 2000 1 bookworm bullseye", small, true), ("fuzz", "", full, false)];
    for (failing, sizes, wanted, passes) in cases {
        let home = tempfile::tempdir().unwrap();
        let clone = home.path().join("clone");
        fs::create_dir_all(clone.join("tests")).unwrap();
        fs::create_dir(clone.join(".ci")).unwrap();
        fs::write(clone.join(".ci/tools"), "echo tools $*").unwrap();
        let script = clone.join("tests/release-check.sh");
        fs::copy(project_root().join("tests/release-check.sh"), &script).unwrap();
        let programs = home.path().join("programs");
        write_program(&programs.join("just"), &format!("echo just $*; [ $1 != {failing} ]"));
        write_program(&programs.join("git"), "");
        for tool in ["bash", "dirname"] {
            symlink(Path::new("/usr/bin").join(tool), programs.join(tool)).unwrap();
        }
        let mut command = Command::new("/usr/bin/bash");
        let output = command.arg(&script).args(sizes.split_whitespace()).env_clear().env("PATH", programs).output();
        let output = output.unwrap();
        assert_eq!(output.status.success(), passes, "{output:?}");
        let text = String::from_utf8_lossy(&output.stdout);
        let started: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("just ")).collect();
        assert_eq!(started, wanted);
        let justfile = fs::read_to_string(project_root().join("justfile")).unwrap();
        let results = text.lines().skip_while(|line| *line != "== done").skip(1);
        for (part, result) in started.iter().zip(results) {
            let name = part.split(' ').next().unwrap();
            let ends = if name == failing { "FAILED" } else { "passed" };
            assert!(result.starts_with(name) && result.contains(ends), "{result}");
            let is_recipe = |line: &str| line.split([' ', ':']).next() == Some(name);
            assert!(justfile.lines().any(is_recipe), "{name} is no recipe");
        }
        assert!(text.contains("tools release"), "{text}");
    }
}
