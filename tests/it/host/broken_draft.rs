//! A draft whose file is damaged: it is quarantined, and a message informs the cashier.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::pty::{Desk, command};

fn drafts(home: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(home.join("state/training/drafts")).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn an_unreadable_draft_is_quarantined_and_reported() {
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
        // The signal ends the desk, which saves the draft.
        desk.signal("TERM");
        desk.end();
        let [draft] = <[PathBuf; 1]>::try_from(drafts(home.path())).unwrap();
        fs::write(&draft, content).unwrap();

        let mut desk = Desk::spawn(command(home.path(), arguments), 80, 24);
        desk.wait_for("cannot be read");
        desk.signal("TERM");
        desk.end();
        let [quarantined] = <[PathBuf; 1]>::try_from(drafts(home.path())).unwrap();
        assert!(quarantined.file_name().unwrap().to_str().unwrap().starts_with("unreadable-"), "{quarantined:?}");
        assert_eq!(fs::read(quarantined).unwrap(), content);
    }
}
