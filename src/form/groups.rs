use crate::domain::{ApiError, FieldError, Group, GroupId, Parsed};

use super::editing::is_deletion;
use super::{Edit, GroupList, TextInput};

/// The groups that the cashier can choose from, as far as the desk knows them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Groups {
    /// The request is in flight.
    #[default]
    Loading,
    /// The API's list.
    Loaded(GroupList),
    /// The API gave no list.
    Failed(ApiError),
}

impl Groups {
    /// Returns the list, if it is loaded.
    pub const fn list(&self) -> Option<&GroupList> {
        match self {
            Self::Loaded(list) => Some(list),
            Self::Loading | Self::Failed(_) => None,
        }
    }

    /// Returns the groups that match a filter, the best first.
    pub fn matching(&self, filter: &str) -> Vec<&Group> {
        self.list().map(|list| list.matching(filter)).unwrap_or_default()
    }
}

/// The choice of a group: a typed filter, and a step through the matching groups.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GroupChoice {
    filter: TextInput,
    /// The group that was chosen with Left and Right. If it no longer matches the filter, the first match counts.
    picked: Option<GroupId>,
    /// True if the group is preset from the previous customer and the cashier has not chosen it for this one.
    is_carried_over: bool,
}

impl GroupChoice {
    /// Returns the text that is typed to find a group.
    pub const fn filter(&self) -> &TextInput {
        &self.filter
    }

    pub(super) const fn is_carried_over(&self) -> bool {
        self.is_carried_over
    }

    pub(super) const fn picked(&self) -> Option<GroupId> {
        self.picked
    }

    pub(super) fn restore(&mut self, filter: TextInput, picked: Option<GroupId>) {
        *self = Self { filter, picked, is_carried_over: false };
    }

    /// Presets the previous customer's group until another one is chosen.
    pub(super) fn carry_over(&mut self, group: GroupId) {
        *self = Self { filter: TextInput::default(), picked: Some(group), is_carried_over: true };
    }

    /// Returns true if the cashier has typed and chosen nothing here.
    pub(super) fn is_blank(&self) -> bool {
        self.filter.is_blank() && (self.picked.is_none() || self.is_carried_over)
    }

    /// Returns the group that results from the filter and the picked group.
    pub fn resolve(&self, groups: &Groups) -> Parsed<Group> {
        let filter = self.filter.value();
        if self.filter.is_blank() && self.picked.is_none() {
            return Parsed::Empty;
        }
        let Some(list) = groups.list() else { return Parsed::Incomplete(FieldError::GroupsNotLoaded) };
        let picked = self.picked.filter(|id| self.filter.is_blank() || list.matches(*id, filter));
        let picked = picked.and_then(|id| list.with_id(id));
        match picked.or_else(|| list.best_match(filter).filter(|_| !self.filter.is_blank())) {
            Some(group) => Parsed::Valid(group.clone()),
            // A carried-over group that no longer exists is no error that the cashier has to correct.
            None if self.is_carried_over => Parsed::Empty,
            None => Parsed::Invalid(FieldError::GroupNotFound),
        }
    }

    pub(super) fn insert(&mut self, typed: &str) {
        if self.filter.insert(typed) {
            self.pick(None);
        }
    }

    pub(super) fn undo(&mut self) {
        if self.filter.undo() {
            self.pick(None);
        }
    }

    const fn pick(&mut self, group: Option<GroupId>) {
        self.picked = group;
        self.is_carried_over = false;
    }

    /// Applies an edit. Left and Right step through the matching groups, so that the cursor stays at the filter's end.
    pub(super) fn edit(&mut self, edit: Edit, groups: &Groups) {
        match edit {
            Edit::GoToNextChar => self.step(groups, true),
            Edit::GoToPrevChar => self.step(groups, false),
            Edit::GoToStart | Edit::GoToPrevWord | Edit::GoToNextWord => {}
            edit if self.filter.is_blank() && is_deletion(edit) => self.pick(None),
            edit => {
                if self.filter.edit(edit) {
                    self.pick(None);
                }
            }
        }
    }

    /// Picks the next or previous matching group, and continues at the other end after the last one.
    ///
    /// Without a filter, "no group" is one of the steps.
    fn step(&mut self, groups: &Groups, forward: bool) {
        let none = self.filter.is_blank().then_some(None);
        let matching = groups.matching(self.filter.value()).into_iter().map(|group| Some(group.id));
        let steps: Vec<Option<GroupId>> = none.into_iter().chain(matching).collect();
        if steps.is_empty() {
            return;
        }
        let current = self.resolve(groups).valid().map(|group| group.id);
        let current_index = steps.iter().position(|step| *step == current).unwrap_or(0);
        let next_index = if forward { current_index + 1 } else { current_index + steps.len() - 1 } % steps.len();
        self.pick(steps.get(next_index).copied().flatten());
    }
}
