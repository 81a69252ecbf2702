//! `frontdesk --version`: number, commit and day of the build, from a clone and from an archive.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;

use crate::support::files::project_root;
use crate::support::program::{program, stdout};

#[test]
fn the_version_has_a_number_a_commit_and_a_day() {
    let home = tempfile::tempdir().unwrap();
    let text = stdout(&program(home.path()).arg("--version").output().unwrap());
    let shape = r"^frontdesk \d+\.\d+\.\d+ \((unknown commit|commit ([0-9a-f]{10,40})), built \d{4}-\d\d-\d\d\)\n$";
    let parts = Regex::new(shape).unwrap().captures(&text).unwrap_or_else(|| panic!("{text:?}"));
    let commit = parts.get(2).map(|commit| commit.as_str().to_owned());
    assert_eq!(commit.is_some(), project_root().join(".git").exists(), "{text}");
    if let Some(commit) = commit {
        let known = git(project_root(), &["cat-file", "-t", &commit]);
        assert_eq!(known, "commit", "{text}");
    }
}

fn git(directory: &Path, arguments: &[&str]) -> String {
    let settings = ["-c", "safe.directory=*", "-c", "user.name=test", "-c", "user.email=test@example.org"];
    let output = Command::new("git").args(settings).args(arguments).current_dir(directory).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// The compiled build script: the newest, beside the output directory of this build.
fn build_script() -> PathBuf {
    let builds = Path::new(env!("OUT_DIR")).ancestors().nth(2).unwrap();
    let folders = fs::read_dir(builds).unwrap().map(|entry| entry.unwrap());
    let own = folders.filter(|folder| folder.file_name().to_string_lossy().starts_with("frontdesk-"));
    let scripts = own.map(|folder| folder.path().join("build-script-build")).filter(|path| path.exists());
    scripts.max_by_key(|path| path.metadata().unwrap().modified().unwrap()).unwrap()
}

/// Runs the build script in a directory with the sources that it reads. Returns its instructions for Cargo.
fn instructions(directory: &Path, epoch: Option<&str>) -> Vec<String> {
    for file in ["assets/locales/en.ftl", "assets/locales/technician/en.ftl"] {
        let copy = directory.join(file);
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::copy(project_root().join(file), copy).unwrap();
    }
    let mut script = Command::new(build_script());
    script.current_dir(directory).env("OUT_DIR", directory).env_remove("SOURCE_DATE_EPOCH");
    if let Some(epoch) = epoch {
        script.env("SOURCE_DATE_EPOCH", epoch);
    }
    // As in a hook of Git.
    script.env("GIT_DIR", "/nowhere");
    let output = script.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    stdout(&output).lines().map(str::to_owned).collect()
}

fn value<'a>(instructions: &'a [String], name: &str) -> &'a str {
    let prefix = format!("cargo::rustc-env={name}=");
    instructions.iter().find_map(|line| line.strip_prefix(&prefix)).unwrap()
}

#[test]
fn an_archive_has_an_unknown_commit_also_inside_another_clone() {
    let home = tempfile::tempdir().unwrap();
    let inner = home.path().join("vendor/frontdesk");
    fs::create_dir_all(&inner).unwrap();
    assert_eq!(value(&instructions(&inner, None), "FRONTDESK_COMMIT"), "");
    git(home.path(), &["init", "-q"]);
    git(home.path(), &["commit", "-q", "--allow-empty", "-m", "outer"]);
    assert_eq!(value(&instructions(&inner, None), "FRONTDESK_COMMIT"), "");
    // A clone without a commit.
    git(&inner, &["init", "-q"]);
    assert_eq!(value(&instructions(&inner, None), "FRONTDESK_COMMIT"), "");
}

#[test]
fn a_clone_and_a_worktree_have_their_commit_and_watch_files_that_exist() {
    let home = tempfile::tempdir().unwrap();
    let (clone, worktree) = (home.path().join("clone"), home.path().join("worktree"));
    fs::create_dir(&clone).unwrap();
    git(&clone, &["init", "-q"]);
    git(&clone, &["commit", "-q", "--allow-empty", "-m", "first"]);
    git(&clone, &["worktree", "add", "-q", worktree.to_str().unwrap()]);
    git(&worktree, &["commit", "-q", "--allow-empty", "-m", "second"]);
    for directory in [&clone, &worktree] {
        fs::write(directory.join("build.rs"), "").unwrap();
        let instructions = instructions(directory, None);
        let head = git(directory, &["rev-parse", "HEAD"]);
        let commit = value(&instructions, "FRONTDESK_COMMIT");
        assert!(head.starts_with(commit) && commit.len() >= 10, "{head} {commit}");
        let watched: Vec<_> =
            instructions.iter().filter_map(|line| line.strip_prefix("cargo::rerun-if-changed=")).collect();
        assert!(watched.iter().any(|path| path.ends_with("logs/HEAD")), "{watched:?}");
        for path in watched {
            assert!(directory.join(path).exists(), "{path} is not there, so each build would run the script again");
        }
    }
}

#[test]
fn the_day_of_the_build_can_be_set_for_a_reproducible_build() {
    let home = tempfile::tempdir().unwrap();
    for (epoch, built) in [("1700000000", "1699920000"), ("0", "0"), (" 86400\n", "86400")] {
        assert_eq!(value(&instructions(home.path(), Some(epoch)), "FRONTDESK_BUILT"), built, "{epoch:?}");
    }
}
