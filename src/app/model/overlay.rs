use crate::domain::{ApiError, Cid, ConflictOwner, Customer, FoundByName, Name};

/// An overlay over the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlay {
    /// The customer who is registered already.
    Card(Card),
    /// The keys.
    Help {
        /// The number of pages turned, from 0. After the last page comes the first one.
        turned: i16,
        /// The overlay that comes back when the help is closed.
        beneath: Option<Box<Overlay>>,
    },
    /// Drafts, and registrations that are not delivered.
    Waiting {
        /// The selected row, from 0. The drafts come first.
        at: usize,
        /// The registration that the cashier is asked whether to delete.
        deleting: Option<Cid>,
    },
    /// This cashier's registrations of today.
    Shift {
        /// The number of newest rows that are scrolled out.
        first: usize,
    },
    /// The customers who have the typed name.
    NameSearch(NameSearch),
    /// The question whether to quit although a form has text.
    QuitQuestion,
}

impl Overlay {
    /// Returns the overlay under the help, or this one.
    pub fn under_help(&self) -> &Self {
        match self {
            Self::Help { beneath: Some(beneath), .. } => beneath,
            overlay => overlay,
        }
    }

    /// Returns how many overlays lie over each other, so that as many have to be closed.
    pub(in crate::app) fn depth(&self) -> usize {
        match self {
            Self::Help { beneath: Some(beneath), .. } => 1 + beneath.depth(),
            Self::NameSearch(search) => 1 + usize::from(search.is_card_open),
            _ => 1,
        }
    }

    pub(in crate::app) fn under_help_mut(&mut self) -> &mut Self {
        match self {
            Self::Help { beneath: Some(beneath), .. } => beneath,
            overlay => overlay,
        }
    }
}

/// The customer of the card, as far as it is loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Card {
    /// All that the API returned.
    Known(Box<Customer>),
    /// The customer ID and the name. The rest is being loaded.
    Awaited(ConflictOwner),
    /// The rest could not be loaded.
    Failed(ConflictOwner, ApiError),
    /// The customer no longer exists.
    Gone(ConflictOwner),
}

/// A search for the customers who have a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameSearch {
    /// The name.
    pub name: Name,
    /// The answer. `None` until it has come.
    pub answer: Option<Result<FoundByName, ApiError>>,
    /// The selected customer, from 0.
    pub at: usize,
    /// True if the card of the selected customer is open. It closes before the list does.
    pub is_card_open: bool,
}

impl NameSearch {
    /// Returns the found customers. They are none until the answer has come.
    pub fn customers(&self) -> &[Customer] {
        match &self.answer {
            Some(Ok(found)) => &found.customers,
            Some(Err(_)) | None => &[],
        }
    }

    /// Returns the customer whose card is open.
    pub fn open_card(&self) -> Option<&Customer> {
        self.customers().get(self.at).filter(|_| self.is_card_open)
    }
}
