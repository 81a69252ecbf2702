//! The place of the installed program, which the account, the keys and the files of `assets` name.

use std::env;
use std::path::Path;

use crate::settings::Paths;

/// The place of the package.
const PACKAGED: &str = "/usr/bin/frontdesk";
/// The place of `packaging/install.sh` and `frontdesk init`.
const LOCAL: &str = "/usr/local/bin/frontdesk";
/// What the files of `assets` have in place of the path.
const PLACEHOLDER: &str = "@PROGRAM@";

/// Returns the path of the installed program: the running one, else one that is there, else the place for a new one.
pub(super) fn program() -> &'static str {
    let running = env::current_exe().ok();
    place(running.as_deref(), |path| Paths::in_system(path).exists())
}

/// Returns a file of `assets` with the path of the installed program.
pub(super) fn with_program(asset: &str) -> String {
    asset.replace(PLACEHOLDER, program())
}

fn place(running: Option<&Path>, is_there: impl Fn(&str) -> bool) -> &'static str {
    let places = [PACKAGED, LOCAL];
    let is_running = |place: &&str| running == Some(Path::new(place));
    let found = places.into_iter().find(is_running).or_else(|| places.into_iter().find(|place| is_there(place)));
    found.unwrap_or(LOCAL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_running_program_comes_first_then_an_installed_one() {
        for (running, installed, expected) in [
            (Some(PACKAGED), &[LOCAL, PACKAGED][..], PACKAGED),
            (Some(LOCAL), &[LOCAL, PACKAGED], LOCAL),
            (Some("/root/target/dist/frontdesk"), &[PACKAGED], PACKAGED),
            (Some("/home/aysel/.cargo/bin/frontdesk"), &[LOCAL], LOCAL),
            (Some("/root/target/dist/frontdesk"), &[], LOCAL),
            (None, &[LOCAL, PACKAGED], PACKAGED),
        ] {
            assert_eq!(place(running.map(Path::new), |path| installed.contains(&path)), expected, "{running:?}");
        }
    }
}
