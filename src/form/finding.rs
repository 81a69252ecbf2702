use crate::domain::{BirthDate, Certainty, Email, FieldError, Group, Name, Parsed, Phone};

use super::{Form, Groups, Mark, Rules, Spot};

/// What is to be said below a field, as data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding<'a> {
    /// Nothing to say.
    Quiet,
    /// Not finished, and still being typed: said without alarm.
    Unfinished(FieldError),
    /// Has to be mended before it can be sent.
    Wrong(FieldError),
    /// Understood; how.
    Understood(Meaning),
    /// Understood and allowed, but not known to be right.
    Doubtful(Meaning),
    /// The API said so.
    Marked(&'a Mark),
}

/// How a text is understood, to be spelled out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// The number as it will be sent.
    Phone(Phone),
    /// The name in other letters than it is typed.
    Capitals(Name),
    /// The name in the letters in which it is typed, because the cashier wants them.
    AsTyped(Name),
    /// The address that was probably meant.
    Email(Email),
    /// The day, and the age that it makes.
    BirthDate(BirthDate),
    /// The group that the filter stands for.
    Group(Group),
}

impl Form {
    /// What is to be said below a spot at this moment.
    ///
    /// Three voices: *unfinished* while more typing can help, *wrong* when it cannot, or once the field was
    /// left or a save was tried, *understood* with the interpretation.
    #[must_use]
    pub fn finding(&self, spot: Spot, rules: &Rules, groups: &Groups) -> Finding<'_> {
        if let Some(mark) = spot.field().and_then(|field| self.mark_of(field)) {
            return Finding::Marked(mark);
        }
        match spot {
            Spot::Phone => self.voice(spot, self.phone(rules), |phone| match phone.certainty() {
                Certainty::Valid => Finding::Understood(Meaning::Phone(phone)),
                Certainty::Possible => Finding::Doubtful(Meaning::Phone(phone)),
            }),
            Spot::Name => match self.name(rules) {
                Parsed::Empty if self.was_left(spot) => Finding::Wrong(FieldError::NameMissing),
                reading => {
                    self.voice(spot, reading, |name| match (self.has_other_capitals(rules), self.name_as_typed) {
                        (false, _) => Finding::Quiet,
                        (true, false) => Finding::Understood(Meaning::Capitals(name)),
                        (true, true) => Finding::Understood(Meaning::AsTyped(name)),
                    })
                }
            },
            Spot::BirthDate => {
                self.voice(spot, self.birth_date(rules), |date| Finding::Understood(Meaning::BirthDate(date)))
            }
            Spot::Group => {
                self.voice(spot, self.group_reading(groups), |group| Finding::Understood(Meaning::Group(group)))
            }
            Spot::Email => self.voice(spot, self.email(), |email| match email.suggestion() {
                Some(meant) => Finding::Doubtful(Meaning::Email(meant)),
                None => Finding::Quiet,
            }),
            Spot::Code => self.voice(spot, self.code(), |_| Finding::Quiet),
            Spot::Note => self.voice(spot, self.note(), |_| Finding::Quiet),
            Spot::Gender | Spot::Register => Finding::Quiet,
        }
    }

    fn voice<T>(&self, spot: Spot, reading: Parsed<T>, good: impl FnOnce(T) -> Finding<'static>) -> Finding<'static> {
        match reading {
            Parsed::Empty => Finding::Quiet,
            Parsed::Incomplete(flaw) if self.was_left(spot) => Finding::Wrong(flaw),
            Parsed::Incomplete(flaw) => Finding::Unfinished(flaw),
            Parsed::Invalid(flaw) => Finding::Wrong(flaw),
            Parsed::Valid(value) => good(value),
        }
    }

    /// A field that has the focus again is being mended, but stays in its voice until it is good: going back
    /// to it is no reason to take the word back.
    const fn was_left(&self, spot: Spot) -> bool {
        self.left.contains(spot)
    }
}
