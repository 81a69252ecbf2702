use proptest::prelude::*;

use super::*;
use names::{MEN, PASSPORT, PLAIN, RUSSIAN, SURNAMES, SURNAMES_OF_BOTH, WOMEN, full_names, spelled};
use pairs::{DIFFERENT, SAME};

mod names;
mod pairs;

fn are_similar(one: &str, other: &str) -> bool {
    let (one, other) = (NameKey::new(one), NameKey::new(other));
    let is_similar = one.is_similar_to(&other);
    assert_eq!(is_similar, other.is_similar_to(&one), "both directions");
    is_similar
}

#[test]
fn spellings_of_one_name_are_similar() {
    assert!(SAME.len() >= 60);
    let missed: Vec<_> = SAME.iter().filter(|(one, other)| !are_similar(one, other)).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn names_of_different_people_are_not_similar() {
    assert!(DIFFERENT.len() >= 60);
    let wrong: Vec<_> = DIFFERENT.iter().filter(|(one, other)| are_similar(one, other)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn hardly_any_two_different_names_are_similar() {
    let names: Vec<NameKey> = full_names().iter().map(|name| NameKey::new(name)).collect();
    // Pairs of all names, and of names with the same first name or the same surname, which are the risk.
    let mut words: Vec<&str> =
        [MEN, WOMEN, SURNAMES, SURNAMES_OF_BOTH].iter().flat_map(|list| list.split_whitespace()).collect();
    words.sort_unstable();
    words.dedup();
    let keys: Vec<NameKey> = words.iter().map(|word| NameKey::new(word)).collect();
    let pairs = || (0..keys.len()).flat_map(|one| (one + 1..keys.len()).map(move |other| (one, other)));
    let similar: Vec<_> = pairs().filter(|(one, other)| keys[*one].is_similar_to(&keys[*other])).collect();
    assert!(
        similar.len() * 1_000 < pairs().count(),
        "{:?}",
        similar.iter().map(|(one, other)| (words[*one], words[*other])).collect::<Vec<_>>()
    );

    // A linear congruential generator: the same 100,000 pairs each time.
    let mut state = 17_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % names.len()
    };
    let random = (0..100_000).map(|_| (next(), next())).filter(|(one, other)| one != other);
    let (similar, all) = random.fold((0, 0), |(similar, all), (one, other)| {
        (similar + usize::from(names[one].is_similar_to(&names[other])), all + 1)
    });
    assert!(similar * 1_000 <= all, "{similar} of {all}");
}

#[test]
fn every_common_name_is_similar_to_its_spellings_in_other_documents() {
    let names = full_names();
    let missed: Vec<String> = names
        .iter()
        .step_by(7)
        .flat_map(|name| [PLAIN, PASSPORT, RUSSIAN].map(|letters| (name, spelled(name, letters))))
        .filter(|(name, spelling)| !are_similar(name, spelling))
        .map(|(name, spelling)| format!("{name}: {spelling}"))
        .collect();
    assert!(missed.is_empty(), "{} of {}: {missed:#?}", missed.len(), names.len());
}

proptest! {
    #[test]
    fn a_name_is_similar_to_itself_in_any_order(words in proptest::collection::vec("[a-zA-ZəƏıİşŞçÇöÖüÜğĞ'’а-яА-ЯёЁўқ]{1,9}", 1..5)) {
        let name = words.join(" ");
        let reversed: Vec<&str> = words.iter().rev().map(String::as_str).collect();
        prop_assert!(are_similar(&name, &name));
        if NameKey::new(&name).0.iter().all(|reading| reading.patronymic.is_none()) {
            prop_assert!(are_similar(&name, &reversed.join("-")));
        }
    }

    #[test]
    fn no_text_panics(one in any::<String>(), other in any::<String>()) {
        are_similar(&one, &other);
    }
}
