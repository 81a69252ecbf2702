//! The group of `frontdesk add`: by name, or by number.

use crate::domain::{Group, GroupId, fold_for_search};

use super::super::CustomerArguments;
use super::customer::InvalidValue;

/// Returns true if the arguments name a group, so that the groups must be listed.
pub(super) fn is_named(arguments: &CustomerArguments) -> bool {
    arguments.group_id.is_some() || arguments.group.as_deref().is_some_and(|name| !name.trim().is_empty())
}

/// Returns the group that the arguments name. A number decides. A name is compared exactly, then as in the form: without
/// regard to case and accents.
///
/// # Errors
///
/// There is no such group, or more than one.
pub(super) fn choose(arguments: &CustomerArguments, groups: &[Group]) -> Result<GroupId, InvalidValue> {
    if let Some(id) = arguments.group_id.map(GroupId) {
        let exists = groups.iter().any(|group| group.id == id);
        return if exists { Ok(id) } else { Err(InvalidValue::UnknownGroupId(id)) };
    }
    let name = arguments.group.as_deref().unwrap_or_default().trim();
    let folded = fold_for_search(name);
    let is_same = |group: &&Group| !folded.is_empty() && fold_for_search(group.name.as_str()) == folded;
    let mut found: Vec<_> = groups.iter().filter(|group| group.name.as_str().trim() == name).collect();
    if found.is_empty() {
        found = groups.iter().filter(is_same).collect();
    }
    match found[..] {
        [] => Err(InvalidValue::UnknownGroup),
        [only] => Ok(only.id),
        _ => Err(InvalidValue::SeveralGroups(found.into_iter().cloned().collect())),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::super::super::{Arguments, Command};
    use super::*;
    use crate::domain::{Discount, DisplayText};
    use crate::locale::Locale;

    fn groups() -> Vec<Group> {
        let discount = |value: &str, is_percent| Some(Discount { value: DisplayText::new(value), is_percent });
        let group = |id, name: &str, discount| Group { id: GroupId(id), name: DisplayText::new(name), discount };
        vec![
            group(1, "VIP", discount("10", true)),
            group(2, "vip", None),
            group(3, "Müştərilər", None),
            group(4, "Staff", discount("20", true)),
            group(5, "Staff", discount("5", false)),
            group(6, "Şagird", None),
            group(7, "Sagird", None),
            group(8, "О’гил", None),
            group(9, "★", None),
        ]
    }

    fn choice(words: &[&str]) -> Result<u64, String> {
        let words = ["frontdesk", "add", "--name", "A"].iter().chain(words);
        let Some(Command::Add(arguments)) = Arguments::try_parse_from(words).unwrap().command else { panic!() };
        choose(&arguments.customer, &groups()).map(|id| id.0).map_err(|error| error.in_words(Locale::english()))
    }

    #[test]
    fn a_name_is_compared_exactly_then_folded_and_a_number_decides() {
        for (words, id) in [
            (&["--group", "VIP"][..], 1),
            (&["--group", "vip"], 2),
            (&["--group", " vip "], 2),
            (&["--group", "MUSTERILER"], 3),
            (&["--group", "müştərilər"], 3),
            (&["--group", "Sagird"], 7),
            (&["--group", "Şagird"], 6),
            (&["--group", "о'гил"], 8),
            (&["--group", "★"], 9),
            (&["--group-id", "5"], 5),
            (&["--group", "Staff", "--group-id", "4"], 4),
            (&["--group", "Vip", "--group-id", "2"], 2),
        ] {
            assert_eq!(choice(words), Ok(id), "{words:?}");
        }
    }

    #[test]
    fn several_groups_are_listed_and_none_is_an_error() {
        for (words, message) in [
            (
                &["--group", "Vip"][..],
                "More than one group has this name: VIP · discount 10 % (--group-id 1); vip (--group-id 2). Choose one with --group-id.",
            ),
            (
                &["--group", "Staff"],
                "More than one group has this name: Staff · discount 20 % (--group-id 4); Staff · discount 5 (--group-id 5). Choose one with --group-id.",
            ),
            (
                &["--group", "SAGIRD"],
                "More than one group has this name: Şagird (--group-id 6); Sagird (--group-id 7). Choose one with --group-id.",
            ),
            (&["--group", "Staf"], "No group has this name. Use the name of a group in Clopos."),
            (&["--group", "☆"], "No group has this name. Use the name of a group in Clopos."),
            (&["--group-id", "77"], "No group has the number 77. Use the number of a group in Clopos."),
            (
                &["--group", "VIP", "--group-id", "77"],
                "No group has the number 77. Use the number of a group in Clopos.",
            ),
        ] {
            assert_eq!(choice(words), Err(message.to_owned()), "{words:?}");
        }
    }
}
