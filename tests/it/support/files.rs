use std::fs;
use std::path::{Path, PathBuf};

/// Returns the root folder of the project.
pub fn project_root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Lists the files with this extension in a folder and in the folders below it.
pub fn files_with_extension(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_with_extension(&path, extension));
        } else if path.extension().is_some_and(|other| other == extension) {
            files.push(path);
        }
    }
    files
}

/// Returns the release build of the program, which `just ci-extra` makes.
pub fn release_binary() -> PathBuf {
    let binary = project_root().join("target/release/frontdesk");
    assert!(binary.is_file(), "{} is missing: `just ci-extra` builds it", binary.display());
    binary
}
