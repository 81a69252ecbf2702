use super::*;

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn new_directories_and_files_are_for_their_owner_alone() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("a/b");
    create_dir(&dir).unwrap();
    let files = ["created", "opened", "appended", "replaced", "unsynced"].map(|name| dir.join(name));
    let [created, opened, appended, replaced, unsynced] = &files;
    create_file(created).unwrap();
    open_file(opened).unwrap();
    append_to_file(appended).unwrap();
    replace(replaced, b"new").unwrap();
    replace_unsynced(unsynced, b"new").unwrap();
    assert_eq!([mode(&dir), mode(dir.parent().unwrap())], [0o700; 2]);
    assert_eq!(files.each_ref().map(|file| mode(file)), [0o600; 5]);
    assert_eq!(fs::read_dir(&dir).unwrap().count(), files.len(), "a temporary file is left");
}

#[test]
fn what_exists_keeps_its_content_and_is_restricted_only_on_request() {
    let home = tempfile::tempdir().unwrap();
    let (dir, file) = (home.path().join("dir"), home.path().join("file"));
    fs::create_dir(&dir).unwrap();
    fs::write(&file, "old").unwrap();
    set_mode(&dir, 0o755);
    set_mode(&file, 0o644);
    create_dir(&dir).unwrap();
    create_file(&file).unwrap();
    drop(open_file(&file).unwrap());
    assert_eq!([mode(&dir), mode(&file)], [0o755, 0o644]);
    restrict_dir(&dir).unwrap();
    restrict_file(&file).unwrap();
    assert_eq!([mode(&dir), mode(&file)], [0o700, 0o600]);
    assert_eq!(fs::read(&file).unwrap(), b"old");
    set_mode(&dir, 0o1777);
    restrict_dir(&dir).unwrap();
    assert_eq!(mode(&dir), 0o1777, "a shared directory stays shared");
}

#[test]
fn a_missing_file_is_no_error_where_none_is_needed() {
    let home = tempfile::tempdir().unwrap();
    let missing = home.path().join("missing");
    restrict_file(&missing).unwrap();
    remove(&missing).unwrap();
    rename_if_there(&missing, &home.path().join("other")).unwrap();
    assert!(replace(&missing.join("file"), b"").is_err());
    assert!(create_file(&missing.join("file")).is_err());
}

#[test]
fn an_installed_file_has_its_content_and_mode_and_what_is_right_stays() {
    let home = tempfile::tempdir().unwrap();
    let (file, link) = (home.path().join("file"), home.path().join("link"));
    let access = Access { mode: 0o640, owner: None };
    assert!(install(&file, b"1", access).unwrap());
    assert_eq!((fs::read(&file).unwrap().as_slice(), mode(&file)), (&b"1"[..], 0o640));
    let id = FileId::of_path(&file).unwrap();
    for (present, changed, then) in
        [(0o640, false, 0o640), (0o440, false, 0o440), (0o644, true, 0o640), (0o600, true, 0o640)]
    {
        set_mode(&file, present);
        assert_eq!((install(&file, b"1", access).unwrap(), mode(&file)), (changed, then), "{present:o}");
        assert!(id.is_at(&file));
    }
    std::os::unix::fs::symlink(&file, &link).unwrap();
    assert!(install(&link, b"2", access).unwrap() && link.is_symlink());
    assert_eq!(fs::read(&file).unwrap(), b"2");
    let dir = home.path().join("dir");
    let access = Access { mode: 0o755, owner: None };
    assert!(install_dir(&dir, access).unwrap() && !install_dir(&dir, access).unwrap());
    set_mode(&dir, 0o700);
    assert!(install_dir(&dir, access).unwrap() && mode(&dir) == 0o755);
    assert!(install_dir(&home.path().join("missing/dir"), access).is_err());
}

#[test]
fn a_replaced_file_is_another_one() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("file");
    replace(&path, b"old").unwrap();
    let (old, id) = (File::open(&path).unwrap(), FileId::of_path(&path).unwrap());
    assert!(id.is_at(&path));
    replace(&path, b"new").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert!(!id.is_at(&path));
    assert_eq!(FileId::of_file(&old).unwrap(), id);
}
