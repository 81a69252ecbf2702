//! The line mode without a terminal: whatever is typed, there is a next question, and a voice can speak every line.

use std::time::Duration;

use frontdesk::app::{CidGenerator, Desk, Effect, Mode, Model, Msg};
use frontdesk::domain::{ApiError, ConnectError, DeliveryOutcome, Field, FoundByName, PhoneLookup, Progress};
use frontdesk::locale::{Languages, Locale};
use frontdesk::plain::{Conversation, QuestionStyle, Reply, Source};
use proptest::prelude::*;

use crate::support::bench::{conflict, groups, kept, parse_context, registered};

/// A dialogue, and a worker that answers at once.
struct Dialogue {
    conversation: Conversation,
    at: Duration,
    printed: String,
    question: String,
    is_over: bool,
    saves: usize,
}

impl Dialogue {
    fn begin(source: Source) -> Self {
        let model = Model::new(Desk::new(Mode::Live, parse_context()), CidGenerator::seeded([7; 32]));
        let (conversation, first) = Conversation::begin(
            model,
            Languages::beginning_with(Locale::english(), |_| true),
            source,
            QuestionStyle::Whole,
        );
        let (at, printed, question) = (Duration::ZERO, String::new(), String::new());
        let mut it = Self { conversation, at, printed, question, is_over: false, saves: 0 };
        it.take(first);
        for msg in [Msg::Groups(Ok(groups())), Msg::DraftsFound(Vec::new())] {
            it.tell(msg, false);
        }
        it
    }

    fn take(&mut self, reply: Reply) {
        self.printed.push_str(&reply.printed);
        if !reply.question.is_empty() {
            self.question = reply.question;
        }
        self.is_over |= reply.over;
        for effect in reply.outcome.effects {
            for msg in self.answers(effect) {
                self.tell(msg, false);
            }
        }
    }

    fn tell(&mut self, msg: Msg, has_begun_line: bool) {
        let reply = self.conversation.on_message(msg, has_begun_line, self.at);
        self.take(reply);
    }

    fn type_line(&mut self, line: &str) {
        self.at += Duration::from_secs(1);
        self.question.clear();
        let reply = self.conversation.line(line, self.at);
        self.take(reply);
    }

    fn answers(&mut self, effect: Effect) -> Vec<Msg> {
        match effect {
            Effect::Save { customer, .. } => {
                self.saves += 1;
                let cid = customer.cid;
                let delivery = match self.saves % 3 {
                    0 => DeliveryOutcome::Waiting { error: ApiError::NotSent(ConnectError::NoConnection), waiting: 1 },
                    1 => DeliveryOutcome::Refused { error: conflict(Field::Phone), owner: None },
                    _ => DeliveryOutcome::Registered(registered(cid, "Aysel")),
                };
                vec![Msg::Persisted(cid), Msg::Answered { cid, delivery, took: Duration::ZERO }]
            }
            Effect::ListWaiting => {
                let cid = "0f9654bc-9520-43d7-8109-317d9820f54c".parse().unwrap();
                vec![Msg::WaitingRows(vec![kept(cid, Progress::Queued)])]
            }
            Effect::OpenRefused(_) => vec![Msg::WaitingRows(Vec::new())],
            Effect::ListShift => vec![Msg::Shift(Vec::new())],
            Effect::FetchCustomer(id) => vec![Msg::Fetched { id, answer: Ok(None) }],
            Effect::LookUp(phone) => vec![Msg::LookedUp { phone, answer: Ok(PhoneLookup::NotRegistered) }],
            Effect::FindByName(name) => {
                let cid = "0f9654bc-9520-43d7-8109-317d9820f54c".parse().unwrap();
                let customers = vec![registered(cid, "Aysel")];
                vec![Msg::FoundByName { name, answer: Ok(FoundByName { customers, has_more: true }) }]
            }
            _ => Vec::new(),
        }
    }
}

fn lines() -> impl Strategy<Value = Vec<String>> {
    let command = prop::sample::select(vec![
        "",
        "?",
        "q ",
        "b",
        "-",
        ".",
        "g 1",
        "g 5",
        "k",
        "u",
        "c",
        "p",
        "/",
        "o",
        "t",
        "t 2",
        "d 1",
        "yes",
        "no",
        "y",
        "n",
        "1",
        "2",
        "0",
        "9",
        "help",
        "undo",
        "0501234567",
        "0551112233",
        "12",
        "Aysel",
        "leyla",
        "15051990",
        "31.02.1990",
        "vip",
        "x@gmial.com",
        "f",
        "Ц-17",
    ]);
    prop::collection::vec(prop_oneof![4 => command.prop_map(str::to_owned), 1 => any::<String>()], 1..60)
}

proptest! {
    #[test]
    fn every_line_is_followed_by_a_question(lines in lines()) {
        let mut dialogue = Dialogue::begin(Source::Terminal);
        for line in &lines {
            let line: String = line.chars().filter(|c| !c.is_control()).collect();
            dialogue.type_line(&line);
            prop_assert!(dialogue.is_over || dialogue.conversation.listens(), "{line:?} {}", dialogue.printed);
            prop_assert!(dialogue.is_over || !dialogue.question.is_empty(), "{line:?} {}", dialogue.printed);
            if dialogue.is_over {
                break;
            }
        }
        let is_control = |c: char| c.is_control() && c != '\n';
        prop_assert!(!dialogue.printed.contains(is_control), "{:?}", dialogue.printed);
    }

    /// The begun line goes into its field, whatever it is.
    #[test]
    fn an_end_at_any_moment_loses_no_form(lines in lines(), begun in any::<String>()) {
        let mut dialogue = Dialogue::begin(Source::Terminal);
        for line in lines.iter().filter(|line| line.trim() != "q") {
            dialogue.type_line(line);
        }
        let before = dialogue.conversation.drafts().len();
        let end = dialogue.conversation.end(&begun);
        prop_assert!(end.over);
        prop_assert!(dialogue.conversation.drafts().len() >= before);
    }
}
