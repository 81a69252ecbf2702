use std::cmp::Reverse;

use crate::domain::{Group, GroupId, fold_for_search, twins_of_us, us_twins};

/// The API's list of groups, with the last used groups on top.
///
/// Ten thousand groups are searched on every key. Their folded names are therefore made once, and a search allocates no
/// text for them. The search is our own and no library's: a cashier types two or three letters and must be able to
/// predict the first match.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupList {
    entries: Vec<Entry>,
    promoted: Vec<GroupId>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    group: Group,
    folded_name: String,
}

/// The rank of a match between a name and the filter. A better match is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum MatchRank {
    /// The name has the filter's letters in this order.
    Subsequence,
    /// The name contains each word of the filter.
    WordsContained,
    /// Each word of the filter is the beginning of a word of the name.
    WordPrefixes,
    /// The name begins with the filter.
    Prefix,
    /// The name is the filter.
    Exact,
}

/// The number of last used groups that stay on top.
const MAX_PROMOTED: usize = 5;

impl GroupList {
    /// Makes a list in the API's order.
    pub fn new(groups: Vec<Group>) -> Self {
        let entry = |group: Group| Entry { folded_name: fold_for_search(group.name.as_str()), group };
        Self { entries: groups.into_iter().map(entry).collect(), promoted: Vec::new() }
    }

    /// Returns a newer list with the same last used groups on top.
    pub fn refreshed(&self, groups: Vec<Group>) -> Self {
        let mut list = Self::new(groups);
        for id in self.promoted.iter().rev() {
            list.promote(*id);
        }
        list
    }

    /// Moves a group to the top, because it was used.
    pub fn promote(&mut self, id: GroupId) {
        let Some(index) = self.entries.iter().position(|entry| entry.group.id == id) else { return };
        let entry = self.entries.remove(index);
        self.entries.insert(0, entry);
        self.promoted.retain(|promoted| *promoted != id);
        self.promoted.insert(0, id);
        self.promoted.truncate(MAX_PROMOTED);
    }

    /// Returns the group with this number.
    pub fn with_id(&self, id: GroupId) -> Option<&Group> {
        self.entries.iter().map(|entry| &entry.group).find(|group| group.id == id)
    }

    /// Returns the groups that match a filter, the best first, equal ones in the order of the list.
    ///
    /// A blank filter matches all groups.
    pub fn matching(&self, filter: &str) -> Vec<&Group> {
        let filter = self.folded_filter(filter);
        if filter.is_empty() {
            return self.entries.iter().map(|entry| &entry.group).collect();
        }
        let mut ranked: Vec<_> = self.ranked(&filter).collect();
        ranked.sort_by_key(|(rank, _)| Reverse(*rank));
        ranked.into_iter().map(|(_, group)| group).collect()
    }

    /// Returns the first of the matching groups.
    pub fn best_match(&self, filter: &str) -> Option<&Group> {
        let filter = self.folded_filter(filter);
        let best = self.ranked(&filter).min_by_key(|(rank, _)| Reverse(*rank));
        best.map(|(_, group)| group)
    }

    fn ranked(&self, folded_filter: &str) -> impl Iterator<Item = (MatchRank, &Group)> {
        let rank = move |entry: &'_ Entry| match_rank(&entry.folded_name, folded_filter);
        self.entries.iter().filter_map(move |entry| Some((rank(entry)?, &entry.group)))
    }

    /// Folds a filter. If no group matches it, it is what its keys type under another keyboard layout, if that matches a
    /// group.
    fn folded_filter(&self, typed: &str) -> String {
        let finds = |folded: &String| self.entries.iter().any(|entry| match_rank(&entry.folded_name, folded).is_some());
        let folded = fold_for_search(typed);
        if finds(&folded) {
            return folded;
        }
        let twins = us_twins(typed).into_iter().chain(twins_of_us(typed));
        // Nothing is left of an apostrophe, and nothing is no filter.
        let twins = twins.map(|twin| fold_for_search(&twin)).filter(|twin| !twin.is_empty());
        twins.into_iter().find(finds).unwrap_or(folded)
    }

    /// Returns true if a group matches a filter.
    pub fn matches(&self, id: GroupId, filter: &str) -> bool {
        let filter = self.folded_filter(filter);
        self.entries.iter().any(|entry| entry.group.id == id && match_rank(&entry.folded_name, &filter).is_some())
    }
}

/// Returns the rank of a match. Both texts must be folded.
fn match_rank(name: &str, filter: &str) -> Option<MatchRank> {
    let all_words = |fits: &dyn Fn(&str) -> bool| filter.split(' ').all(fits);
    if name == filter {
        Some(MatchRank::Exact)
    } else if name.starts_with(filter) {
        Some(MatchRank::Prefix)
    } else if all_words(&|word| name.split(' ').any(|own| own.starts_with(word))) {
        Some(MatchRank::WordPrefixes)
    } else if all_words(&|word| name.contains(word)) {
        Some(MatchRank::WordsContained)
    } else {
        is_subsequence(name, filter).then_some(MatchRank::Subsequence)
    }
}

fn is_subsequence(name: &str, filter: &str) -> bool {
    let mut letters = name.chars();
    filter.chars().filter(|c| *c != ' ').all(|wanted| letters.any(|letter| letter == wanted))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::DisplayText;

    fn list(names: &[&str]) -> GroupList {
        let group =
            |(at, name): (usize, &&str)| Group { id: GroupId(at as u64), name: DisplayText::new(name), discount: None };
        GroupList::new(names.iter().enumerate().map(group).collect())
    }

    fn found<'a>(list: &'a GroupList, filter: &str) -> Vec<&'a str> {
        list.matching(filter).into_iter().map(|group| group.name.as_str()).collect()
    }

    #[test]
    fn better_matches_come_first() {
        let list = list(&["Old VIP", "Very important", "VIP", "VIP gold", "Nervous ipso", "Staff"]);
        assert_eq!(found(&list, "vip"), ["VIP", "VIP gold", "Old VIP", "Very important", "Nervous ipso"]);
        assert_eq!(found(&list, "gold vip"), ["VIP gold"]);
        assert_eq!(found(&list, "zz"), Vec::<&str>::new());
        assert_eq!(found(&list, " ").len(), 6);
    }

    #[test]
    fn accents_and_case_are_ignored() {
        let list = list(&["Müştərilər", "İşçilər"]);
        assert_eq!(found(&list, "MUSTERI"), ["Müştərilər"]);
        assert_eq!(found(&list, "isci"), ["İşçilər"]);
    }

    #[test]
    fn a_promoted_group_stays_on_top_of_a_refreshed_list() {
        let mut groups = list(&["a1", "a2", "a3", "b"]);
        groups.promote(GroupId(1));
        groups.promote(GroupId(2));
        groups.promote(GroupId(77));
        assert_eq!(found(&groups, ""), ["a3", "a2", "a1", "b"]);
        assert_eq!(found(&groups, "a"), ["a3", "a2", "a1"]);
        let newer = ["a1", "a2", "a3", "b", "c"].map(DisplayText::new);
        let newer =
            newer.into_iter().enumerate().map(|(at, name)| Group { id: GroupId(at as u64), name, discount: None });
        assert_eq!(found(&groups.refreshed(newer.collect()), ""), ["a3", "a2", "a1", "b", "c"]);
    }

    proptest! {
        #[test]
        fn the_best_match_is_the_first_match(names in proptest::collection::vec("[a-cə ]{0,6}", 0..8), filter in "[a-ce ]{1,4}") {
            let list = list(&names.iter().map(String::as_str).collect::<Vec<_>>());
            prop_assume!(!filter.trim().is_empty());
            prop_assert_eq!(list.best_match(&filter), list.matching(&filter).first().copied());
        }
    }
}
