//! The keys of the form.

use crate::form::{Edit, FormField};
use crate::keys::Key;

use crate::app::binding::{Binding, Place, bind};
use crate::app::{Intent, OverlayKind};

/// All keys of the form except typed characters.
///
/// The function keys are for terminals that reserve a Ctrl key (a browser's Ctrl-T) or send none with a Cyrillic
/// layout. Some terminals send Ctrl-J or Ctrl-M for Enter, Ctrl-I for Tab, Ctrl-H for Backspace, and Ctrl-7 or Ctrl-/
/// for Ctrl-_.
pub(super) const KEYS: &[Binding] = &[
    bind(&[Key::Enter, Key::Ctrl('j'), Key::Ctrl('m')], Intent::Advance, Place::Footer(3)),
    bind(&[Key::Ctrl('s'), Key::Function(2)], Intent::Register, Place::Footer(0)),
    bind(&[Key::Ctrl('p'), Key::Function(3)], Intent::Open(OverlayKind::Card), Place::Footer(1)),
    bind(&[Key::Ctrl('o'), Key::Function(4)], Intent::Open(OverlayKind::WaitingList), Place::Footer(1)),
    bind(&[Key::Ctrl('r')], Intent::Clear, Place::Footer(5)),
    bind(&[Key::Ctrl('g'), Key::Function(1)], Intent::Open(OverlayKind::Help), Place::Footer(2)),
    bind(&[Key::Ctrl('q'), Key::Ctrl('c')], Intent::Quit, Place::Footer(4)),
    bind(&[Key::Ctrl('t'), Key::Function(5)], Intent::Open(OverlayKind::Shift), Place::Help),
    bind(&[Key::Ctrl('n'), Key::Function(6)], Intent::Open(OverlayKind::NameSearch), Place::Footer(6)),
    bind(&[Key::Ctrl('l')], Intent::Focus(FormField::Group), Place::Help),
    bind(&[Key::Ctrl('y')], Intent::AcceptSuggestion, Place::Help),
    bind(&[Key::Ctrl('_'), Key::Ctrl('7'), Key::Ctrl('/')], Intent::Undo, Place::Help),
    bind(&[Key::Ctrl('z')], Intent::Suspend, Place::Help),
    bind(&[Key::Tab, Key::Down, Key::Ctrl('i')], Intent::Next, Place::Help),
    bind(&[Key::BackTab, Key::Up], Intent::Previous, Place::Help),
    bind(&[Key::Left, Key::Ctrl('b')], Intent::Edit(Edit::GoToPrevChar), Place::Help),
    bind(&[Key::Right, Key::Ctrl('f')], Intent::Edit(Edit::GoToNextChar), Place::Help),
    bind(&[Key::WordLeft, Key::Alt('b')], Intent::Edit(Edit::GoToPrevWord), Place::Help),
    bind(&[Key::WordRight, Key::Alt('f')], Intent::Edit(Edit::GoToNextWord), Place::Help),
    bind(&[Key::Home, Key::Ctrl('a')], Intent::Edit(Edit::GoToStart), Place::Help),
    bind(&[Key::End, Key::Ctrl('e')], Intent::Edit(Edit::GoToEnd), Place::Help),
    bind(&[Key::Backspace, Key::Ctrl('h')], Intent::Edit(Edit::DeletePrevChar), Place::Help),
    bind(&[Key::Delete, Key::Ctrl('d')], Intent::Edit(Edit::DeleteNextChar), Place::Help),
    bind(&[Key::Ctrl('w'), Key::AltBackspace], Intent::Edit(Edit::DeletePrevWord), Place::Help),
    bind(&[Key::Ctrl('u')], Intent::Edit(Edit::DeleteFromStart), Place::Help),
    bind(&[Key::Ctrl('k')], Intent::Edit(Edit::DeleteTillEnd), Place::Help),
];
