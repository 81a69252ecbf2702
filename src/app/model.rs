use std::time::Duration;

use crate::customer::{Cid, Customer, Told, Trouble};
use crate::form::{Form, Groups, Rules};

use super::Cids;

/// Everything that the screen shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Whose desk this is.
    pub desk: Desk,
    /// The groups to choose from.
    pub groups: Groups,
    /// What is being done with the form on the screen.
    pub stage: Stage,
    /// Registrations saved earlier whose answer is awaited while the next form is typed.
    pub under_way: Vec<UnderWay>,
    /// Forms that are neither on the screen nor registered, oldest first.
    pub set_aside: Vec<SetAside>,
    /// What the result line says.
    pub notice: Option<Notice>,
    /// What lies over the form.
    pub overlay: Option<Overlay>,
    /// Where the next form's `cid` comes from.
    pub cids: Cids,
    /// When the last key came, since the desk was opened; before the first one, nothing.
    pub last_key: Option<Duration>,
    /// When the last Enter saved, since the desk was opened: an Enter right after it is the same finger.
    pub enter_saved: Option<Duration>,
}

/// Whose desk this is, and by which rules it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// The venue's name, once the API has told it.
    pub venue: Option<Told>,
    /// Whether what is registered is real.
    pub mode: Mode,
    /// By what the fields are read.
    pub rules: Rules,
}

/// Whether what is registered is real.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The desk talks to its own server; nothing leaves the machine.
    Training,
    /// The desk talks to Clopos, or to whatever the settings name.
    Live,
}

/// What is being done with the form on the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// It is being typed.
    Typing {
        /// The form.
        form: Form,
        /// What Ctrl-R cleared last and a second Ctrl-R brings back, as long as nothing new is typed.
        cleared: Option<Box<Form>>,
    },
    /// It was saved and is shown until the answer comes or the next form is begun.
    Sending(UnderWay),
}

/// A registration whose answer is awaited.
#[derive(Debug, Clone, PartialEq)]
pub struct UnderWay {
    /// The form as it was saved, to be brought back if it is refused.
    pub form: Form,
    /// Whom it registers.
    pub name: Told,
}

impl UnderWay {
    /// Which registration.
    #[must_use]
    pub const fn cid(&self) -> Cid {
        self.form.cid()
    }
}

/// A form that waits to be opened again.
#[derive(Debug, Clone, PartialEq)]
pub struct SetAside {
    /// With what was typed.
    pub form: Form,
    /// Why it was not registered; nothing for one that made room for another.
    pub trouble: Option<Trouble>,
}

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
    /// The form on the screen was not registered.
    NotRegistered(Trouble),
    /// A form that is not on the screen any more was not registered and is set aside.
    SetAside {
        /// Whom it would have registered.
        name: Told,
        /// Why not.
        trouble: Trouble,
    },
    /// A field has to be mended before it can be saved.
    MendFirst,
    /// Keys came so fast that the Enter on the button was taken for a part of pasted text.
    EnterAgain,
    /// The form was cleared; the same key brings it back.
    Cleared,
    /// It was brought back.
    Restored,
}

/// What lies over the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlay {
    /// The keys.
    Help {
        /// Which page of them, from 0, where the screen has not room for all; beyond the last it is the last.
        page: usize,
    },
    /// Whether to quit although something would be lost.
    QuitAsked,
}

impl Model {
    /// A desk with a blank form, before anything is known of the API.
    #[must_use]
    pub fn new(mode: Mode, rules: Rules, mut cids: Cids) -> Self {
        let form = Form::blank(cids.make());
        Self {
            desk: Desk { venue: None, mode, rules },
            groups: Groups::Awaited,
            stage: Stage::Typing { form, cleared: None },
            under_way: Vec::new(),
            set_aside: Vec::new(),
            notice: None,
            overlay: None,
            cids,
            last_key: None,
            enter_saved: None,
        }
    }

    /// The form on the screen, being typed or being sent.
    #[must_use]
    pub const fn form(&self) -> &Form {
        match &self.stage {
            Stage::Typing { form, .. } => form,
            Stage::Sending(under_way) => &under_way.form,
        }
    }

    /// Whether quitting now would lose something that was typed.
    #[must_use]
    pub fn would_lose(&self) -> bool {
        let typing = match &self.stage {
            Stage::Typing { form, .. } => !form.is_blank(),
            Stage::Sending(_) => true,
        };
        typing || !self.under_way.is_empty() || !self.set_aside.is_empty()
    }

    /// Puts a blank form on the screen and hands out what was there.
    pub(super) fn next_form(&mut self) -> Stage {
        let form = Form::blank(self.cids.make());
        std::mem::replace(&mut self.stage, Stage::Typing { form, cleared: None })
    }
}
