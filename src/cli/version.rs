use std::sync::LazyLock;

use crate::clock;
use crate::locale::technician;

/// Returns the version with the commit and the day of the build.
pub(super) fn version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        let (say, number, built) = (technician(), env!("CARGO_PKG_VERSION"), clock::build_date().to_string());
        match env!("FRONTDESK_COMMIT") {
            "" => say.cli_version_unknown_commit(number, built),
            commit => say.cli_version(number, commit, built),
        }
    });
    &VERSION
}
