use std::fs::{self, Metadata};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;

use crate::locale::{Advice, technician};

use super::super::Exit;
use super::problem::Problem;

/// The mode bits of other accounts, and of the group and other accounts.
const OTHERS_READ: u32 = 0o004;
const OTHERS_WRITE: u32 = 0o002;
const GROUP_WRITES: u32 = 0o020;
/// In a directory with this bit, only its owner can replace a file.
const STICKY: u32 = 0o1000;

/// Checks that no other account can read the secrets of the settings file, or change the file. Its directories count,
/// because who can replace a directory can replace the file.
pub(super) fn settings_file(file: Option<&Path>, has_secret: bool) -> Result<String, Problem> {
    let say = technician();
    let Some(file) = file else { return Ok(say.check_permissions_no_file()) };
    let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let target = file.canonicalize().unwrap_or_else(|_| file.clone());
    let good = say.check_permissions_good(file.display().to_string());
    // A device such as /dev/null has no settings, and a pipe is gone.
    let Some(found) = fs::metadata(&target).ok().filter(Metadata::is_file) else { return Ok(good) };
    check_owner(&target, &found)?;
    let mode = found.permissions().mode() & 0o7777;
    if mode & (GROUP_WRITES | OTHERS_WRITE) != 0 {
        return Err(writable(&target, mode));
    }
    if has_secret && mode & OTHERS_READ != 0 {
        return Err(wrong(say.check_permissions_readable(target.display().to_string(), octal(mode))));
    }
    // A link can be replaced as well as the file to which it leads.
    for dir in target.ancestors().skip(1).chain(file.ancestors().skip(1)) {
        let Ok(found) = fs::metadata(dir) else { continue };
        check_owner(dir, &found)?;
        if let Some(mode) = writable_by_others(&found) {
            return Err(writable(dir, mode));
        }
    }
    Ok(good)
}

fn check_owner(path: &Path, found: &Metadata) -> Result<(), Problem> {
    let owner = found.uid();
    if owner == 0 || owner == rustix::process::geteuid().as_raw() {
        return Ok(());
    }
    Err(wrong(technician().check_permissions_owner(path.display().to_string(), owner.to_string())))
}

/// Other accounts can change the settings file or a directory above it.
fn writable(path: &Path, mode: u32) -> Problem {
    wrong(technician().check_permissions_writable(path.display().to_string(), octal(mode)))
}

const fn wrong(advice: Advice) -> Problem {
    Problem::error(Exit::Usage, advice)
}

fn octal(mode: u32) -> String {
    format!("{mode:04o}")
}

/// Returns the mode of a directory in which other accounts can replace files.
fn writable_by_others(found: &Metadata) -> Option<u32> {
    let mode = found.permissions().mode() & 0o7777;
    // On many systems each account has a group of its own, with the same number.
    let has_own_group = found.gid() == found.uid();
    let bits = if has_own_group { OTHERS_WRITE } else { OTHERS_WRITE | GROUP_WRITES };
    (mode & bits != 0 && mode & STICKY == 0).then_some(mode)
}
