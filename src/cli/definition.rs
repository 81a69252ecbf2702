//! What is made of the command line's definition: the manual page and the shells' completions.

use std::io::{self, Write as _};
use std::path::Path;

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::locale::Locale;

use super::{Arguments, Exit, failed};

/// `frontdesk man`: the program's page is printed, or a page for each command is written.
pub(super) fn manual(directory: Option<&Path>) -> Exit {
    let command = Arguments::command();
    let Some(directory) = directory else {
        let mut page = Vec::new();
        return match clap_mangen::Man::new(command).render(&mut page) {
            Ok(()) => print(&page),
            Err(error) => failed(Exit::Failed, &error.to_string()),
        };
    };
    match clap_mangen::generate_to(command, directory) {
        Ok(()) => Exit::Done,
        Err(error) => {
            let words = Locale::english().setting_unwritable(directory.display().to_string(), error.to_string());
            failed(Exit::Failed, &words)
        }
    }
}

/// `frontdesk completions SHELL`
pub(super) fn completions(shell: Shell) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "frontdesk", &mut script);
    print(&script)
}

fn print(bytes: &[u8]) -> Exit {
    match io::stdout().write_all(bytes) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => failed(Exit::Failed, &error.to_string()),
        _ => Exit::Done,
    }
}
