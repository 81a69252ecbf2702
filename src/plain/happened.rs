//! A dialogue line by line: messages that come without a line.

use crate::app::{Exit, FormState, Msg, Notice};
use crate::domain::PhoneLookup;
use crate::form::{FormField, Groups};

use super::conversation::{Awaited, Step};
use super::{Conversation, Failure, Reply};

impl Conversation {
    /// Takes a message and prints what the cashier must know.
    pub fn on_message(&mut self, msg: Msg) -> Reply {
        let form = self.model.form().cid();
        let listed = matches!(msg, Msg::WaitingRows(_));
        self.has_rows |= listed;
        self.has_drafts |= matches!(msg, Msg::DraftsFound(_));
        let (was_opening, disk) = (self.is_opening, matches!(msg, Msg::Disk(_)));
        let looked_up = matches!(msg, Msg::LookedUp { .. });
        self.feed(msg);
        if self.reply.outcome.exit == Some(Exit::Quit) {
            return self.end();
        }
        match self.step {
            Step::Await(Awaited::Groups) if !matches!(self.model.groups, Groups::Loading) => {
                self.reply.drops_typed_ahead = true;
                self.step = Step::Field(FormField::Group);
            }
            Step::Await(Awaited::Answer) if matches!(self.model.stage, FormState::Editing { .. }) => self.on_answer(),
            Step::Await(Awaited::List) if self.has_rows && self.has_drafts => self.print_list(),
            Step::Field(_) | Step::Confirm | Step::Await(Awaited::Opened) if self.model.form().cid() != form => {
                self.on_opened();
            }
            Step::Await(Awaited::Opened) if listed || disk => self.on_not_opened(),
            Step::Await(Awaited::Found) if self.has_found() => self.print_found(),
            Step::Await(_) => return self.take_reply(),
            Step::Field(_) | Step::Confirm if looked_up => {
                if !matches!(self.model.lookups.status(), Some(Ok(PhoneLookup::Registered(_)))) {
                    return self.take_reply();
                }
                self.print_line("");
                self.print_status(FormField::Phone);
            }
            Step::Field(_) | Step::Confirm | Step::Row | Step::FoundRow => {
                // A question is open. Its line is interrupted only for a new notice.
                if self.model.notice == self.printed_notice || self.model.notice.is_none() {
                    return self.take_reply();
                }
                self.print_line("");
            }
        }
        self.print_notice();
        if was_opening && !self.is_opening {
            // The form was opened because it has an error. This must not stop a pipe.
            self.reply.failure = None;
        }
        self.ask();
        self.take_reply()
    }

    /// Continues after the answer to a registration: with the rejected field, or with the next customer.
    fn on_answer(&mut self) {
        self.reply.drops_typed_ahead = true;
        let form = self.model.form();
        let (field, blank) = (form.focus(), form.is_blank());
        let marked = field.api_field().is_some_and(|field| form.server_error(field).is_some());
        self.step = if marked {
            // The field's message says more than the notice.
            self.printed_notice.clone_from(&self.model.notice);
            self.print_status(field);
            self.reply.failure = self.failure_of_notice().or(self.reply.failure.take());
            Step::Field(field)
        } else if blank {
            self.print_notice();
            self.print_line("");
            Step::Field(FormField::Phone)
        } else {
            // The error is not about a field. The same form can be sent again.
            Step::Confirm
        };
    }

    /// Prints the notice, unless it was printed already.
    fn print_notice(&mut self) {
        if self.model.notice == self.printed_notice {
            return;
        }
        self.printed_notice = self.model.notice.clone();
        if let Some(message) = self.printed_notice.as_ref().and_then(|notice| self.wording().notice(notice)) {
            let before = self.reply.failure.take();
            self.print_message(message);
            // A notice about the computer or about a waiting registration does not stop a pipe.
            self.reply.failure = self.failure_of_notice().or(before);
        }
    }

    fn failure_of_notice(&self) -> Option<Failure> {
        match &self.model.notice {
            Some(Notice::Refused(error) | Notice::RefusedEarlier { error, .. }) => {
                Some(Failure::Rejected(error.clone()))
            }
            Some(Notice::NotSaved(_)) => Some(Failure::NotStored),
            _ => None,
        }
    }
}
