mod customer;
mod group;
mod import;
mod json_line;
mod lines;
mod outcome;
mod registrar;

use crate::delivery::Connection;
use crate::settings::Settings;

pub(super) use outcome::not_tried;
use registrar::{Registrar, random_cid};

use super::output::print_message;
use super::{AddArguments, CommandError, Exit, block_on, print_outcome, print_training_banner};

/// Runs `frontdesk add`, which registers customers with the code of the desk.
pub(super) fn run(arguments: &AddArguments, settings: Settings) -> Result<Exit, CommandError> {
    if arguments.stdin {
        print_training_banner(&settings);
        return import::run(settings);
    }
    let training = settings.api.is_training();
    if !arguments.json {
        print_training_banner(&settings);
    }
    let say = settings.desk.language.locale();
    let cid = arguments.cid.map_or_else(random_cid, Ok)?;
    let mut registrar = Registrar::new(settings.desk, settings.outbox, Connection::new(settings.api), None);
    let answer = block_on(registrar.register(cid, &arguments.customer, |_| {}))?;
    if let Some(warning) = answer.warning_in_words(say).filter(|_| !arguments.json) {
        print_message(&warning);
    }
    print_outcome(answer.outcome.status().exit, &answer.in_words(say), arguments.json.then(|| answer.as_json(training)))
}
