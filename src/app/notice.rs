use std::time::Duration;

use crate::domain::{ApiError, Cid, Customer, DisplayText, Draft, Field, StorageError};
use crate::form::{Form, FormField};

use super::model::is_unchanged;
use super::{FormState, Model, Overlay};

/// What the result line says.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// It is registered.
    Registered {
        /// As it was stored.
        customer: Customer,
        /// From save to answer.
        took: Duration,
    },
    /// It is kept and will be sent later.
    Waiting {
        /// Why not now.
        error: ApiError,
        /// How many wait.
        waiting: u64,
    },
    /// The form on the screen was refused.
    Refused(ApiError),
    /// A form that is not on the screen any more was refused; the waiting list has it.
    RefusedEarlier {
        /// Which registration.
        cid: Cid,
        /// Whom it would have registered.
        name: DisplayText,
        /// Why not.
        error: ApiError,
    },
    /// Everything that waited is delivered.
    AllSent,
    /// What was to be opened is on its way: there is nothing to mend.
    NotEditable,
    /// The form on the screen could not even be written down.
    NotSaved(StorageError),
    /// A form that is not on the screen any more could not be written down; the waiting list has it.
    NotSavedEarlier {
        /// Whom it would have registered.
        name: DisplayText,
        /// Why not.
        why: StorageError,
    },
    /// What is typed is not safe from a crash at this moment.
    DraftNotSaved(StorageError),
    /// The disk has an error, though nothing was being saved.
    Disk(StorageError),
    /// The outbox was damaged and a new one begun.
    OutboxQuarantined {
        /// The name of the damaged file. `None` means that it was gone or empty.
        file: Option<DisplayText>,
        /// Whether everything in it could be taken over.
        complete: bool,
    },
    /// Something has waited for longer than it may.
    Overdue {
        /// How many wait.
        waiting: u64,
        /// How long the oldest has waited.
        age: Duration,
    },
    /// The clock of this computer is wrong.
    ClockWrong,
    /// Another process holds the outbox: what is saved waits for it.
    OutboxLocked,
    /// So many files of drafts cannot be read, and are kept.
    DraftsUnreadable(usize),
    /// The registration of which the cashier was asked whether to discard it is not in the list any more.
    RowGone,
    /// Half-typed forms of an earlier run are in the list.
    DraftsFound,
    /// A field has to be mended before it can be saved.
    FixField,
    /// This form waits for the phone library. It is saved when that is loaded, unless it is changed before.
    SavesWhenLoaded(Box<Draft>),
    /// Keys came so fast that the Enter on the button was taken for a part of pasted text.
    EnterAgain,
    /// A letter was typed that cannot be read in the terminal's locale.
    Unreadable,
    /// The field takes no more characters; what went beyond was dropped.
    Full,
    /// The form was cleared; the same key brings it back.
    Cleared,
    /// Nobody typed for so long that the form was put away as a draft.
    Shelved,
    /// It was brought back.
    Restored,
    /// Another form was opened: the one before is in the waiting list.
    SetAside {
        /// The one before.
        form: SetAside,
        /// Why the opened one was refused, if it was.
        refused: Option<ApiError>,
    },
}

/// A form that made room for another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Which.
    pub cid: Cid,
    /// The name that is typed in it, or the phone; `None` if there is neither.
    pub name: Option<DisplayText>,
}

impl From<&Form> for SetAside {
    fn from(form: &Form) -> Self {
        let typed =
            |spot| form.text(spot).filter(|text| !text.is_blank()).map(|text| DisplayText::new(text.value().trim()));
        Self { cid: form.cid(), name: typed(FormField::Name).or_else(|| typed(FormField::Phone)) }
    }
}

/// When a notice ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lifetime {
    /// With the next text that is typed: it is about what was done before.
    UntilTyped,
    /// When its cause is gone.
    UntilSettled,
}

impl Notice {
    /// Returns when it ends, if no other notice replaces it before.
    pub(super) const fn lifetime(&self) -> Lifetime {
        match self {
            Self::Registered { .. }
            | Self::Waiting { .. }
            | Self::AllSent
            | Self::NotEditable
            | Self::Cleared
            | Self::Restored
            | Self::Shelved
            | Self::EnterAgain
            | Self::Full
            | Self::Overdue { .. }
            | Self::SetAside { refused: None, .. } => Lifetime::UntilTyped,
            Self::Refused(_)
            | Self::RefusedEarlier { .. }
            | Self::NotSaved(_)
            | Self::NotSavedEarlier { .. }
            | Self::DraftNotSaved(_)
            | Self::Disk(_)
            | Self::OutboxQuarantined { .. }
            | Self::ClockWrong
            | Self::OutboxLocked
            | Self::DraftsUnreadable(_)
            | Self::RowGone
            | Self::DraftsFound
            | Self::FixField
            | Self::SavesWhenLoaded(_)
            | Self::Unreadable
            | Self::SetAside { refused: Some(_), .. } => Lifetime::UntilSettled,
        }
    }

    /// Returns true if it has personal data: it is not shown on a masked screen.
    pub(super) const fn is_personal(&self) -> bool {
        match self {
            Self::Registered { .. }
            | Self::Refused(_)
            | Self::RefusedEarlier { .. }
            | Self::NotSavedEarlier { .. }
            | Self::SetAside { .. } => true,
            Self::Waiting { .. }
            | Self::AllSent
            | Self::NotEditable
            | Self::NotSaved(_)
            | Self::DraftNotSaved(_)
            | Self::Disk(_)
            | Self::OutboxQuarantined { .. }
            | Self::Overdue { .. }
            | Self::ClockWrong
            | Self::OutboxLocked
            | Self::DraftsUnreadable(_)
            | Self::RowGone
            | Self::DraftsFound
            | Self::FixField
            | Self::SavesWhenLoaded(_)
            | Self::EnterAgain
            | Self::Unreadable
            | Self::Full
            | Self::Cleared
            | Self::Shelved
            | Self::Restored => false,
        }
    }

    /// Returns true if its request is done, or its cause is gone.
    fn is_settled(&self, model: &Model) -> bool {
        let form = model.form();
        let is_sending = matches!(model.stage, FormState::Submitting(_));
        match self {
            Self::FixField => {
                is_sending || form.is_blank() || form.to_customer(&model.desk.rules, &model.groups).is_ok()
            }
            Self::SavesWhenLoaded(draft) => form.cid() != draft.cid || !is_unchanged(form, Some(draft)),
            Self::EnterAgain => is_sending || form.is_blank() || form.focus() != FormField::Register,
            Self::Refused(error) | Self::SetAside { refused: Some(error), .. } => is_corrected(&model.stage, error),
            Self::Cleared => !matches!(&model.stage, FormState::Editing { cleared: Some(_), .. }),
            Self::Overdue { .. } => model.counts.overdue.is_none(),
            Self::DraftsFound => model.listed_drafts.is_empty(),
            Self::DraftNotSaved(_) => model.draft_trouble.is_none(),
            Self::ClockWrong => model.desk.rules.today.known().is_some(),
            Self::NotEditable => !matches!(model.overlay, Some(Overlay::Waiting { .. })),
            Self::SetAside { form: set_aside, refused: None } => form.cid() == set_aside.cid,
            _ => false,
        }
    }
}

/// Whether a refused form says something else than what was refused: in the field that is to blame, if that is known.
fn is_corrected(stage: &FormState, error: &ApiError) -> bool {
    let FormState::Editing { form, refused, .. } = stage else { return true };
    let field = match error {
        ApiError::Conflict { field } | ApiError::Rejected { field, .. } => *field,
        _ => None,
    };
    match field.filter(|field| *field != Field::Cid) {
        Some(field) => form.server_error(field).is_none(),
        None => !is_unchanged(form, refused.as_deref()),
    }
}

/// Takes a notice from the result line once it is settled. `update` calls it after every message.
pub(super) fn drop_settled(model: &mut Model) {
    if model.notice.as_ref().is_some_and(|notice| notice.is_settled(model)) {
        model.notice = None;
    }
}
