//! The program: everything it does is in the library, see `frontdesk::cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    frontdesk::cli::main()
}
