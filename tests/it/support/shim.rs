//! Shared libraries in C that are preloaded into the program to simulate a faulty machine. The C compiler of the build
//! compiles them.

use std::path::Path;
use std::process::Command;

use tempfile::TempPath;

/// Compiles a C file, named relative to `tests/it`.
pub fn compile(source: &str) -> TempPath {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it").join(source);
    // An example has no directory of its own.
    let directory = option_env!("CARGO_TARGET_TMPDIR").map_or_else(std::env::temp_dir, Into::into);
    let library = tempfile::Builder::new().suffix(".so").tempfile_in(directory).unwrap();
    let library = library.into_temp_path();
    let status =
        Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).arg("-ldl").status();
    assert!(status.expect("the C compiler").success());
    library
}
