use crate::domain::{Field, Gender, Letters, Progress};

use super::Locale;

impl Locale {
    /// Returns the letters that choose a gender, and yes or no.
    pub fn letters(&self) -> Letters {
        let letter = |text: String, english| text.chars().next().unwrap_or(english);
        let english = Letters::ENGLISH;
        Letters {
            female: letter(self.letter_female(), english.female),
            male: letter(self.letter_male(), english.male),
            yes: letter(self.letter_yes(), english.yes),
            no: letter(self.letter_no(), english.no),
        }
    }

    /// Returns the label of a field on the screen.
    pub fn label(&self, field: Field) -> String {
        match field {
            Field::Phone => self.label_phone(),
            Field::Name => self.label_name(),
            Field::Code => self.label_code(),
            Field::BirthDate => self.label_birth_date(),
            Field::Gender => self.label_gender(),
            Field::Group => self.label_group(),
            Field::Email => self.label_email(),
            Field::Note => self.label_note(),
            Field::Cid => self.label_cid(),
        }
    }

    /// Returns the name of an answer about consent.
    pub fn consent(&self, is_given: bool) -> String {
        if is_given { self.consent_yes() } else { self.consent_no() }
    }

    /// Returns an answer about consent with the letter that chooses it.
    pub fn consent_choice(&self, is_given: bool) -> String {
        if is_given { self.consent_choice_yes() } else { self.consent_choice_no() }
    }

    /// Returns the progress of a registration.
    pub fn progress(&self, progress: Progress) -> String {
        match progress {
            Progress::Queued => self.waiting_queued(),
            Progress::Sending => self.waiting_sending(),
            Progress::Uncertain => self.waiting_uncertain(),
            Progress::Registered => self.shift_row_registered(),
            Progress::Refused => self.waiting_rejected(),
        }
    }

    /// Returns the name of a gender. `None` means that it is not specified.
    pub fn gender(&self, gender: Option<Gender>) -> String {
        match gender {
            None => self.gender_unspecified(),
            Some(Gender::Female) => self.gender_female(),
            Some(Gender::Male) => self.gender_male(),
        }
    }

    /// Returns a choice with the letter that chooses it.
    pub fn gender_choice(&self, gender: Option<Gender>) -> String {
        match gender {
            None => self.gender_unspecified(),
            Some(Gender::Female) => self.gender_choice_female(),
            Some(Gender::Male) => self.gender_choice_male(),
        }
    }
}
