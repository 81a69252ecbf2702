//! Drafts on the disk: they are saved, erased, and offered to the same cashier after the desk that saved them has
//! ended.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::{Arc, Barrier};
use std::thread;

use frontdesk::domain::{Draft, StorageError};
use frontdesk::outbox::{Cashier, Drafts, LeftDrafts, Owner};

use crate::support::outbox::{cid, files_with};

fn desk(dir: &Path, cashier: &str) -> Drafts {
    Drafts::open(dir, Arc::new(Owner::register(dir).unwrap()), &Cashier::new(cashier)).unwrap()
}

fn draft(number: u32) -> Draft {
    let texts = [("phone", format!("050 {number:07}")), ("name", "aysel".to_owned())];
    Draft { cid: cid(number), texts: texts.map(|(field, text)| (field.to_owned(), text)).into(), stats: None }
}

fn left_drafts(drafts: &[u32]) -> LeftDrafts {
    LeftDrafts { drafts: drafts.iter().copied().map(draft).collect(), unreadable: vec![] }
}

fn draft_files(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir.join("drafts")).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn drafts_of_an_ended_desk_are_offered_at_the_next_start() {
    let home = tempfile::tempdir().unwrap();
    desk(home.path(), "leyla").write(&[draft(1), draft(2)]).unwrap();
    assert_eq!(desk(home.path(), "leyla").take_over().unwrap(), left_drafts(&[1, 2]));
    // They were neither registered nor cleared, so they are offered again.
    assert_eq!(desk(home.path(), "leyla").take_over().unwrap(), left_drafts(&[1, 2]));
    assert_eq!(draft_files(home.path()).len(), 1);
}

#[test]
fn drafts_are_offered_to_the_same_cashier_only() {
    let home = tempfile::tempdir().unwrap();
    desk(home.path(), "leyla").write(&[draft(1)]).unwrap();
    for other in ["", "rauf", "leyl", "leyla2", "LEYLA"] {
        assert_eq!(desk(home.path(), other).take_over().unwrap(), left_drafts(&[]), "{other}");
    }
    assert_eq!(desk(home.path(), " leyla ").take_over().unwrap(), left_drafts(&[1]));
}

#[test]
fn drafts_of_a_running_desk_are_not_offered() {
    let home = tempfile::tempdir().unwrap();
    let running = desk(home.path(), "leyla");
    running.write(&[draft(1)]).unwrap();
    let beside = desk(home.path(), "leyla");
    assert_eq!(beside.take_over().unwrap(), left_drafts(&[]));
    beside.write(&[draft(2)]).unwrap();
    running.write(&[draft(3)]).unwrap();
    drop(running);
    drop(beside);
    let mut both = desk(home.path(), "leyla").take_over().unwrap().drafts;
    both.sort_by_key(|draft| draft.cid);
    let mut expected = vec![draft(2), draft(3)];
    expected.sort_by_key(|draft| draft.cid);
    assert_eq!(both, expected);
}

#[test]
fn a_cleared_draft_is_in_no_file() {
    let home = tempfile::tempdir().unwrap();
    let running = desk(home.path(), "leyla");
    running.write(&[draft(1)]).unwrap();
    assert_eq!(files_with(home.path(), &["050 0000001".to_owned()]).len(), 1);
    running.clear().unwrap();
    running.clear().unwrap();
    assert_eq!(files_with(home.path(), &["050 0000001".to_owned()]), Vec::<String>::new());
    running.write(&[draft(1)]).unwrap();
    running.write(&[]).unwrap();
    assert!(draft_files(home.path()).is_empty());
}

#[test]
fn draft_files_are_private_and_have_no_personal_data_in_their_names() {
    let home = tempfile::tempdir().unwrap();
    let desk = desk(home.path(), "leyla/../../x");
    desk.write(&[draft(1)]).unwrap();
    let files = draft_files(home.path());
    assert_eq!(files.len(), 1);
    assert!(!files[0].contains("leyla") && !files[0].contains("000001"), "{files:?}");
    let path = home.path().join("drafts").join(&files[0]);
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(home.path().join("drafts").metadata().unwrap().permissions().mode() & 0o777, 0o700);
    let text = format!("{desk:?} {:?}", draft(1));
    assert!(!text.contains("leyla") && !text.contains("aysel") && !text.contains("0501234"), "{text}");
}

#[test]
fn every_text_comes_back_as_typed() {
    let home = tempfile::tempdir().unwrap();
    let texts: BTreeMap<_, _> = [("name", "Ə 漢 🙂 \"\\ \u{301}"), ("note", ""), ("email", "a@"), ("group_id", "2")]
        .map(|(field, text)| (field.to_owned(), text.to_owned()))
        .into();
    let draft = Draft { cid: cid(1), texts, stats: None };
    desk(home.path(), "leyla").write(std::slice::from_ref(&draft)).unwrap();
    assert_eq!(desk(home.path(), "leyla").take_over().unwrap().drafts, [draft]);
}

#[test]
fn an_unreadable_draft_is_renamed_and_not_read_again() {
    let whole = serde_json::to_string(&draft(1)).unwrap();
    let large = format!("[{whole},{{\"x\":\"{}\"}}]", "x".repeat(1_000_000));
    let partly = format!("[{whole},{{\"cid\":\"x\",\"texts\":{{}}}}]");
    let contents: &[(&[u8], &[u32])] = &[
        (b"", &[]),
        (b"[", &[]),
        (b"{}", &[]),
        (b"null", &[]),
        (b"\xff\xfe\x00", &[]),
        (&[0; 500], &[]),
        (b"[{\"cid\":\"x\",\"texts\":{}}]", &[]),
        (large.as_bytes(), &[]),
        // The readable draft is offered.
        (partly.as_bytes(), &[1]),
    ];
    for (content, readable) in contents {
        let home = tempfile::tempdir().unwrap();
        desk(home.path(), "leyla").write(&[draft(1)]).unwrap();
        let path = home.path().join("drafts").join(&draft_files(home.path())[0]);
        fs::write(path, content).unwrap();
        let found = desk(home.path(), "leyla").take_over().unwrap();
        assert_eq!(found.drafts, left_drafts(readable).drafts);
        let [renamed] = found.unreadable.as_slice() else { panic!("{found:?}") };
        assert_eq!(fs::read(renamed).unwrap(), *content);
        assert!(renamed.file_name().unwrap().to_str().unwrap().starts_with("unreadable-"), "{renamed:?}");
        assert_eq!(desk(home.path(), "leyla").take_over().unwrap(), left_drafts(readable));
        assert!(renamed.exists());
    }
}

#[test]
fn all_unreadable_drafts_of_a_cashier_get_different_names() {
    let home = tempfile::tempdir().unwrap();
    let desks: Vec<Drafts> = (1..=3).map(|_| desk(home.path(), "leyla")).collect();
    for desk in &desks {
        desk.write(&[draft(1)]).unwrap();
    }
    drop(desks);
    for name in draft_files(home.path()) {
        fs::write(home.path().join("drafts").join(&name), &name).unwrap();
    }
    let unreadable = desk(home.path(), "leyla").take_over().unwrap().unreadable;
    let contents: std::collections::BTreeSet<_> = unreadable.iter().map(|path| fs::read(path).unwrap()).collect();
    assert_eq!((unreadable.len(), contents.len()), (3, 3));
}

#[test]
fn the_partial_file_of_a_crash_is_removed() {
    let home = tempfile::tempdir().unwrap();
    desk(home.path(), "leyla").write(&[draft(1)]).unwrap();
    let name = draft_files(home.path()).remove(0);
    let partial_file = home.path().join("drafts").join(format!(".{}-Xy12Zq", name.trim_end_matches(".draft")));
    fs::write(&partial_file, "[{\"cid\"").unwrap();
    // The file of another cashier stays.
    let file_of_another_cashier = home.path().join("drafts/.0123456789abcdef-00000000000000000000000000000000-a");
    fs::write(&file_of_another_cashier, "").unwrap();
    assert_eq!(desk(home.path(), "leyla").take_over().unwrap(), left_drafts(&[1]));
    assert!(!partial_file.exists() && file_of_another_cashier.exists());
}

#[test]
fn a_crash_while_drafts_are_taken_over_offers_each_once() {
    let home = tempfile::tempdir().unwrap();
    desk(home.path(), "leyla").write(&[draft(1), draft(2)]).unwrap();
    let name = draft_files(home.path()).remove(0);
    let content = fs::read(home.path().join("drafts").join(&name)).unwrap();
    let second = desk(home.path(), "leyla");
    second.take_over().unwrap();
    // The state after a crash before the file of the first desk was removed.
    fs::write(home.path().join("drafts").join(&name), content).unwrap();
    drop(second);
    assert_eq!(desk(home.path(), "leyla").take_over().unwrap().drafts.len(), 2);
    assert_eq!(draft_files(home.path()).len(), 1);
}

#[test]
fn one_of_several_desks_that_start_together_gets_the_draft() {
    for _ in 0..20 {
        let home = tempfile::tempdir().unwrap();
        desk(home.path(), "leyla").write(&[draft(1)]).unwrap();
        let start = Barrier::new(4);
        let offered: usize = thread::scope(|scope| {
            let desks: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        let desk = desk(home.path(), "leyla");
                        start.wait();
                        let offered = desk.take_over();
                        // All desks run until each has tried.
                        start.wait();
                        offered.unwrap().drafts.len()
                    })
                })
                .collect();
            desks.into_iter().map(|desk| desk.join().unwrap()).sum()
        });
        assert_eq!(offered, 1);
    }
}

#[test]
fn a_drafts_directory_that_cannot_be_written_is_an_error() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("drafts"), "a file in the place of the directory").unwrap();
    let owner = Arc::new(Owner::register(home.path()).unwrap());
    let error = Drafts::open(home.path(), owner, &Cashier::new("leyla")).unwrap_err();
    assert_eq!(error, StorageError::NotWritable.into());
    fs::remove_file(home.path().join("drafts")).unwrap();
    let running = desk(home.path(), "leyla");
    fs::remove_dir_all(home.path().join("drafts")).unwrap();
    assert!(running.write(&[draft(1)]).is_err());
}
