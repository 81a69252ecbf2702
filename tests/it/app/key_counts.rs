//! The number of keys of the cashier's work.

use crate::support::bench::{Bench, sent};
use frontdesk::app::Msg;
use frontdesk::domain::{DisplayText, Gender, Group, GroupId};
use frontdesk::form::FormField;
use frontdesk::keys::Key;

/// A job at the desk: its keys, and the number of them that are data.
struct Job {
    title: &'static str,
    keys: Vec<Key>,
    data_characters: usize,
    optional_fields: usize,
}

fn keys_of(text: &str) -> impl Iterator<Item = Key> {
    text.chars().map(Key::Char)
}

const PHONE: &str = "501234567";
const NAME: &str = "aysel məmmədova";

fn job(title: &'static str, parts: &[&[Key]], data: &[&str], optional_fields: usize) -> Job {
    let data = data.iter().map(|text| text.chars().count()).sum();
    Job { title, keys: parts.concat(), data_characters: data, optional_fields }
}

fn jobs() -> Vec<Job> {
    let keys = |text: &str| keys_of(text).collect::<Vec<_>>();
    let (phone, name, born, group) = (keys(PHONE), keys(NAME), keys("150590"), keys("reg"));
    let (enter, save) = (&[Key::Enter][..], &[Key::Ctrl('s')][..]);
    vec![
        job("phone and name", &[&phone, enter, &name, save], &[PHONE, NAME], 0),
        job(
            "and birth date and gender",
            &[&phone, enter, &name, enter, enter, &born, enter, &keys("f"), save],
            &[PHONE, NAME, "150590", "f"],
            2,
        ),
        job("and group", &[&phone, enter, &name, &[Key::Ctrl('l')], &group, save], &[PHONE, NAME, "reg"], 1),
        job("no phone", &[enter, &name, save], &[NAME], 0),
    ]
}

#[test]
fn each_job_takes_at_most_two_extra_keys_and_two_per_optional_field() {
    for job in jobs() {
        let mut desk = Bench::with_groups();
        assert!(desk.model.form().is_blank());
        let (last, keys) = job.keys.split_last().unwrap();
        for key in keys {
            assert_eq!(desk.press(*key), vec![], "{}: saved too early", job.title);
        }
        let customer = sent(desk.press(*last));

        assert_eq!(customer.name.as_str(), "Aysel Məmmədova", "{}", job.title);
        let phone = customer.phone.map(|phone| phone.e164().to_owned());
        assert_eq!(phone.as_deref(), (job.title != "no phone").then_some("+994501234567"));
        let born = customer.birth_date.map(frontdesk::domain::BirthDate::iso);
        let has_birth_date = job.title == "and birth date and gender";
        assert_eq!(born.as_deref(), has_birth_date.then_some("1990-05-15"));
        assert_eq!(customer.gender, has_birth_date.then_some(Gender::Female));
        assert_eq!(customer.group, (job.title == "and group").then_some(GroupId(2)));

        let max_keys = job.data_characters + 2 + 2 * job.optional_fields;
        assert!(job.keys.len() <= max_keys, "{}: {} keys, {max_keys} allowed", job.title, job.keys.len());
    }
}

/// `examples/measure/groups.rs` measures the time of each key.
#[test]
fn a_search_among_ten_thousand_groups_finds_the_group() {
    let group =
        |id: u64| Group { id: GroupId(id), name: DisplayText::new(&format!("Customers number {id}")), discount: None };
    let mut desk = Bench::new();
    desk.send(Msg::Groups(Ok((0..10_000).map(group).collect())));
    desk.press(Key::Ctrl('l'));
    assert_eq!(desk.model.form().focus(), FormField::Group);
    for key in keys_of("number 9876") {
        desk.press(key);
    }
    assert_eq!(desk.model.form().parsed_group(desk.model.groups()).valid().unwrap().id, GroupId(9876));
}
