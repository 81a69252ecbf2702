//! What a customer is, before anything is said of screens, wires or disks.
//!
//! Each type here can only be made by reading text that a person typed (or a command line gave), so that
//! whoever holds a [`NewCustomer`] holds something that may be sent. This room is pure and knows no other:
//! no clock (today's date is passed in), no randomness (the bytes of a [`Cid`] are passed in), no I/O.

mod birth_date;
mod capitals;
mod cid;
mod code;
mod code_template;
mod delivery;
mod email;
mod field;
mod folded;
mod foreign_answer;
mod gender;
mod group;
mod language;
mod name;
mod new_customer;
mod note;
mod personal;
mod phone;
mod readiness;
mod reading;
mod registered;
mod shift;
mod text;
mod today;
mod trouble;

pub use birth_date::{BirthDate, DateOrder};
pub use capitals::with_capitals;
pub use cid::Cid;
pub use code::Code;
pub use code_template::{BadCodeTemplate, CodeTemplate};
pub use delivery::{Delivery, Holder, Kept, KeptCounts, KeptState, NotKept};
pub use email::Email;
pub use field::Field;
pub use folded::folded;
pub use foreign_answer::{AccountFault, BodyKind, ForeignAnswer};
pub use gender::Gender;
pub use group::{Discount, Group, GroupId};
pub use language::{Language, UnknownLanguage};
pub use name::Name;
pub use new_customer::NewCustomer;
pub use note::Note;
pub use phone::{Certainty, Country, Phone, UnknownCountry, warm_phones};
pub use readiness::{Gate, Newest, Readiness};
pub use reading::{Flaw, Reading};
pub use registered::{Customer, CustomerId};
pub use shift::{Effort, Progress, ShiftRow, median_effort};
pub use text::{Told, is_typable, one_line};
pub use today::Today;
pub use trouble::{Trouble, Uncertainty, Unreached};
