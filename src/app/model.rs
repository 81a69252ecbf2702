use std::time::Duration;

use crate::customer::{Cid, CodeTemplate, Customer, GroupId, Kept, KeptCounts, NotKept, Told, Trouble};
use crate::form::{Draft, Form, Groups, Rules};

use super::{Card, Cids, Lookups, People, Privacy, Scan, Shift};

/// Everything that the screen shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Whose desk this is.
    pub desk: Desk,
    /// The groups to choose from.
    pub groups: Groups,
    /// What is being done with the form on the screen.
    pub stage: Stage,
    /// Registrations saved earlier whose first answer is awaited while the next form is typed.
    pub under_way: Vec<UnderWay>,
    /// Half-typed forms that are not on the screen, oldest first: they made room for another, or are left from an
    /// earlier run.
    pub parked: Vec<Form>,
    /// Which of these comes back by itself, and when.
    pub made_room: Option<MadeRoom>,
    /// Why what is typed is not safe from a crash at this moment, if it is not.
    pub draft_trouble: Option<NotKept>,
    /// How many registrations are kept on this machine.
    pub counts: KeptCounts,
    /// Which these are, as listed last.
    pub kept: Vec<Kept>,
    /// The group of the last customer who was saved.
    pub last_group: Option<GroupId>,
    /// What is known of the phone on the screen, and of others before it.
    pub lookups: Lookups,
    /// The shift so far.
    pub shift: Shift,
    /// Whom this desk has seen since it was opened.
    pub people: People,
    /// Nobody has typed for a while: nothing of a customer is shown until a key comes.
    pub hidden: bool,
    /// What the result line says.
    pub notice: Option<Notice>,
    /// Until then what it says is left there whatever is typed.
    pub readable_until: Duration,
    /// What lies over the form.
    pub overlay: Option<Overlay>,
    /// Where the next form's `cid` comes from.
    pub cids: Cids,
    /// When the last key or paste came, since the desk was opened.
    pub now: Duration,
    /// A scan that is being typed.
    pub scan: Option<Scan>,
    /// The number of the next code that the desk makes, if it makes any and the edge has told.
    pub code_number: Option<u32>,
    /// The key before; before the first one, nothing.
    pub last_key: Option<LastKey>,
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
    /// Whether a customer's group is the next one's, until another one is chosen.
    pub sticky_group: bool,
    /// What a scanner types before each code, if it is set up so.
    pub scanner_prefix: Option<char>,
    /// How a code is made for a customer who is saved without one, if at all.
    pub code_template: Option<CodeTemplate>,
    /// What becomes of the screen when nobody types.
    pub privacy: Privacy,
}

impl Desk {
    /// A desk of which the settings say nothing.
    #[must_use]
    pub fn new(mode: Mode, rules: Rules) -> Self {
        Self {
            venue: None,
            mode,
            rules,
            sticky_group: false,
            scanner_prefix: None,
            code_template: None,
            privacy: Privacy::default(),
        }
    }
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
        /// As it came back, if this registration was refused and is kept as such.
        refused: Option<Box<Draft>>,
        /// What Ctrl-R cleared last and a second Ctrl-R brings back, as long as nothing new is typed.
        cleared: Option<Box<Cleared>>,
    },
    /// It was saved and is shown until the answer comes or the next form is begun.
    Sending(UnderWay),
}

impl Stage {
    pub(super) const fn typing(form: Form) -> Self {
        Self::Typing { form, refused: None, cleared: None }
    }
}

/// A form that was cleared.
#[derive(Debug, Clone, PartialEq)]
pub struct Cleared {
    /// With everything that was typed.
    pub form: Form,
    /// As for a form that is being typed. It is discarded when the next one is begun.
    pub refused: Option<Box<Draft>>,
}

/// A form that was put on the screen, and the one that was parked to make room for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MadeRoom {
    /// On the screen, or being sent.
    pub opened: Cid,
    /// Comes back when that one is settled.
    pub parked: Cid,
}

/// A registration whose first answer is awaited.
#[derive(Debug, Clone, PartialEq)]
pub struct UnderWay {
    /// The form as it was saved, to be brought back if it is refused.
    pub form: Form,
    /// Whom it registers.
    pub name: Told,
}

/// What is remembered of the key before, to tell a scanner and a pasted block from fingers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastKey {
    /// When it came, since the desk was opened.
    pub at: Duration,
    /// Whether it was Enter.
    pub enter: bool,
    /// Whether it was a character typed on the button, where there is nothing to type.
    pub astray: bool,
}

impl UnderWay {
    /// Which registration.
    #[must_use]
    pub const fn cid(&self) -> Cid {
        self.form.cid()
    }
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
    /// It is kept and will be sent later.
    Waiting {
        /// Why not now.
        trouble: Trouble,
        /// How many wait.
        waiting: u64,
    },
    /// The form on the screen was refused.
    Refused(Trouble),
    /// A form that is not on the screen any more was refused; the waiting list has it.
    RefusedBehind {
        /// Whom it would have registered.
        name: Told,
        /// Why not.
        trouble: Trouble,
    },
    /// Everything that waited is delivered.
    AllSent,
    /// What was to be opened is on its way: there is nothing to mend.
    OnItsWay,
    /// The form on the screen could not even be written down.
    NotKept(NotKept),
    /// What is typed is not safe from a crash at this moment.
    DraftNotKept(NotKept),
    /// The disk has a trouble, though nothing was being saved.
    Disk(NotKept),
    /// The outbox was damaged and a new one begun.
    OutboxSetAside {
        /// What the damaged file is called now.
        file: Told,
        /// Whether everything in it could be taken over.
        complete: bool,
    },
    /// Half-typed forms of an earlier run are in the list.
    DraftsFound,
    /// A field has to be mended before it can be saved.
    MendFirst,
    /// Keys came so fast that the Enter on the button was taken for a part of pasted text.
    EnterAgain,
    /// A letter was typed that cannot be read in the terminal's locale.
    Unreadable,
    /// The form was cleared; the same key brings it back.
    Cleared,
    /// Nobody typed for so long that the form was put away as a draft.
    PutAway,
    /// It was brought back.
    Restored,
}

/// What lies over the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlay {
    /// A customer who is registered already.
    Card(Card),
    /// The keys.
    Help {
        /// Which page of them, from 0, where the screen has not room for all; beyond the last it is the last.
        page: usize,
    },
    /// What is parked and what is kept.
    Waiting {
        /// The row that the keys are about, from 0: first what is parked, then what is kept.
        at: usize,
        /// What the next `d` discards, if it is still in that row.
        discarding: Option<Cid>,
    },
    /// What this cashier has registered today.
    Shift {
        /// So many of the newest are out of sight.
        first: usize,
    },
    /// Whether to quit although something is typed.
    QuitAsked,
}

impl Model {
    /// A desk with a blank form, before anything is known of the API.
    #[must_use]
    pub fn new(desk: Desk, mut cids: Cids) -> Self {
        let form = Form::blank(cids.make());
        Self {
            desk,
            groups: Groups::Awaited,
            stage: Stage::typing(form),
            under_way: Vec::new(),
            parked: Vec::new(),
            made_room: None,
            draft_trouble: None,
            counts: KeptCounts::default(),
            kept: Vec::new(),
            last_group: None,
            lookups: Lookups::default(),
            shift: Shift::default(),
            people: People::default(),
            hidden: false,
            notice: None,
            readable_until: Duration::ZERO,
            overlay: None,
            cids,
            now: Duration::ZERO,
            scan: None,
            code_number: None,
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

    /// What a crash would lose: the half-typed forms, the one on the screen last. What was saved is not among
    /// them, it is written down.
    #[must_use]
    pub fn drafts(&self) -> Vec<Draft> {
        let typing = match &self.stage {
            Stage::Typing { form, refused, .. } if !form.is_blank() && !is_as_kept(form, refused.as_deref()) => {
                Some(form)
            }
            Stage::Typing { .. } | Stage::Sending(_) => None,
        };
        self.parked.iter().chain(typing).map(Form::draft).collect()
    }

    /// How many rows the waiting list has.
    #[must_use]
    pub fn waiting_rows(&self) -> usize {
        self.parked.len() + self.kept.len()
    }

    /// How many forms and registrations wait for something.
    #[must_use]
    pub fn waiting(&self) -> u64 {
        let parked = u64::try_from(self.parked.len()).unwrap_or(u64::MAX);
        parked.saturating_add(self.counts.waiting).saturating_add(self.counts.refused)
    }

    /// Puts a blank form on the screen and hands out what was there.
    pub(super) fn next_form(&mut self) -> Stage {
        let form = self.blank_form();
        self.shift.begin_anew();
        std::mem::replace(&mut self.stage, Stage::typing(form))
    }

    /// The code that a customer gets who is saved without one.
    #[must_use]
    pub fn made_code(&self) -> Option<String> {
        Some(self.desk.code_template.as_ref()?.code(self.desk.rules.today, self.code_number?))
    }

    pub(super) fn blank_form(&mut self) -> Form {
        let mut form = Form::blank(self.cids.make());
        if let Some(group) = self.last_group.filter(|_| self.desk.sticky_group) {
            form.leave_over(group);
        }
        form
    }
}

/// Whether a form says no more than what the outbox has of it.
pub(super) fn is_as_kept(form: &Form, refused: Option<&Draft>) -> bool {
    refused.is_some_and(|kept| *kept == form.draft())
}
