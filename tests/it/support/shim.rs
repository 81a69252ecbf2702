//! A library that is loaded into the program and makes the computer worse than it is: C, compiled by the compiler that the
//! build needs as well.

use std::path::Path;
use std::process::Command;

use tempfile::TempPath;

/// Compiles a C file of these tests, named from `tests/it`.
pub fn compile(source: &str) -> TempPath {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it").join(source);
    let library = tempfile::Builder::new().suffix(".so").tempfile_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let library = library.into_temp_path();
    let compiled =
        Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).arg("-ldl").status();
    assert!(compiled.expect("the C compiler").success());
    library
}
