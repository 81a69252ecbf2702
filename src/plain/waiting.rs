//! The waiting list: printed with numbers. A number opens a row, `d` and a number deletes it.

use crate::app::{Effect, Intent, Notice, Overlay, OverlayKind, Selection, SetAside};
use crate::domain::{Cid, Progress};

use super::command::{row_to_delete, yes_or_no};
use super::step::{Awaited, Step};
use super::words::sentence;
use super::{Conversation, Failure};

impl Conversation {
    /// Opens the waiting list.
    pub(super) fn open_list(&mut self) {
        self.intend(Intent::Open(OverlayKind::WaitingList));
        if self.is_list_open() {
            self.has_rows = false;
            self.step = Step::Await(Awaited::List);
        }
    }

    /// Prints the waiting list, which has come.
    pub(super) fn print_list(&mut self) {
        // The list shows what the notice says.
        self.seen_notice.clone_from(&self.model.notice);
        // A line typed before cannot have known the numbers.
        self.reply.drops_typed_ahead = true;
        let rows = self.words().waiting_rows();
        if rows.is_empty() {
            self.print_line(&self.say.waiting_none());
            return self.leave_overlay();
        }
        for (at, (row, error)) in (1_usize..).zip(&rows) {
            let parts = [sentence(row.clone())].into_iter().chain(error.clone().map(sentence));
            self.print_line(&self.say.plain_row(at, parts.collect::<Vec<_>>().join(" ")));
        }
        self.listed = (0..rows.len()).filter_map(|at| self.model.waiting_row(at)).collect();
        self.asked = None;
        self.step = Step::Row;
    }

    /// Takes the number of a row to open or, after `d`, to delete.
    pub(super) fn answer_row(&mut self, line: &str) {
        let to_delete = row_to_delete(line, self.say);
        let number = to_delete.unwrap_or(line).parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let chosen = number.and_then(|at| self.listed.get(at)).copied();
        match chosen {
            None => self.error(&self.say.plain_which_again()),
            Some(cid) if self.model.row_of(cid).is_some() => {
                self.intend(Intent::Select(Selection::Row(cid)));
                if to_delete.is_some() {
                    self.intend(Intent::Delete);
                    self.step = Step::Delete(cid);
                } else {
                    self.open_row(cid);
                }
            }
            // It was sent or deleted since the list was printed.
            Some(_) => self.error(&self.say.plain_not_openable()),
        }
    }

    fn open_row(&mut self, cid: Cid) {
        let form = self.model.form().cid();
        self.intend(Intent::Confirm);
        if self.model.form().cid() != form {
            self.on_opened(true);
        } else if self.reply.outcome.effects.iter().any(|effect| matches!(effect, Effect::OpenRefused(_))) {
            // The form comes as a message. A line before it would go into the form that is open now.
            self.step = Step::Await(Awaited::Opened(cid));
        } else if self.is_list_open() {
            self.seen_notice.clone_from(&self.model.notice);
            self.error(&self.say.notice_not_editable());
        } else {
            // It is the form that is open already.
            self.on_opened(true);
        }
    }

    /// Takes the answer to the question whether to delete a row.
    pub(super) fn answer_delete(&mut self, cid: Cid, line: &str) {
        let is_asked = matches!(self.model.overlay, Some(Overlay::Waiting { deleting: Some(of), .. }) if of == cid);
        self.step = Step::Row;
        match yes_or_no(line, self.say) {
            Some(true) if is_asked => {
                let row = self.row_words(cid);
                self.intend(Intent::Confirm);
                self.print_line(&self.say.plain_deleted(row));
                self.print_list();
            }
            Some(true) => self.error(&self.say.plain_not_openable()),
            Some(false) => {
                self.intend(Intent::Dismiss);
                self.print_line(&self.say.plain_kept());
            }
            None => {
                self.error(&self.say.plain_delete_again());
                self.step = Step::Delete(cid);
            }
        }
    }

    /// Returns the words of a row of the list as it was printed.
    pub(super) fn row_words(&self, cid: Cid) -> String {
        let rows = self.listed.iter().zip(self.words().waiting_rows());
        rows.into_iter().find(|(listed, _)| **listed == cid).map(|(_, (row, _))| row).unwrap_or_default()
    }

    /// Returns true if this row can be opened: a registration that was rejected and is not corrected yet.
    pub(super) fn is_rejected(&self, cid: Cid) -> bool {
        self.model.outbox_rows().any(|row| row.cid == cid && row.state == Progress::Refused)
    }

    /// Returns true if this row can be opened: a draft or a rejected registration.
    pub(super) fn is_openable(&self, cid: Cid) -> bool {
        self.is_rejected(cid) || self.model.listed_drafts.iter().any(|form| form.cid() == cid)
    }

    /// Reports that the registration of the row is not rejected any more, or cannot be read.
    pub(super) fn on_not_opened(&mut self) {
        self.error(&self.say.plain_not_openable());
        self.step = self.return_to;
    }

    /// Says whose form has come to the screen and why, and asks for its field. A form that came from the list is no
    /// error that stops a pipe.
    pub(super) fn on_opened(&mut self, is_from_list: bool) {
        let form = self.model.form();
        let notice = self.model.notice.clone();
        let name = SetAside::from(form).name.map(|name| name.to_string());
        let field = form.focus();
        let is_marked = form.server_error(field).is_some();
        let failure = self.failure_of_notice();
        if self.seen_notice != notice && !matches!(notice, Some(Notice::Refused(_))) {
            self.print_notice();
        }
        self.seen_notice.clone_from(&notice);
        let is_answer = !is_from_list && failure.is_some();
        match (&name, is_answer) {
            (Some(name), true) => self.print_line(&self.say.plain_not_registered(name.as_str())),
            (Some(name), false) => self.print_line(&self.say.plain_opened(name.as_str())),
            (None, _) => self.print_line(&self.say.plain_opened_nameless()),
        }
        match notice {
            _ if is_marked => self.print_status(field),
            Some(Notice::Refused(error) | Notice::SetAside { refused: Some(error), .. }) => {
                self.error(&self.say.api_error(&error));
            }
            _ => {}
        }
        self.reply.drops_typed_ahead = true;
        self.reply.failure = failure.filter(|_| is_answer);
        self.filled = None;
        self.asked = None;
        self.step = Step::after_focus(field);
    }

    pub(super) fn failure_of_notice(&self) -> Option<Failure> {
        match &self.model.notice {
            Some(Notice::Refused(error) | Notice::RefusedEarlier { error, .. }) => {
                Some(Failure::Rejected(error.clone()))
            }
            Some(Notice::NotSaved(_)) => Some(Failure::NotStored),
            _ => None,
        }
    }
}
