use crate::customer::Trouble;
use crate::form::Groups;

use super::{Command, Model, Msg, press, save};

/// One step of the desk: what happened, what becomes of the model, what is to be done.
///
/// A message that fits no state (an answer to a registration that is not awaited) changes nothing: no state of
/// the desk fails.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Command> {
    match msg {
        Msg::Key { key, at } => return press::key(model, key, at),
        Msg::Paste(pasted) => press::paste(model, &pasted.0),
        Msg::Today(today) => model.desk.rules.today = today,
        Msg::Venue(name) => model.desk.venue = Some(name),
        Msg::Groups(answer) => groups(model, answer),
        Msg::Answered { cid, outcome, took } => save::answered(model, cid, outcome, took),
        Msg::HangUp => return vec![Command::Quit],
    }
    Vec::new()
}

/// A list that is known already is better than the trouble of asking for it again.
fn groups(model: &mut Model, answer: Result<Vec<crate::customer::Group>, Trouble>) {
    match (answer, &model.groups) {
        (Ok(groups), _) => model.groups = Groups::Known(groups),
        (Err(_), Groups::Known(_)) => {}
        (Err(trouble), _) => model.groups = Groups::Unknown(trouble),
    }
}
