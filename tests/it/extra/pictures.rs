use std::fs;
use std::process::Command;

use crate::support::files::{files_with_extension, project_root, release_binary};

#[test]
#[ignore = "second tier: builds an example, and types four scenes"]
fn the_pictures_of_the_readme_can_be_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut pictures = Command::new(env!("CARGO"));
    pictures.current_dir(project_root()).args(["run", "--quiet", "--locked", "--example", "pictures", "--"]);
    let status = pictures.arg(release_binary()).arg(folder.path()).status().unwrap();
    assert!(status.success());
    let names = |folder: &std::path::Path| -> Vec<_> {
        let files = files_with_extension(folder, "svg").into_iter();
        let mut names: Vec<_> = files.map(|file| file.file_name().unwrap().to_owned()).collect();
        names.sort_unstable();
        names
    };
    assert_eq!(names(folder.path()), names(&project_root().join("assets/screenshots")));
    let conflict = fs::read_to_string(folder.path().join("conflict.svg")).unwrap();
    assert!(conflict.contains("Aysel Məmmədova"), "{conflict}");
}
