//! A half-typed form whose file is damaged: kept aside, and the cashier is told.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::pty::{Desk, command};

fn drafts(home: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(home.join("state/training/drafts")).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn a_draft_that_cannot_be_read_is_kept_and_said() {
    for (arguments, content) in [
        (&[][..], &b""[..]),
        (&[], b"[{\"cid\""),
        (&[], b"\xff\xfe"),
        (&[], &[0; 4096]),
        (&["--plain"], b"not a draft"),
    ] {
        let home = tempfile::tempdir().unwrap();
        let mut desk = Desk::open(home.path());
        desk.wait_for("Main venue");
        desk.types("0501234567");
        // Ends by a signal: what is typed is on the disk.
        desk.signal("TERM");
        desk.end();
        let [draft] = <[PathBuf; 1]>::try_from(drafts(home.path())).unwrap();
        fs::write(&draft, content).unwrap();

        let mut desk = Desk::spawn(command(home.path(), arguments), 80, 24);
        desk.wait_for("cannot be read");
        desk.signal("TERM");
        desk.end();
        let [kept] = <[PathBuf; 1]>::try_from(drafts(home.path())).unwrap();
        assert!(kept.file_name().unwrap().to_str().unwrap().starts_with("unreadable-"), "{kept:?}");
        assert_eq!(fs::read(kept).unwrap(), content);
    }
}
