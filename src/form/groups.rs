use std::cmp::Reverse;

use crate::customer::{Flaw, Group, GroupId, Reading, Trouble};

use super::{Edit, Text};

/// The groups that a customer can be put into, as far as the desk knows them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Groups {
    /// Asked for, not answered yet.
    #[default]
    Awaited,
    /// As the API listed them.
    Known(Vec<Group>),
    /// The API did not tell.
    Unknown(Trouble),
}

impl Groups {
    /// Those whose name contains each typed word, in any case: the exact name first, then those that begin
    /// with the text, then the others, each in the API's order. A blank filter keeps all.
    #[must_use]
    pub fn matching(&self, filter: &str) -> Vec<&Group> {
        let Self::Known(groups) = self else { return Vec::new() };
        let wanted = filter.trim().to_lowercase();
        let words: Vec<&str> = wanted.split_whitespace().collect();
        let named = groups.iter().map(|group| (group.name.as_str().to_lowercase(), group));
        let mut found: Vec<_> = named.filter(|(name, _)| words.iter().all(|word| name.contains(word))).collect();
        found.sort_by_key(|(name, _)| Reverse((*name == wanted, name.starts_with(&wanted))));
        found.into_iter().map(|(_, group)| group).collect()
    }
}

/// The choice of a group: a filter that is typed, and a step through what it finds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GroupChoice {
    filter: Text,
    /// Chosen with Left and Right; where it is not among the found any more, the first of them counts.
    picked: Option<GroupId>,
}

impl GroupChoice {
    /// What is typed to find the group.
    #[must_use]
    pub const fn filter(&self) -> &Text {
        &self.filter
    }

    pub(super) const fn picked(&self) -> Option<GroupId> {
        self.picked
    }

    pub(super) fn restore(&mut self, filter: Text, picked: Option<GroupId>) {
        *self = Self { filter, picked };
    }

    pub(super) fn is_blank(&self) -> bool {
        self.filter.is_blank() && self.picked.is_none()
    }

    /// The group that stands for what is typed and picked.
    #[must_use]
    pub fn reading(&self, groups: &Groups) -> Reading<Group> {
        if self.is_blank() {
            return Reading::Empty;
        }
        if !matches!(groups, Groups::Known(_)) {
            return Reading::Partial(Flaw::GroupsNotLoaded);
        }
        let found = groups.matching(self.filter.value());
        let picked = found.iter().find(|group| Some(group.id) == self.picked);
        match picked.or_else(|| found.first().filter(|_| !self.filter.is_blank())) {
            Some(group) => Reading::Good((*group).clone()),
            None => Reading::Bad(Flaw::GroupUnknown),
        }
    }

    pub(super) fn insert(&mut self, typed: &str) {
        if self.filter.insert(typed) {
            self.picked = None;
        }
    }

    pub(super) fn undo(&mut self) {
        if self.filter.undo() {
            self.picked = None;
        }
    }

    /// Left and Right step through the found; the caret stays at the end of the filter.
    pub(super) fn edit(&mut self, edit: Edit, groups: &Groups) {
        match edit {
            Edit::GoToNextChar => self.step(groups, true),
            Edit::GoToPrevChar => self.step(groups, false),
            Edit::GoToStart | Edit::GoToPrevWord | Edit::GoToNextWord => {}
            _ if self.filter.is_blank() => self.picked = None,
            edit => {
                if self.filter.edit(edit) {
                    self.picked = None;
                }
            }
        }
    }

    /// Through the found and round; without a filter "no group" is one of the steps.
    fn step(&mut self, groups: &Groups, forward: bool) {
        let mut steps: Vec<Option<GroupId>> = Vec::new();
        if self.filter.is_blank() {
            steps.push(None);
        }
        steps.extend(groups.matching(self.filter.value()).into_iter().map(|group| Some(group.id)));
        if steps.is_empty() {
            return;
        }
        let current = self.reading(groups).good().map(|group| group.id);
        let at = steps.iter().position(|step| *step == current).unwrap_or(0);
        let to = if forward { at + 1 } else { at + steps.len() - 1 } % steps.len();
        self.picked = steps.get(to).copied().flatten();
    }
}
