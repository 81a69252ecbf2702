//! Measures a search among 10,000 groups: `cargo run --release --example group_search`.
//!
//! It prints the median and the longest time from a key to its frame, without the terminal.

#![expect(clippy::print_stdout, reason = "it is a program that reports")]

use std::time::{Duration, Instant};

use chrono::NaiveDate;
use frontdesk::app::{CidGenerator, Desk, Mode, Model, Msg, update};
use frontdesk::domain::{Country, DateOrder, DisplayText, Group, GroupId, Language};
use frontdesk::form::ParseContext;
use frontdesk::keys::Key;
use frontdesk::locale::Locale;
use frontdesk::view::{Canvas, CharacterSet, RenderContext, Theme, render};
use ratatui::layout::Rect;

/// The number of searches.
const SEARCHES: u32 = 20;

fn main() {
    let country = Country::default();
    let rules = ParseContext {
        country,
        phone_rules: None,
        language: Language::default_for(country),
        date_order: DateOrder::default(),
        today: NaiveDate::default().into(),
    };
    let context = RenderContext {
        say: Locale::english(),
        theme: Theme { colour: true, underline: true, signs: CharacterSet::Unicode },
    };
    let (mut times, mut at) = (Vec::new(), Duration::ZERO);
    for _ in 0..SEARCHES {
        let mut model = Model::new(Desk::new(Mode::Training, rules), CidGenerator::seeded([7; 32]));
        let mut canvas = Canvas::default();
        let _ = update(&mut model, Msg::Groups(Ok((0..10_000).map(group).collect())));
        for key in [Key::Ctrl('l')].into_iter().chain("number 9876".chars().map(Key::Char)) {
            at += Duration::from_millis(250);
            let started = Instant::now();
            let _ = update(&mut model, Msg::Key { key, at });
            let _ = render(&model, context, &mut canvas, Rect::new(0, 0, 80, 24));
            times.push(started.elapsed());
        }
    }
    times.sort();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    println!("a key in a search among 10,000 groups: median {median:?}, longest {:?}", times.last());
}

fn group(id: u64) -> Group {
    Group { id: GroupId(id), name: DisplayText::new(&format!("Customers number {id}")), discount: None }
}
