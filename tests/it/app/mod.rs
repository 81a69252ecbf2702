//! The state machine without `runtime`: the model and the exact effects.

mod alarms;
mod bursts;
mod card;
mod drafts;
mod duplicates;
mod entry_stats;
mod fields;
mod held_keys;
mod in_flight;
mod intents;
mod interrupted_forms;
mod key_counts;
mod key_tables;
mod look_up;
pub mod name_search;
mod notices;
mod pastes;
mod phone_rules;
mod preview;
mod privacy;
mod render;
mod saving;
mod scanner;
mod session;
mod too_small;
mod values;
mod waiting_list;
